import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiDocuments } from '../modules/api-docs';

/** The document itself needs no session: it names routes, no data. */
export function describeApi(app: NestFastifyApplication): void {
  const documents = app.get(ApiDocuments);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/api/openapi.json', async (_request, reply) => {
      const text = await documents.text();
      if (text === null) return reply.callNotFound();
      return reply.type('application/json; charset=utf-8').send(text);
    });
}

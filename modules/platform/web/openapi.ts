import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

export function apiDocument(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Mawa')
    .setDescription(
      'Whatever a page does, the API does. Sign in with POST /api/v1/session; changing calls carry ' +
        '`x-csrf-token` and may carry `Idempotency-Key`. Errors are application/problem+json with a stable code.',
    )
    .setVersion('1')
    .addCookieAuth('mawa_session')
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** The document itself needs no session: it names routes, no data. */
export function describeApi(app: NestFastifyApplication): void {
  let document: OpenAPIObject | undefined;
  const fastify = app.getHttpAdapter().getInstance();
  fastify.get('/api/openapi.json', async () => (document ??= apiDocument(app)));
}

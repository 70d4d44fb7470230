import { basename, dirname } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { ASSETS, ASSET_VERSION } from './assets';

const YEAR = 31_536_000;

/**
 * Serves the files of `assets.ts` under /assets/<version>/. A process of another build answers
 * with what it has but asks not to keep it, so that a rolling deployment breaks no page.
 */
export async function registerStatic(fastify: FastifyInstance): Promise<void> {
  await fastify.register(fastifyStatic, { serve: false, root: dirname([...ASSETS.values()][0]!) });
  fastify.get<{ Params: { version: string; '*': string } }>(
    '/assets/:version/*',
    { config: { anonymous: true } },
    (request, reply) => {
      const path = ASSETS.get(request.params['*']);
      if (!path) return reply.callNotFound();
      const current = request.params.version === ASSET_VERSION;
      return reply
        .header('Cache-Control', current ? `public, max-age=${YEAR}, immutable` : 'no-store')
        .sendFile(basename(path), dirname(path), { cacheControl: false });
    },
  );
}

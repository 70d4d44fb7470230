import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { ASSETS, ASSET_VERSION, assetBytes, assetType } from './assets';

const YEAR = 31_536_000;
const COMPRESSED = /\.(css|js|svg)$/;

type Encoding = 'br' | 'gzip' | 'identity';

/** Best quality: each is compressed once for the life of the process, and kept by browsers for a year. */
const COMPRESSORS: Readonly<Record<Encoding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
    }),
  gzip: (bytes) => promisify(gzip)(bytes),
  identity: (bytes) => Promise.resolve(bytes),
};

const kept = new Map<string, Promise<Buffer>>();

function bodyOf(name: string, encoding: Encoding): Promise<Buffer> {
  const key = `${encoding} ${name}`;
  const body = kept.get(key) ?? COMPRESSORS[encoding](assetBytes(name));
  kept.set(key, body);
  return body;
}

function encodingOf(name: string, accepted: string | undefined): Encoding {
  if (!COMPRESSED.test(name) || !accepted) return 'identity';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
}

/**
 * Serves the files of `assets.ts` under /assets/<version>/. A process of another build answers
 * with what it has but asks not to keep it, so that a rolling deployment breaks no page.
 */
export function registerStatic(fastify: FastifyInstance): void {
  fastify.get<{ Params: { version: string; '*': string } }>(
    '/assets/:version/*',
    { config: { anonymous: true } },
    async (request, reply) => {
      const name = request.params['*'];
      if (!ASSETS.has(name)) return reply.callNotFound();
      const current = request.params.version === ASSET_VERSION;
      const encoding = encodingOf(name, request.headers['accept-encoding']);
      if (encoding !== 'identity') void reply.header('Content-Encoding', encoding);
      return reply
        .header('Cache-Control', current ? `public, max-age=${YEAR}, immutable` : 'no-store')
        .header('Vary', 'accept-encoding')
        .type(assetType(name))
        .send(await bodyOf(name, encoding));
    },
  );
}

/** Files sent in a form: held in memory alone, within limits, on the routes that ask for one. */
import { UnsupportedMediaTypeException } from '@nestjs/common';
import multipart from '@fastify/multipart';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '../shared/domain.errors';

export interface Upload {
  readonly bytes: Buffer;
  /** As the browser sent it. */
  readonly name: string;
}

/** Uploaded files of a form; the other fields are the body. */
export interface Uploads {
  readonly files: readonly Upload[];
  /** One of them went beyond the limit and was left unread from there. */
  readonly tooLarge: boolean;
  readonly largest: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    uploads?: Uploads;
  }
  interface FastifyContextConfig {
    /** By `@RouteConfig({ takesFile: true })`; every other route refuses a form with files. */
    takesFile?: boolean;
  }
}

/** Maximum bytes of uploads in progress in this process; beyond it the client is asked to retry. */
const MOST_UNDER_WAY = 64_000_000;
/** Larger requests are refused before they are read. */
const LARGEST_FORM = 200_000_000;
const COUNTS = { files: 2, fields: 20, parts: 22, fieldNameSize: 60, fieldSize: 10_000 } as const;

export async function acceptUploads(app: NestFastifyApplication, largest: number): Promise<void> {
  await app.register(multipart, { limits: COUNTS, throwFileSizeLimit: false });
  const underWay = { bytes: 0 };
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preValidation', async (request, reply) => {
    if (!request.isMultipart()) return;
    if (!request.routeOptions.config.takesFile) throw new UnsupportedMediaTypeException();
    if (!request.mawa.actor) throw new DomainError('unauthenticated', 'access.sign_in_first');
    if (isEndless(request)) throw new DomainError('too_large', 'common.too_large');
    await read(request, reply, largest, underWay);
  });
}

const isEndless = ({ headers }: FastifyRequest): boolean =>
  Number(headers['content-length'] ?? 0) > LARGEST_FORM;

async function read(
  request: FastifyRequest,
  reply: FastifyReply,
  largest: number,
  underWay: { bytes: number },
): Promise<void> {
  let held = 0;
  reply.raw.once('close', () => (underWay.bytes -= held));
  const files: Upload[] = [];
  const body: Record<string, unknown> = {};
  let tooLarge = false;
  try {
    for await (const part of request.parts({ limits: { ...COUNTS, fileSize: largest } })) {
      if (part.type === 'field') {
        body[part.fieldname] = part.value;
        continue;
      }
      const pieces: Buffer[] = [];
      for await (const piece of part.file as AsyncIterable<Buffer>) {
        held += piece.length;
        underWay.bytes += piece.length;
        if (underWay.bytes > MOST_UNDER_WAY) throw new DomainError('unavailable', 'common.busy');
        pieces.push(piece);
      }
      if (part.file.truncated) tooLarge = true;
      else if (part.filename) files.push({ bytes: Buffer.concat(pieces), name: part.filename });
    }
  } catch (error) {
    throw uploadError(error);
  }
  request.body = body;
  request.uploads = { files, tooLarge, largest };
}

/** A form that breaks off or is written wrongly is the sender's, not ours. */
function uploadError(error: unknown): unknown {
  const { statusCode } = (error ?? {}) as { statusCode?: number };
  if (error instanceof DomainError) return error;
  if (statusCode === 413) return new DomainError('too_large', 'common.too_large');
  return new DomainError('invalid', 'common.broken_form');
}

/** The only file of a form; throws an error at its field otherwise. */
export function oneFile({ uploads }: FastifyRequest): Upload {
  if (uploads?.tooLarge) {
    const limit = Math.floor(uploads.largest / 1_000_000);
    throw new DomainError('too_large', 'common.file_too_large', { limit }, 'file');
  }
  const [file, second] = uploads?.files ?? [];
  if (!file) throw new DomainError('invalid', 'common.file_needed', {}, 'file');
  if (second) throw new DomainError('invalid', 'common.one_file', {}, 'file');
  return file;
}

import type { FastifyReply, FastifyRequest } from 'fastify';

/** Beyond this nobody sends by mistake: the line is cut. */
const LONGEST = 200_000_000;

/**
 * A browser sends the whole of a file before it reads what we say. Hanging up early would show it a
 * broken connection instead of the sentence: the rest is taken and thrown away, within the time
 * that any request has.
 */
export function drainRequestBody(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.statusCode !== 413) return;
  if (Number(request.headers['content-length'] ?? 0) > LONGEST) return;
  reply.removeHeader('connection');
  request.raw.resume();
}

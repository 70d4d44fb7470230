import type { FastifyReply, FastifyRequest } from 'fastify';

/** Beyond this nobody sends by mistake: the line is cut. */
const LONGEST = 200_000_000;

/**
 * Browsers send a whole file before they read the response. Closing the connection early would show a network error
 * instead of the message, so that the rest of the body is read and discarded, within the request timeout.
 */
export function drainRequestBody(request: FastifyRequest, reply: FastifyReply): void {
  if (reply.statusCode !== 413) return;
  if (Number(request.headers['content-length'] ?? 0) > LONGEST) return;
  reply.removeHeader('connection');
  request.raw.resume();
}

import type { IncomingMessage } from 'node:http';
import proxyAddr from '@fastify/proxy-addr';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { inTrace, newTraceId } from '../shared/trace';
import { beginSpan, inSpan } from '../tracing';

/** Header for trace ids of proxies and in responses. */
const TRACE_HEADER = 'x-request-id';

/**
 * Gives each request its trace id. One from outside is taken from a proxy of TRUST_PROXY alone, and only where it is a
 * random number by its shape; any other is replaced, so that no caller writes words or numbers into the log.
 */
export function traceIds(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  return ({ headers, socket }) => {
    const given = headers[TRACE_HEADER];
    if (given === undefined || !isTrusted(socket.remoteAddress ?? '', 0)) return newTraceId();
    return readTraceId(given) ?? newTraceId();
  };
}

const UUID = /^([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})$/;

/** 32 hexadecimal digits or a UUID; null for anything else, and for decimal digits alone, which a number could be. */
export function readTraceId(given: string | string[]): string | null {
  if (typeof given !== 'string' || given.length > 36) return null;
  const digits = given.toLowerCase().replace(UUID, '$1$2$3$4$5');
  return /^[\da-f]{32}$/.test(digits) && /[a-f]/.test(digits) ? digits : null;
}

/** Runs each request in its trace and returns the trace id. Registered before all other hooks. */
export function traceRequests(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    void reply.header(TRACE_HEADER, request.id);
    inTrace(request.id, () => inSpan(spanOf(request, reply), done));
  });
}

/** Span until the response was sent or the client disconnected. */
function spanOf({ method, routeOptions: { url, config } }: FastifyRequest, { raw }: FastifyReply) {
  if (config.quiet) return undefined;
  const route = url ?? 'none';
  const attributes = { 'http.request.method': method, 'http.route': route };
  const span = beginSpan(`${method} ${route}`, 'server', attributes);
  if (span)
    raw.once('close', () => {
      const { statusCode, writableFinished } = raw;
      if (writableFinished) span.set({ 'http.response.status_code': statusCode });
      span.end(writableFinished ? serverError(statusCode) : 'aborted');
    });
  return span;
}

const serverError = (status: number): string | undefined =>
  status >= 500 ? String(status) : undefined;

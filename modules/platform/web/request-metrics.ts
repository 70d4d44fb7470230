import type { FastifyInstance } from 'fastify';
import { requestSeconds } from '../metrics';

/** The time of each request, for Prometheus and as a line of the log. */
export function observeRequests(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    if (request.routeOptions.config.quiet) return done();
    const route = request.routeOptions.url ?? 'none';
    const time = reply.elapsedTime;
    requestSeconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      time / 1000,
    );
    request.log.info({ req: request, res: reply, ms: Math.round(time) }, 'request');
    done();
  });
}

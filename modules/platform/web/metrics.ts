import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Numbers for Prometheus: routes by their pattern, never an address with an id in it. */
export const registry = new Registry();
collectDefaultMetrics({ register: registry });

const seconds = new Histogram({
  name: 'mawa_http_request_seconds',
  help: 'Time of a request by route and status',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
  registers: [registry],
});

export const refusalsTotal = new Counter({
  name: 'mawa_refusals_total',
  help: 'Requests refused by the access policy',
  registers: [registry],
});

export const databaseUp = new Gauge({
  name: 'mawa_database_up',
  help: '1 where the last readiness check reached the database',
  registers: [registry],
});

export function observe(fastify: FastifyInstance): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    if (request.routeOptions.config.quiet) return done();
    const route = request.routeOptions.url ?? 'none';
    const time = reply.elapsedTime;
    seconds.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      time / 1000,
    );
    request.log.info({ req: request, res: reply, ms: Math.round(time) }, 'request');
    done();
  });
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Env } from '../config/env';
import { registry } from './registry';

type MetricsAddress = Pick<Env, 'MAWA_METRICS_HOST' | 'MAWA_METRICS_PORT'>;

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves metrics on a port of their own, so that they are not reachable through the public one. */
export async function serveMetrics(env: MetricsAddress): Promise<MetricsServer | null> {
  if (env.MAWA_METRICS_PORT === undefined) return null;
  const server = createServer((request, response) => {
    response.setHeader('cache-control', 'no-store');
    if (request.method === 'GET' && request.url === '/healthz') {
      response.setHeader('content-type', 'application/json').end('{"status":"live"}');
    } else if (request.method === 'GET' && request.url === '/metrics') {
      registry.metrics().then(
        (text) => response.setHeader('content-type', registry.contentType).end(text),
        () => response.writeHead(500).end(),
      );
    } else response.writeHead(404).end();
  });
  await listening(server, env);
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

const listening = (server: Server, env: MetricsAddress): Promise<void> =>
  new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(env.MAWA_METRICS_PORT, env.MAWA_METRICS_HOST, () => done());
  });

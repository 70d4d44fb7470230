import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long connections that are open when listening ends may be used once more. */
const USED_UP_MS = 2_000;

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/**
 * Graceful shutdown of a web process: /readyz reports "not ready" while requests are still served; then no connection
 * is accepted, and each one closes with its next response.
 */
export class Drain {
  private stage: 'off' | 'announced' | 'closing' = 'off';

  get isOn(): boolean {
    return this.stage !== 'off';
  }

  observe(fastify: FastifyInstance): void {
    fastify.addHook('onSend', async (_request, reply) => {
      if (this.stage === 'closing') void reply.header('connection', 'close');
    });
  }

  async run(server: Server, seconds: number): Promise<void> {
    this.stage = 'announced';
    await pause(seconds * 1_000);
    this.stage = 'closing';
    // Not the close of http.Server: it cuts connections on which a request may be under way.
    NetServer.prototype.close.call(server);
    for (const end = Date.now() + USED_UP_MS; Date.now() < end; await pause(50)) {
      if ((await connectionsOf(server)) === 0) return;
    }
  }
}

const connectionsOf = (server: Server): Promise<number> =>
  new Promise((done, fail) =>
    server.getConnections((error, count) => (error ? fail(error) : done(count))),
  );

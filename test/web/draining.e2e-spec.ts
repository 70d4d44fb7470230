import { Agent, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Drain } from '../../modules/platform/web/drain';
import { startApp, type TestApp } from '../support/app';

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly body: string;
}

describe('a web process that is to end', () => {
  let mawa: TestApp;
  let server: Server;
  let port: number;
  const kept = new Agent({ keepAlive: true });
  beforeAll(async () => {
    mawa = await startApp();
    server = mawa.app.getHttpServer() as Server;
    port = (server.address() as AddressInfo).port;
  });
  afterAll(async () => {
    kept.destroy();
    await mawa.stop();
  });

  const ask = (path: string, agent: Agent | false): Promise<Answer> =>
    new Promise((done, fail) => {
      get({ host: '127.0.0.1', port, path, agent }, (response) => {
        let body = '';
        response.on('data', (part: Buffer) => (body += part.toString()));
        response.on('end', () =>
          done({ status: response.statusCode, connection: response.headers.connection, body }),
        );
      }).on('error', fail);
    });

  it('says so and serves, then ends each connection with its next answer and takes no new one', async () => {
    expect(await ask('/healthz', kept)).toMatchObject({ status: 200, connection: 'keep-alive' });
    expect((await ask('/readyz', false)).status).toBe(200);

    const drained = mawa.app.get(Drain).run(server, 1);
    expect(await ask('/readyz', false)).toMatchObject({
      status: 503,
      body: expect.stringContaining('"database":"up"'),
    });
    expect((await ask('/sign-in', false)).status).toBe(200);

    while (server.listening) await new Promise((done) => setTimeout(done, 20));
    expect(await ask('/sign-in', kept)).toMatchObject({ status: 200, connection: 'close' });
    await drained;
    await expect(ask('/sign-in', false)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

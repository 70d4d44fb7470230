import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';
import { sendToSyslog } from './syslog';

const AT = '2026-11-24T20:30:00.000Z';
const message = (text: string) => ({ at: AT, id: 'audit-anchor', text });
const HEADER = /^<110>1 2026-11-24T20:30:00\.000Z \S+ mawa - audit-anchor - /;

describe('a log server by UDP', () => {
  it('gets each message in a datagram of its own', async () => {
    const server = createSocket('udp4');
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    const got: string[] = [];
    server.on('message', (data) => got.push(data.toString()));
    const { port } = server.address();
    await sendToSyslog(`syslog://127.0.0.1:${port}`, [message('first'), message('é')]);
    while (got.length < 2) await once(server, 'message');
    server.close();
    expect(got.map((one) => one.replace(HEADER, ''))).toEqual(['first', 'é']);
    expect(got.every((one) => HEADER.test(one))).toBe(true);
  });
});

describe('a log server by TLS', () => {
  let folder: string;
  let authority: string;
  let server: Server;
  let url: string;
  let got = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mawa-syslog-'));
    authority = join(folder, 'authority.pem');
    const { cert, key } = await selfSigned('localhost');
    writeFileSync(authority, cert);
    server = createServer({ cert, key }, (socket) => {
      socket.setEncoding('utf8').on('data', (part) => (got += part));
    });
    server.on('tlsClientError', () => undefined);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `syslog+tls://localhost:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => (got = ''));
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** From a process that trusts the authority: Node reads NODE_EXTRA_CA_CERTS once, when it starts. */
  const sendTrusting = (to: string) =>
    promisify(execFile)(
      process.execPath,
      [
        '-e',
        `require('@swc-node/register');
         require(${JSON.stringify(join(__dirname, 'syslog.ts'))})
           .sendToSyslog(${JSON.stringify(to)}, ${JSON.stringify([message('first'), message('é')])})
           .catch((error) => { console.error(error.code); process.exitCode = 1; });`,
      ],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: authority } },
    );

  it('gets the messages over one connection, each behind its length in bytes', async () => {
    await sendTrusting(url);
    const texts: string[] = [];
    for (let rest = Buffer.from(got); rest.length > 0;) {
      const space = rest.indexOf(' ');
      const end = space + 1 + Number(rest.subarray(0, space).toString());
      texts.push(rest.subarray(space + 1, end).toString());
      rest = rest.subarray(end);
    }
    expect(texts.map((one) => one.replace(HEADER, ''))).toEqual(['first', 'é']);
  });

  it('sends nothing where the certificate is not trusted', async () => {
    await expect(sendToSyslog(url, [message('first')])).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    await expect(sendTrusting(url.replace('localhost', '127.0.0.1'))).rejects.toMatchObject({
      stderr: expect.stringContaining('ERR_TLS_CERT_ALTNAME_INVALID'),
    });
    expect(got).toBe('');
  });
});

async function selfSigned(name: string): Promise<{ cert: string; key: string }> {
  const { SubjectAlternativeNameExtension, X509CertificateGenerator } =
    await import('@peculiar/x509');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
  });
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey));
  const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  return { cert: certificate.toString('pem'), key };
}

/** Messages to a log server: `syslog://` by UDP (RFC 5426), `syslog+tls://` by TLS (RFC 5425). */
import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { connect, type TLSSocket } from 'node:tls';

/** Log audit, information (RFC 5424). */
const PRIORITY = 13 * 8 + 6;
const PORTS: Readonly<Record<string, number>> = { 'syslog:': 514, 'syslog+tls:': 6514 };
const LIMIT_MS = 10_000;

export interface SyslogMessage {
  /** ISO 8601. */
  readonly at: string;
  /** Up to 32 letters and signs without a space. */
  readonly id: string;
  readonly text: string;
}

/** Fails where TLS cannot be set up, its certificate is not trusted, or nobody answers; UDP tells nothing of this. */
export async function sendToSyslog(url: string, messages: readonly SyslogMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const { protocol, hostname: name, port } = new URL(url);
  const server = { host: name.replaceAll(/[[\]]/g, ''), port: Number(port) || PORTS[protocol]! };
  const lines = messages.map(
    ({ at, id, text }) => `<${PRIORITY}>1 ${at} ${hostname()} mawa - ${id} - ${text}`,
  );
  await (protocol === 'syslog:' ? sendByUdp(server, lines) : sendByTls(server, lines));
}

interface LogServer {
  readonly host: string;
  readonly port: number;
}

async function sendByUdp({ host, port }: LogServer, lines: readonly string[]): Promise<void> {
  const socket = createSocket(isIP(host) === 6 ? 'udp6' : 'udp4');
  try {
    for (const line of lines)
      await new Promise<void>((done, fail) =>
        socket.send(line, port, host, (error) => (error ? fail(error) : done())),
      );
  } finally {
    socket.close();
  }
}

/** Over one connection, each message behind its length in bytes. */
async function sendByTls({ host, port }: LogServer, lines: readonly string[]): Promise<void> {
  const frames = lines.map((line) => `${Buffer.byteLength(line)} ${line}`).join('');
  let socket: TLSSocket | undefined;
  try {
    await new Promise<void>((done, fail) => {
      socket = connect({ host, port, ...(isIP(host) ? {} : { servername: host }) });
      socket.setTimeout(LIMIT_MS, () => fail(new Error(`${host}:${port} does not answer`)));
      socket.once('error', fail).once('close', done).resume();
      socket.once('secureConnect', () => socket!.end(frames));
    });
  } finally {
    socket?.destroy();
  }
}

/** Where anchors and marks of a restore go: to the file of the machine, and to the log server where one is set. */
import { createSocket } from 'node:dgram';
import { hostname } from 'node:os';
import type { Env } from '../../platform/config/env';
import { anchorFile, type AnchorLine, appendAnchors, signedLine } from './audit-anchors';
import type { AuditKeys } from './audit-keys';

/** Log audit, information (RFC 5424). */
const PRIORITY = 13 * 8 + 6;

export async function keepAnchors(
  env: Env,
  keys: AuditKeys,
  lines: readonly AnchorLine[],
): Promise<void> {
  const signed = lines.map((line) => signedLine(keys.anchors, line));
  await appendAnchors(anchorFile(env), signed);
  for (const line of env.MAWA_AUDIT_SYSLOG ? signed : [])
    await sendToSyslog(
      env.MAWA_AUDIT_SYSLOG!,
      `<${PRIORITY}>1 ${line.at} ${hostname()} mawa - audit-anchor - ${JSON.stringify(line)}`,
    );
}

async function sendToSyslog(url: string, text: string): Promise<void> {
  const { hostname: host, port } = new URL(url);
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  await new Promise<void>((done, fail) =>
    socket.send(text, Number(port || 514), host.replaceAll(/[[\]]/g, ''), (error) => {
      socket.close();
      if (error) fail(error);
      else done();
    }),
  );
}

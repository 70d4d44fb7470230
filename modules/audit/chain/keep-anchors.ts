/** Where anchors and marks of a restore go: to the file of the machine, and to the log server where one is set. */
import type { Env } from '../../platform/config/env';
import { anchorFile, type AnchorLine, appendAnchors, signedLine } from './audit-anchors';
import type { AuditKeys } from './audit-keys';
import { sendToSyslog } from './syslog';

export async function keepAnchors(
  env: Env,
  keys: AuditKeys,
  lines: readonly AnchorLine[],
): Promise<void> {
  const signed = lines.map((line) => signedLine(keys.anchors, line));
  await appendAnchors(anchorFile(env), signed);
  if (!env.MAWA_AUDIT_SYSLOG) return;
  const messages = signed.map((line) => ({
    at: line.at,
    id: 'audit-anchor',
    text: JSON.stringify(line),
  }));
  await sendToSyslog(env.MAWA_AUDIT_SYSLOG, messages);
}

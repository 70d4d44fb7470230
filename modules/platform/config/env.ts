import { z } from 'zod';
import { join } from 'node:path';
import { ROOT } from './root';
import { withSecretFiles } from './secret-files';

/**
 * All environment variables with type, default and meaning; nothing else reads the environment. An invalid value stops
 * the start and is named in the error. Secrets may be in files (secret-files.ts).
 */
const schema = z.object({
  /** PostgreSQL as the application role (mawa_app). Absent: the embedded database is started. */
  DATABASE_URL: z.url().optional(),
  /** PostgreSQL as the owner role (mawa_owner), used by migrations alone. */
  DATABASE_OWNER_URL: z.url().optional(),
  /** PostgreSQL as an administrator, used once to make the roles on a server of your own. */
  DATABASE_ADMIN_URL: z.url().optional(),
  /** PostgreSQL as the role that reads every row for a backup (docs/backup.md); the embedded database needs none. */
  BACKUP_URL: z.url().optional(),
  /** PostgreSQL as an administrator of the database into which a backup or an archive is read. */
  RESTORE_URL: z.url().optional(),
  /** Connections of one process. */
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(20),
  /** A streaming replica, as the application role: long reads go there (docs/operation.md). Absent: to the primary. */
  MAWA_REPLICA_URL: z.url().optional(),
  /** How long such a read waits until the replica has what the primary has; then it is read on the primary. */
  MAWA_REPLICA_LAG_SECONDS: z.coerce.number().min(0).max(300).default(5),
  /** Redis or Valkey for the queue. Absent: the queue lives in PostgreSQL. */
  REDIS_URL: z.url().optional(),
  /** Folder of the embedded database, the demo's key file and its files. */
  MAWA_DATA: z.string().default(join(ROOT, '.mawa')),
  /** The key file: master key and index keys, mode 0600, never beside a backup. */
  MAWA_KEY_FILE: z.string().optional(),
  /** Start with a key file that opens nothing in the database: the right one and each copy of it are lost (docs/keys.md). */
  MAWA_KEYS_LOST: z.stringbool().default(false),
  /** The PKCS#11 library of a device whose key wraps the key file (docs/keys.md). Absent: the key file is in clear. */
  MAWA_PKCS11_MODULE: z.string().optional(),
  /** The label of that device's token. */
  MAWA_PKCS11_TOKEN: z.string().min(1).max(32).optional(),
  /** The label of the AES key on it. */
  MAWA_PKCS11_KEY: z.string().min(1).max(200).default('mawa key file'),
  /** The file with its PIN, read by Mawa alone; the PIN is never given otherwise. */
  MAWA_PKCS11_PIN_FILE: z.string().optional(),
  /** web, worker or both. */
  MAWA_ROLE: z.enum(['web', 'worker', 'both']).default('both'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  /** Set behind TLS: cookies are then marked Secure. */
  MAWA_TLS: z.stringbool().default(false),
  /** Bed boards that one process keeps up to date at once; 0 keeps none, and the pages look by themselves. */
  MAWA_LIVE_BOARDS: z.coerce.number().int().min(0).max(10_000).default(300),
  /** Addresses of proxies whose X-Forwarded-For counts, comma separated. */
  TRUST_PROXY: z.string().optional(),
  /** Minutes ahead of UTC of the programme; Morocco is at 0 since 2026-09-20. */
  MAWA_OFFSET_MINUTES: z.coerce.number().int().min(-720).max(840).default(0),
  /** Minutes without a request after which a session ends. */
  MAWA_IDLE_MINUTES: z.coerce.number().int().min(1).max(720).default(20),
  /** The address under which people reach Mawa; in mails, and on slips of paper before two agreed on another. */
  MAWA_PUBLIC_URL: z.url().optional(),
  /**
   * Mail server, smtp:// (with STARTTLS, which another machine must offer unless `?requireTLS=false` follows) or smtps://.
   * Absent: mails are written into the folder `mail` of MAWA_DATA.
   */
  MAWA_MAIL_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  /**
   * Origins in the own network to which webhooks may be sent, comma separated, as https://hooks.lan:8443; http is allowed to
   * them. Every other address is https and of the public internet (docs/webhooks.md).
   */
  MAWA_WEBHOOK_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((origin) => origin !== ''))
    .refine(
      (origins) => origins.every((one) => URL.canParse(one) && new URL(one).origin === one),
      'origins as https://hooks.lan:8443, comma separated',
    ),
  /** Sender of mails; a neutral name, because other people may look at a mailbox. */
  MAWA_MAIL_FROM: z.string().max(200).default('Agenda <agenda@localhost>'),
  /**
   * Contact for vulnerability reports in /.well-known/security.txt: mailto: or https:. Without it the file is not
   * found.
   */
  MAWA_SECURITY_CONTACT: z.url({ protocol: /^(mailto|https)$/ }).optional(),
  /** The neutral page where the quick exit leads. */
  MAWA_EXIT_URL: z.url().default('https://www.wikipedia.org/'),
  /** Largest body accepted, in bytes. */
  MAWA_BODY_LIMIT: z.coerce.number().int().min(10_000).max(50_000_000).default(1_000_000),
  /** Largest file accepted, in bytes; the programme's own limit (document_max_bytes) may be lower. */
  MAWA_UPLOAD_LIMIT: z.coerce.number().int().min(10_000).max(30_000_000).default(10_000_000),
  /**
   * ClamAV's daemon, which scans what is uploaded: unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310. It gets files
   * unencrypted. Absent: they are not scanned.
   */
  MAWA_CLAMD: z.url({ protocol: /^(unix|tcp)$/ }).optional(),
  /** Seconds for which a web process keeps serving after SIGTERM while /readyz reports "not ready"; 0: none. */
  MAWA_DRAIN_SECONDS: z.coerce.number().int().min(0).max(60).default(0),
  /** A port of its own for /metrics and /healthz, of a worker as well. Absent: there is none. */
  MAWA_METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  /** Where that port listens; anybody who reaches it may read it. */
  MAWA_METRICS_HOST: z.string().default('127.0.0.1'),
  /** Opens /metrics on the ordinary port to `Authorization: Bearer …`. Absent: it is not found there. */
  MAWA_METRICS_TOKEN: z.string().min(20).max(200).optional(),
  /** A collector of OpenTelemetry to which spans are sent, as http://127.0.0.1:4318. Absent: nothing is recorded. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  /** Marks a new database as synthetic (demonstration, practice); every page and file then says so. */
  MAWA_SYNTHETIC: z.stringbool().default(false),
  /** Who can read backups: the recipient that `mawa backup key` prints. */
  MAWA_BACKUP_RECIPIENT: z
    .string()
    .regex(/^age1[a-z0-9]{20,}$/)
    .optional(),
  /** Where heads of the audit chain are kept outside the database; absent: `audit-anchors.jsonl` in MAWA_DATA. */
  MAWA_AUDIT_ANCHORS: z.string().optional(),
  /** A log server that gets each head as well (RFC 5424): syslog+tls://host:6514, or by UDP syslog://host:514. */
  MAWA_AUDIT_SYSLOG: z.url({ protocol: /^syslog(\+tls)?$/ }).optional(),
  /** Who gets a mail each night with what the verification found and the heads. */
  MAWA_AUDIT_MAIL: z.email().optional(),
  /** Where people practise (`mawa practice`), linked from every page of the programme; absent: no link. */
  MAWA_PRACTICE_URL: z.url().optional(),
  /** Where the demonstration writes its files; absent: `out` of the checkout. */
  MAWA_OUT: z.string().optional(),
  /** The port of `mawa practice`. */
  MAWA_PRACTICE_PORT: z.coerce.number().int().min(0).max(65535).default(3001),
  /** Begins the names of the cookies of this installation, where another one runs on the same host. */
  MAWA_COOKIE_PREFIX: z
    .string()
    .regex(/^[a-z_]{0,20}$/)
    .default(''),
  /** Prefix to the name of the programme on pages and files; set by `mawa practice`. */
  MAWA_NAME_PREFIX: z.string().max(80).default(''),
});

export type Env = z.infer<typeof schema> & { keyFile: string };

/** Names of all variables, to check files that set them. */
export const VARIABLES: readonly string[] = Object.keys(schema.shape);

export function readEnv(variables: NodeJS.ProcessEnv = process.env): Env {
  const source = withSecretFiles(variables);
  const known = Object.fromEntries(
    VARIABLES.filter((name) => source[name] !== undefined && source[name] !== '').map((name) => [
      name,
      source[name],
    ]),
  );
  const result = schema.safeParse(known);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`The environment does not fit:\n${lines.join('\n')}`);
  }
  return {
    ...result.data,
    keyFile: result.data.MAWA_KEY_FILE ?? join(result.data.MAWA_DATA, 'mawa.key.json'),
  };
}

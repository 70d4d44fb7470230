import { readFileSync } from 'node:fs';

/** Variables whose values are secrets: an address with a password in it, or a token. */
export const SECRETS = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'DATABASE_ADMIN_URL',
  'BACKUP_URL',
  'RESTORE_URL',
  'MAWA_REPLICA_URL',
  'REDIS_URL',
  'MAWA_MAIL_URL',
  'MAWA_METRICS_TOKEN',
] as const;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Reads secrets from the files named by `…_FILE` variables, as service managers and containers provide them. Unlike the
 * environment, a file is not inherited by child processes and is printed by fewer tools.
 */
export function withSecretFiles(variables: Variables): Variables {
  const read: Record<string, string | undefined> = { ...variables };
  for (const name of SECRETS) {
    const file = variables[`${name}_FILE`];
    if (!file) continue;
    if (variables[name])
      throw new Error(`${name} and ${name}_FILE are both set: leave one of them`);
    read[name] = contentOf(file, `${name}_FILE`);
  }
  return read;
}

/** For the environment of a program that needs none of them. */
export const withoutSecrets = (variables: Variables = process.env): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).filter(
      (entry): entry is [string, string] =>
        entry[1] !== undefined && !(SECRETS as readonly string[]).includes(entry[0]),
    ),
  );

function contentOf(file: string, variable: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Error(`${variable}: ${(error as Error).message}`, { cause: error });
  }
}

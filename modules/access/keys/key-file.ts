import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';

const secret = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'a key has 32 bytes');

const schema = z.object({
  /** Stored with each wrapped key, so that a rotation can distinguish the old master key from the new one. */
  id: z.string().min(1),
  /** Wraps the keys of people and records. */
  master: secret,
  /** Index of document numbers. */
  documents: secret,
});

export type KeyFile = z.output<typeof schema>;

export function readKeyFile(path: string): KeyFile {
  if (!existsSync(path)) {
    throw new Error(`MAWA_KEY_FILE: there is no key file at ${path} (npx mawa keys create)`);
  }
  return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** Makes a key file, readable by its owner alone. Never overwrites one: what it sealed would be lost. */
export function createKeyFile(path: string): void {
  const key = () => randomBytes(32).toString('base64');
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const content = { id: randomBytes(6).toString('hex'), master: key(), documents: key() };
  writeFileSync(path, JSON.stringify(content, null, 2), { mode: 0o600, flag: 'wx' });
}

/**
 * The same for each true copy of a key file and for no other file; nothing can be read back from it. Whoever
 * types it in has read the copy.
 */
export function keyCheckValue({ id, master, documents }: KeyFile): string {
  const digest = createHmac('sha256', master)
    .update(`mawa\0check of a copy\0${id}\0`)
    .update(documents)
    .digest('hex');
  return digest.slice(0, 32).match(/.{4}/g)!.join('-');
}

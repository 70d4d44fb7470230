import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { flushFolder } from '../../platform/shared/flush-folder';

const secret = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32, 'a key has 32 bytes');

const masterKey = z.object({
  /** Stored with each key that it wraps. */
  id: z.string().min(1),
  /** Wraps the keys of people and records. */
  master: secret,
});

const schema = masterKey.extend({
  /** Master keys of before, until no key is wrapped by them any more (`mawa keys rewrap`). */
  previous: z.array(masterKey).default([]),
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
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeDurably(path, () => ({ ...newMasterKey(), previous: [], documents: randomBytes(32) }));
  flushFolder(dirname(path));
}

/** Gives the file a new master key and keeps the one of before beside it. */
export const addMasterKey = (path: string): KeyFile =>
  replaceKeyFile(path, ({ id, master, previous, documents }) => ({
    ...newMasterKey(),
    previous: [{ id, master }, ...previous],
    documents,
  }));

/** Leaves out the master keys of before. */
export const forgetPreviousMasters = (path: string): KeyFile =>
  replaceKeyFile(path, (file) => ({ ...file, previous: [] }));

const newMasterKey = () => ({ id: randomBytes(6).toString('hex'), master: randomBytes(32) });

/**
 * The file is there whole, as it was or as it is then, whenever a process or the machine stops. Of two at once the second
 * is refused: a key that the first added would be lost.
 */
function replaceKeyFile(path: string, change: (file: KeyFile) => KeyFile): KeyFile {
  const beside = `${path}.new`;
  let file: KeyFile;
  try {
    file = writeDurably(beside, () => change(readKeyFile(path)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Error(
      `${beside} is there: the key file is being changed by another command. If none runs, one was stopped: remove ${beside} and try again.`,
      { cause: error },
    );
  }
  renameSync(beside, path);
  flushFolder(dirname(path));
  return file;
}

/** Refuses a file that is there (EEXIST); `make` is asked once nobody else can write it. */
function writeDurably(path: string, make: () => KeyFile): KeyFile {
  const handle = openSync(path, 'wx', 0o600);
  try {
    const file = make();
    writeFileSync(handle, JSON.stringify(asText(file), null, 2));
    fsyncSync(handle);
    return file;
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(handle);
  }
}

function asText({ id, master, previous, documents }: KeyFile) {
  const text = (key: Buffer) => key.toString('base64');
  const before = previous.map((one) => ({ id: one.id, master: text(one.master) }));
  return {
    id,
    master: text(master),
    documents: text(documents),
    previous: before.length > 0 ? before : undefined,
  };
}

/** Within this time a running process reads a key file that was replaced. */
export const KEY_FILE_IS_READ_WITHIN_MS = 2_000;

/** The key file of a running process, which reads it again when it was replaced. */
export class KeyRing implements KeyFile {
  private file: KeyFile;
  private lookedAt = Date.now();
  private changedAt: number;

  constructor(private readonly path: string) {
    this.file = readKeyFile(path);
    this.changedAt = statSync(path).mtimeMs;
  }

  get id(): string {
    return this.current().id;
  }
  get master(): KeyFile['master'] {
    return this.current().master;
  }
  get previous(): KeyFile['previous'] {
    return this.current().previous;
  }
  get documents(): KeyFile['documents'] {
    return this.current().documents;
  }

  /** `now`: whether or not it was looked at just before. */
  current({ now = false } = {}): KeyFile {
    if (!now && Date.now() - this.lookedAt < KEY_FILE_IS_READ_WITHIN_MS) return this.file;
    this.lookedAt = Date.now();
    try {
      const changedAt = statSync(this.path).mtimeMs;
      if (changedAt !== this.changedAt) this.file = readKeyFile(this.path);
      this.changedAt = changedAt;
    } catch {
      // A file that is away or not whole for a moment: what was read last goes on to serve.
    }
    return this.file;
  }
}

/** The master key in use, then those of before. */
export const mastersOf = ({ master, previous }: Pick<KeyFile, 'master' | 'previous'>): Buffer[] => [
  master,
  ...previous.map((one) => one.master),
];

/**
 * The same for each true copy of a key file and for no other file; nothing can be read back from it. Whoever
 * types it in has read the copy.
 */
export function keyCheckValue({ id, master, documents, previous }: KeyFile): string {
  const digest = createHmac('sha256', master)
    .update(`mawa\0check of a copy\0${id}\0`)
    .update(documents)
    .update(Buffer.concat(previous.map((one) => one.master)))
    .digest('hex');
  return digest.slice(0, 32).match(/.{4}/g)!.join('-');
}

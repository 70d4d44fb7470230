import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { flushFolder } from '../../platform/shared/flush-folder';
import {
  type KeyFile,
  type KeyFileText,
  keyFileText,
  openKeyFile,
  parseKeyFile,
} from './key-file.format';
import { type KeyWrapping, KeyWrappingError } from './key-wrapping';

/** Reads the key file without unwrapping it. */
export function readKeyFileText(path: string): KeyFileText {
  if (!existsSync(path)) {
    throw new Error(
      `MAWA_KEY_FILE: there is no key file at ${path}. Put the copy that you keep back; ` +
        'for a new installation only: npx mawa keys create',
    );
  }
  const text = readFileSync(path, 'utf8');
  try {
    return parseKeyFile(text);
  } catch (error) {
    throw new Error(`MAWA_KEY_FILE: ${path} is no key file, or not a whole one`, { cause: error });
  }
}

export const readKeyFile = (path: string, wrapping: KeyWrapping | null = null): KeyFile =>
  openKeyFile(readKeyFileText(path), wrapping);

/** Creates a key file with owner-only permissions. Never overwrites one, since what its keys sealed would be lost. */
export function createKeyFile(path: string, wrapping: KeyWrapping | null = null): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = { ...newMasterKey(), previous: [], documents: randomBytes(32) };
  writeDurably(path, () => ({ file, wrapping }));
  flushFolder(dirname(path));
}

/** Adds a new master key to the file and keeps the present one as a previous key. */
export const addMasterKey = (path: string, wrapping: KeyWrapping | null = null): KeyFile =>
  replaceKeyFile(path, wrapping, ({ id, master, previous, documents }) => ({
    ...newMasterKey(),
    previous: [{ id, master }, ...previous],
    documents,
  }));

/** Removes the previous master keys from the file. */
export const forgetPreviousMasters = (path: string, wrapping: KeyWrapping | null = null): KeyFile =>
  replaceKeyFile(path, wrapping, (file) => ({ ...file, previous: [] }));

/** Writes the same keys wrapped by the configured device key, whether or not they were wrapped before. */
export const wrapKeyFile = (path: string, wrapping: KeyWrapping): KeyFile =>
  replaceKeyFile(path, wrapping, (file) => file, { asItIs: false, next: wrapping });

/** Writes the same keys in clear. */
export const unwrapKeyFile = (path: string, wrapping: KeyWrapping): KeyFile =>
  replaceKeyFile(path, wrapping, (file) => file, { asItIs: false, next: null });

/** Writes a copy in clear to another file; the file in use is not changed. */
export function copyInClear(path: string, copy: string, wrapping: KeyWrapping): void {
  const file = readKeyFile(path, wrapping);
  writeDurably(copy, () => ({ file, wrapping: null }));
  flushFolder(dirname(copy));
}

const newMasterKey = () => ({ id: randomBytes(6).toString('hex'), master: randomBytes(32) });

type NextWrapping =
  | { readonly asItIs: true }
  | { readonly asItIs: false; readonly next: KeyWrapping | null };

/**
 * Replaces the file atomically, so that a crash leaves either the old or the new file. Of two concurrent replacements
 * the second is refused, since it would lose a key that the first added.
 */
function replaceKeyFile(
  path: string,
  wrapping: KeyWrapping | null,
  change: (file: KeyFile) => KeyFile,
  to: NextWrapping = { asItIs: true },
): KeyFile {
  const beside = `${path}.new`;
  let file: KeyFile;
  try {
    file = writeDurably(beside, () => {
      const text = readKeyFileText(path);
      const asItIs = text.wrapping === null ? null : wrapping;
      return { file: change(openKeyFile(text, wrapping)), wrapping: to.asItIs ? asItIs : to.next };
    });
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

/**
 * Writes a new file and fails with EEXIST if it is there; `make` runs once the file is created exclusively. Wrapped
 * contents are unwrapped again to check them.
 */
function writeDurably(
  path: string,
  make: () => { readonly file: KeyFile; readonly wrapping: KeyWrapping | null },
): KeyFile {
  const handle = openSync(path, 'wx', 0o600);
  try {
    const { file, wrapping } = make();
    writeFileSync(handle, keyFileText(file, wrapping));
    fsyncSync(handle);
    if (!holdsTheSame(file, readKeyFile(path, wrapping)))
      throw new KeyWrappingError(`${path} does not open to the keys that were written into it`);
    return file;
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(handle);
  }
}

const holdsTheSame = (one: KeyFile, other: KeyFile): boolean =>
  timingSafeEqual(Buffer.from(keyCheckValue(one)), Buffer.from(keyCheckValue(other)));

/** The present master key, then the previous ones. */
export const mastersOf = ({ master, previous }: Pick<KeyFile, 'master' | 'previous'>): Buffer[] => [
  master,
  ...previous.map((one) => one.master),
];

/**
 * Check value of a key file: the same for each exact copy, wrapped or in clear, and different for every other file. The
 * keys cannot be derived from it. Somebody who types it in has read the copy.
 */
export function keyCheckValue({ id, master, documents, previous }: KeyFile): string {
  const digest = createHmac('sha256', master)
    .update(`mawa\0check of a copy\0${id}\0`)
    .update(documents)
    .update(Buffer.concat(previous.map((one) => one.master)))
    .digest('hex');
  return digest.slice(0, 32).match(/.{4}/g)!.join('-');
}

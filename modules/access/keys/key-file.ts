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

/** What stands in the file, before anything is unwrapped. */
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

/** Makes a key file, readable by its owner alone. Never overwrites one: what it sealed would be lost. */
export function createKeyFile(path: string, wrapping: KeyWrapping | null = null): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = { ...newMasterKey(), previous: [], documents: randomBytes(32) };
  writeDurably(path, () => ({ file, wrapping }));
  flushFolder(dirname(path));
}

/** Gives the file a new master key and keeps the one of before beside it. */
export const addMasterKey = (path: string, wrapping: KeyWrapping | null = null): KeyFile =>
  replaceKeyFile(path, wrapping, ({ id, master, previous, documents }) => ({
    ...newMasterKey(),
    previous: [{ id, master }, ...previous],
    documents,
  }));

/** Leaves out the master keys of before. */
export const forgetPreviousMasters = (path: string, wrapping: KeyWrapping | null = null): KeyFile =>
  replaceKeyFile(path, wrapping, (file) => ({ ...file, previous: [] }));

/** The same keys, wrapped by the key that the configuration names, whatever the file was before. */
export const wrapKeyFile = (path: string, wrapping: KeyWrapping): KeyFile =>
  replaceKeyFile(path, wrapping, (file) => file, { asItIs: false, next: wrapping });

/** The same keys in clear. */
export const unwrapKeyFile = (path: string, wrapping: KeyWrapping): KeyFile =>
  replaceKeyFile(path, wrapping, (file) => file, { asItIs: false, next: null });

/** A copy in clear; the file in use stays as it is. */
export function copyInClear(path: string, copy: string, wrapping: KeyWrapping): void {
  const file = readKeyFile(path, wrapping);
  writeDurably(copy, () => ({ file, wrapping: null }));
  flushFolder(dirname(copy));
}

const newMasterKey = () => ({ id: randomBytes(6).toString('hex'), master: randomBytes(32) });

type NextWrapping =
  { readonly asItIs: true } | { readonly asItIs: false; readonly next: KeyWrapping | null };

/**
 * The file is there whole, as it was or as it is then, whenever a process or the machine stops. Of two at once the second
 * is refused: a key that the first added would be lost.
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

/** Refuses a file that is there (EEXIST); `make` is asked once nobody else can write it. What is wrapped is opened again. */
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

/** The master key in use, then those of before. */
export const mastersOf = ({ master, previous }: Pick<KeyFile, 'master' | 'previous'>): Buffer[] => [
  master,
  ...previous.map((one) => one.master),
];

/**
 * The same for each true copy of a key file, wrapped or in clear, and for no other file; nothing can be read back from it.
 * Whoever types it in has read the copy.
 */
export function keyCheckValue({ id, master, documents, previous }: KeyFile): string {
  const digest = createHmac('sha256', master)
    .update(`mawa\0check of a copy\0${id}\0`)
    .update(documents)
    .update(Buffer.concat(previous.map((one) => one.master)))
    .digest('hex');
  return digest.slice(0, 32).match(/.{4}/g)!.join('-');
}

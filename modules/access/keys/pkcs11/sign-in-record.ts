import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  type Stats,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { KeyWrappingError } from '../key-wrapping';

/** A sign-in that the token did not accept, or that is under way. */
const failedSignIn = z.object({
  /** Label and serial number of the token. */
  token: z.string(),
  pin: z.string(),
  /** How many in a row. */
  times: z.number(),
  /** `Pkcs11Request.id` of the last one. */
  request: z.string(),
});
export type FailedSignIn = z.output<typeof failedSignIn>;

/** Sign-ins in vain, one for each version of the PIN file, after which only a person tries. Tokens lock after three or more. */
export const MOST_BY_ITSELF = 2;

/** After a PIN that was not accepted. */
export const TRIES_NO_MORE =
  'Mawa does not try it again by itself: correct the file, or run mawa keys token';

/** Which version of the PIN file was tried: nothing that the PIN could be guessed from. */
export const pinVersion = ({ ino, mtimeMs }: Pick<Stats, 'ino' | 'mtimeMs'>): string =>
  `${ino} ${mtimeMs}`;

/** More than a record takes. */
const RECORD_BYTES = 512;

/** What a record that is not whole may stand for: sign-ins after which only a person tries. */
const UNKNOWN: FailedSignIn = { token: '', pin: '', times: MOST_BY_ITSELF, request: '' };

function parse(text: string): FailedSignIn | null {
  if (text.trim() === '') return null;
  try {
    return failedSignIn.parse(JSON.parse(text));
  } catch {
    return UNKNOWN;
  }
}

/** The request whose sign-in the token did not accept last; null where it accepted. */
export function requestThatFailed(path: string): string | null {
  try {
    return parse(readFileSync(path, 'utf8'))?.request ?? null;
  } catch {
    return null;
  }
}

/**
 * Writes a sign-in down before it is made, in a file that all processes of the machine share, and takes it out once the
 * token accepted: one that ends in any other way, be it by a process that is killed, counts as a refusal.
 */
export class SignInRecord {
  private constructor(private readonly file: number) {}

  /** One process at a time; `lock` waits for the others, and lets go when the file is closed. */
  static use<T>(path: string, lock: (file: number) => void, work: (record: SignInRecord) => T): T {
    const file = opened(path);
    try {
      lock(file);
      return work(new SignInRecord(file));
    } finally {
      closeSync(file);
    }
  }

  /** Of this token; null where the last sign-in was accepted. */
  last(token: string): FailedSignIn | null {
    const text = Buffer.alloc(fstatSync(this.file).size);
    readSync(this.file, text, 0, text.length, 0);
    const last = parse(text.toString('utf8'));
    return last === UNKNOWN || last?.token === token ? last : null;
  }

  begin(signIn: FailedSignIn): void {
    // In place: on a full disk, or where the machine stops, the one of before is still there.
    writeSync(this.file, JSON.stringify(signIn).padEnd(RECORD_BYTES), 0);
    fsyncSync(this.file);
  }

  accepted(): void {
    ftruncateSync(this.file);
  }
}

function opened(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  } catch (error) {
    throw new KeyWrappingError(
      `MAWA_DATA: a refused PIN could not be remembered, so none is tried (${(error as Error).message})`,
      { cause: error },
    );
  }
}

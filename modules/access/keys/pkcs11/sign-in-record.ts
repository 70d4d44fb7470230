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

/** A sign-in that the token refused, or that has not finished. */
const failedSignIn = z.object({
  /** Label and serial number of the token. */
  token: z.string(),
  pin: z.string(),
  /** Number of consecutive refusals. */
  times: z.number(),
  /** `Pkcs11Request.id` of the latest one. */
  request: z.string(),
});
export type FailedSignIn = z.output<typeof failedSignIn>;

/**
 * Number of refused sign-ins, each with another version of the PIN file, after which only a person may try. Tokens lock
 * after three or more.
 */
export const MOST_BY_ITSELF = 2;

/** Message after a refused PIN. */
export const TRIES_NO_MORE =
  'Mawa does not try it again by itself: correct the file, or run mawa keys token';

/** Version of the PIN file (inode and time of modification), from which the PIN cannot be guessed. */
export const pinVersion = ({ ino, mtimeMs }: Pick<Stats, 'ino' | 'mtimeMs'>): string =>
  `${ino} ${mtimeMs}`;

/** Fixed file size, larger than any record. */
const RECORD_BYTES = 512;

/** An unreadable record counts as the maximum of refused sign-ins. */
const UNKNOWN: FailedSignIn = { token: '', pin: '', times: MOST_BY_ITSELF, request: '' };

function parse(text: string): FailedSignIn | null {
  if (text.trim() === '') return null;
  try {
    return failedSignIn.parse(JSON.parse(text));
  } catch {
    return UNKNOWN;
  }
}

/** Id of the request whose sign-in the token refused last; null if the last one succeeded. */
export function requestThatFailed(path: string): string | null {
  try {
    return parse(readFileSync(path, 'utf8'))?.request ?? null;
  } catch {
    return null;
  }
}

/**
 * Records a sign-in before it is made, in a file shared by all processes of the machine, and clears it once the token
 * accepts. A sign-in that ends in any other way, for example because the process was killed, counts as refused.
 */
export class SignInRecord {
  private constructor(private readonly file: number) {}

  /** Runs `work` in one process at a time; `lock` waits for the others, and closing the file releases it. */
  static use<T>(path: string, lock: (file: number) => void, work: (record: SignInRecord) => T): T {
    const file = opened(path);
    try {
      lock(file);
      return work(new SignInRecord(file));
    } finally {
      closeSync(file);
    }
  }

  /** Last refused sign-in of this token; null if the last sign-in succeeded. */
  last(token: string): FailedSignIn | null {
    const text = Buffer.alloc(fstatSync(this.file).size);
    readSync(this.file, text, 0, text.length, 0);
    const last = parse(text.toString('utf8'));
    return last === UNKNOWN || last?.token === token ? last : null;
  }

  begin(signIn: FailedSignIn): void {
    // Overwrites in place: on a full disk or after a crash the previous record is still there.
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

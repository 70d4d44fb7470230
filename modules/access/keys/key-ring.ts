import { statSync } from 'node:fs';
import type { Env } from '../../platform/config/env';
import { readKeyFile } from './key-file';
import type { KeyFile } from './key-file.format';
import { type KeyWrapping, KeyWrappingError } from './key-wrapping';
import { keyWrappingOf } from './key-wrapping-of';

/** A running process rereads a replaced key file within this time. */
export const KEY_FILE_IS_READ_WITHIN_MS = 2_000;
/** Minimum time between attempts to unwrap a replaced file that the device refused. */
const DEVICE_IS_ASKED_AGAIN_AFTER_MS = 60_000;
/** Device timeout while the server is running; unwrapping blocks its event loop. */
const DEVICE_ANSWERS_WITHIN_MS = 5_000;

/** Key file of a running process; reread and unwrapped again only after it was replaced. */
export class KeyRing implements KeyFile {
  private file: KeyFile;
  private lookedAt = Date.now();
  private changedAt: number;
  /** Replaced file that the device did not unwrap, and until when it is not tried again. */
  private refused: { changedAt: number; until: number; why: KeyWrappingError } | null = null;

  constructor(
    private readonly path: string,
    wrapping: KeyWrapping | null = null,
    private readonly wrappingWhileServing: KeyWrapping | null = wrapping,
  ) {
    this.changedAt = changeOf(path);
    this.file = readKeyFile(path, wrapping);
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

  /** Why the present file is not in use, if the device did not unwrap it. */
  get refusal(): KeyWrappingError | null {
    this.current({ now: true });
    return this.refused?.why ?? null;
  }

  /** The current keys. `now` rereads the file even if it was checked a moment ago. */
  current({ now = false } = {}): KeyFile {
    if (!now && Date.now() - this.lookedAt < KEY_FILE_IS_READ_WITHIN_MS) return this.file;
    this.lookedAt = Date.now();
    try {
      const changedAt = changeOf(this.path);
      if (changedAt !== this.changedAt && this.mayAsk(changedAt)) this.readAgain(changedAt);
    } catch {
      // The file is missing or incomplete for a moment: the keys read last stay in use.
    }
    return this.file;
  }

  private mayAsk(changedAt: number): boolean {
    return this.refused?.changedAt !== changedAt || Date.now() >= this.refused.until;
  }

  private readAgain(changedAt: number): void {
    try {
      const file = readKeyFile(this.path, this.wrappingWhileServing);
      // All rotations keep the key of document numbers; a file with another one belongs to another installation.
      if (file.documents.equals(this.file.documents)) this.file = file;
      this.changedAt = changedAt;
      this.refused = null;
    } catch (error) {
      if (!(error instanceof KeyWrappingError)) throw error;
      // A refused PIN is not entered again: the wrapping remembers it until the PIN file changes.
      const until = Date.now() + DEVICE_IS_ASKED_AGAIN_AFTER_MS;
      this.refused = { changedAt, until, why: error };
    }
  }
}

const changeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const rings = new WeakMap<Env, KeyRing>();

/** One key ring per configuration, so that a process unwraps the file once. */
export function keyRingOf(env: Env): KeyRing {
  const known = rings.get(env);
  if (known) return known;
  const ring = new KeyRing(
    env.keyFile,
    keyWrappingOf(env),
    keyWrappingOf(env, DEVICE_ANSWERS_WITHIN_MS),
  );
  rings.set(env, ring);
  return ring;
}

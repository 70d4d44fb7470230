import { statSync } from 'node:fs';
import type { Env } from '../../platform/config/env';
import { readKeyFile } from './key-file';
import type { KeyFile } from './key-file.format';
import { type KeyWrapping, KeyWrappingError } from './key-wrapping';
import { keyWrappingOf } from './key-wrapping-of';

/** Within this time a running process reads a key file that was replaced. */
export const KEY_FILE_IS_READ_WITHIN_MS = 2_000;
/** After a device did not open a file that was replaced, it is asked again no sooner. */
const DEVICE_IS_ASKED_AGAIN_AFTER_MS = 60_000;
/** A server waits so long while it serves, for it answers nobody meanwhile. */
const DEVICE_ANSWERS_WITHIN_MS = 5_000;

/** The key file of a running process, which reads it again when it was replaced, and then alone unwraps it. */
export class KeyRing implements KeyFile {
  private file: KeyFile;
  private lookedAt = Date.now();
  private changedAt: number;
  /** The replaced file that the device did not open, and until when it is not asked again. */
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

  /** Why the file of now is not in use, where a device did not open it. */
  get refusal(): KeyWrappingError | null {
    this.current({ now: true });
    return this.refused?.why ?? null;
  }

  /** `now`: whether or not it was looked at just before. */
  current({ now = false } = {}): KeyFile {
    if (!now && Date.now() - this.lookedAt < KEY_FILE_IS_READ_WITHIN_MS) return this.file;
    this.lookedAt = Date.now();
    try {
      const changedAt = changeOf(this.path);
      if (changedAt !== this.changedAt && this.mayAsk(changedAt)) this.readAgain(changedAt);
    } catch {
      // A file that is away or not whole for a moment: what was read last goes on to serve.
    }
    return this.file;
  }

  private mayAsk(changedAt: number): boolean {
    return this.refused?.changedAt !== changedAt || Date.now() >= this.refused.until;
  }

  private readAgain(changedAt: number): void {
    try {
      const file = readKeyFile(this.path, this.wrappingWhileServing);
      // Each rotation keeps the key of document numbers: a file with another one is of another installation.
      if (file.documents.equals(this.file.documents)) this.file = file;
      this.changedAt = changedAt;
      this.refused = null;
    } catch (error) {
      if (!(error instanceof KeyWrappingError)) throw error;
      // A refused PIN is not tried again by asking: the wrapping remembers it until its file changed.
      const until = Date.now() + DEVICE_IS_ASKED_AGAIN_AFTER_MS;
      this.refused = { changedAt, until, why: error };
    }
  }
}

const changeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const rings = new WeakMap<Env, KeyRing>();

/** One for each configuration of a process: its start and its services unwrap the file once together. */
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

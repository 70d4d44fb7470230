import { z } from 'zod';
import { newKey, open, seal } from '../../platform/shared/seal';
import { type KeyWrapping, KeyWrappingError, type WrappedKey } from './key-wrapping';

const bytes = z.string().transform((text) => Buffer.from(text, 'base64'));
const secret = bytes.refine((key) => key.length === 32, 'a key has 32 bytes');

const masterKey = z.object({
  /** Stored with each key that this master key wraps. */
  id: z.string().min(1),
  /** Wraps the keys of people and records. */
  master: secret,
});

const inClear = masterKey.extend({
  /** Earlier master keys, kept until no key is wrapped by them (`mawa keys rewrap`). */
  previous: z.array(masterKey).default([]),
  /** HMAC key of the index of document numbers. */
  documents: secret,
});

export type KeyFile = z.output<typeof inClear>;

/** Key file wrapped by a device: the keys are sealed under a key of this file, which the device has wrapped. */
const wrapped = z.object({
  /** Id of the master key, in clear, to tell copies apart. */
  id: z.string().min(1),
  wrapping: z.object({
    by: z.string(),
    device: z.string(),
    key: z.string(),
    keyId: z.string(),
    wrapped: bytes,
  }),
  keys: bytes,
});

export type KeyFileText =
  | { readonly keys: KeyFile; readonly wrapping: null }
  | { readonly sealed: z.output<typeof wrapped>; readonly wrapping: WrappedKey };

/** Parses a key file without unwrapping it. Throws if the text is no key file. */
export function parseKeyFile(text: string): KeyFileText {
  const value: unknown = JSON.parse(text);
  if (typeof value === 'object' && value !== null && 'wrapping' in value) {
    const sealed = wrapped.parse(value);
    return { sealed, wrapping: sealed.wrapping };
  }
  return { keys: inClear.parse(value), wrapping: null };
}

export function openKeyFile(text: KeyFileText, wrapping: KeyWrapping | null): KeyFile {
  if (text.wrapping === null) return text.keys;
  const { by, device, key } = text.wrapping;
  if (wrapping?.kind !== by)
    throw new KeyWrappingError(
      `The key file is wrapped by the key "${key}" of "${device}" (${by}), which is not configured: MAWA_PKCS11_MODULE, MAWA_PKCS11_TOKEN, MAWA_PKCS11_PIN_FILE`,
    );
  return inClear.parse(JSON.parse(unsealed(text.sealed, wrapping.unwrap(text.wrapping))));
}

function unsealed({ id, keys }: z.output<typeof wrapped>, key: Buffer): string {
  try {
    return open(key, placeOf(id), keys).toString('utf8');
  } catch (error) {
    throw new KeyWrappingError('The key file was changed since it was wrapped', { cause: error });
  }
}

export function keyFileText(file: KeyFile, wrapping: KeyWrapping | null): string {
  const keys = asText(file);
  if (wrapping === null) return JSON.stringify(keys, null, 2);
  const key = newKey();
  const { wrapped, ...by } = wrapping.wrap(key);
  const text = {
    id: file.id,
    wrapping: { ...by, wrapped: wrapped.toString('base64') },
    keys: seal(key, placeOf(file.id), JSON.stringify(keys)).toString('base64'),
  };
  return JSON.stringify(text, null, 2);
}

const placeOf = (id: string) => ({ table: 'key file', column: 'keys', row: id });

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

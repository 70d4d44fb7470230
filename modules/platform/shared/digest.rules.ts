import { createHash } from 'node:crypto';
import stringify from 'fast-json-stable-stringify';

export const sha256 = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

/** JSON with the keys of each object sorted: equal values are equal texts. */
export const canonical = (value: unknown): string => stringify(value);

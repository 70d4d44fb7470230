/** Refuses text that PostgreSQL or a document cannot store, anywhere in a request. */
import { DomainError } from '../shared/domain.errors';

const MAX_DEPTH = 20;

const isBroken = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/** Throws for a NUL byte or half a surrogate pair in any text or key, or for a bottomless value. */
export function refuseBrokenText(value: unknown): void {
  const look = (part: unknown, depth: number, field: string | undefined): void => {
    if (depth > MAX_DEPTH) throw new DomainError('invalid', 'common.too_deep');
    if (typeof part === 'string') {
      if (isBroken(part)) throw new DomainError('invalid', 'common.broken_text', {}, field);
      return;
    }
    if (part === null || typeof part !== 'object' || part instanceof Uint8Array) return;
    for (const [key, inner] of Object.entries(part)) {
      if (isBroken(key)) throw new DomainError('invalid', 'common.broken_text');
      look(inner, depth + 1, field === undefined ? key : `${field}.${key}`);
    }
  };
  look(value, 0, undefined);
}

/** The same check for the address of a request: `%00` in path or query. */
export function refuseBrokenAddress(url: string): void {
  if (/%00|\0/.test(url)) throw new DomainError('invalid', 'common.broken_text');
}

/**
 * Escapes a malformed percent-encoding, so that our own "not found" page answers in the reader's language instead of
 * the router.
 */
export function readableAddress(url: string): string {
  const [path = '', ...rest] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...rest].join('?');
  }
}

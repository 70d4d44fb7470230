/** How much one request may carry. Checked before any class is made of it, because that costs more than counting. */
import { DomainError } from '../shared/domain.errors';

/** Names of one object; the widest form of a page has about 120. */
export const MAX_NAMES = 300;
/** Maximum number of objects, lists, texts and numbers in a body; routes with long lists set their own. */
export const MAX_VALUES = 5_000;
/** Bytes of a body on a route that needs no account. A complaint of 10,000 Arabic letters takes 60 kB as a form. */
export const ANONYMOUS_BODY_LIMIT = 65_536;

/** `marks.12.mark`, `who.<uuid>`: a form writes each row of a list with its own place or id. */
const NAME_OF_A_ROW = /\.(\d{1,3}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(\.|$)/;

export interface SizeLimits {
  /** At most so many values in the body. */
  readonly values?: number;
  /** A form is flat: names that belong to the rows of a list do not count as names of one object. */
  readonly isForm?: boolean;
}

/** Throws `common.too_large` for more names in one object, or more values in all, than anybody sends. */
export function refuseTooMany(body: unknown, limits: SizeLimits = {}): void {
  const { values: mostValues = MAX_VALUES, isForm = false } = limits;
  let values = 0;
  const pending: unknown[] = [body];
  while (pending.length > 0) {
    const part = pending.pop();
    values += 1;
    if (values + pending.length > mostValues) throw tooLarge();
    if (part === null || typeof part !== 'object' || part instanceof Uint8Array) continue;
    if (Array.isArray(part)) {
      if (values + part.length > mostValues) throw tooLarge();
      for (const item of part) pending.push(item);
      continue;
    }
    let names = 0;
    for (const name in part) {
      if (!(isForm && part === body && NAME_OF_A_ROW.test(name))) names += 1;
      if (names > MAX_NAMES || values + pending.length > mostValues) throw tooLarge();
      pending.push((part as Record<string, unknown>)[name]);
    }
  }
}

const tooLarge = (): DomainError => new DomainError('too_large', 'common.too_large');

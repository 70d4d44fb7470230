/** Text that every format can carry: no control characters, no half characters, numbers in order. */
import { clean } from '../../platform/typeset/text';
import type { Cell, DisclosedDocument } from '../document';
import { isHidden } from '../document';

/** The whole document cleaned, so that renderers need not think of it. */
export function cleanDocument(document: DisclosedDocument): DisclosedDocument {
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  };
  return walk(document) as DisclosedDocument;
}

export const isFigure = (cell: Cell | undefined): cell is string | number =>
  cell !== null && cell !== undefined && !isHidden(cell);

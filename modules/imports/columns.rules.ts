/** Which column of a file is which field of a list: found, corrected by hand, refused where it cannot be. */
import { shortenForMessage } from '../platform/shared/clean-text.rules';
import { DomainError, FieldErrors } from '../platform/shared/domain.errors';
import type { ListField, ImportList } from './import-list.types';
import { knownHeadings } from './import-lists.service';
import { fold } from './words/fold.rules';

/** Field of each column of the file, `LEFT_OUT`, or null if undecided. */
export type Columns = readonly (string | null)[];
export const LEFT_OUT = '-';
/** Value for "undecided" in forms and API. */
export const UNDECIDED = '?';

/** Stored mapping by normalised heading. */
export type SavedColumns = Readonly<Record<string, string>>;

/** Stored mapping that knows most of these headings, at least eight in ten. */
export function closest<S extends { readonly columns: SavedColumns }>(
  headings: readonly string[],
  saved: readonly S[],
): S | null {
  const asked = new Set(headings.map(fold).filter(Boolean));
  const ranked = saved
    .map((one) => {
      const names = Object.keys(one.columns);
      const common = names.filter((name) => asked.has(name)).length;
      return { one, share: common / Math.max(asked.size, names.length, 1) };
    })
    .sort((a, b) => b.share - a.share);
  return ranked[0] && ranked[0].share >= 0.8 ? ranked[0].one : null;
}

/** Field of each column: from a stored mapping, then by heading in one of the three languages; each field once. */
export function findColumns(
  list: ImportList,
  headings: readonly string[],
  saved: SavedColumns = {},
): Columns {
  const words = knownHeadings(list);
  const keys = new Set(list.fields.map(({ key }) => key));
  const taken = new Set<string>();
  return headings.map((heading) => {
    const folded = fold(heading);
    const kept = Object.hasOwn(saved, folded) ? saved[folded]! : null;
    const found = kept ?? words.get(folded);
    if (folded === '' || found === null || found === LEFT_OUT) return LEFT_OUT;
    if (found === undefined || taken.has(found) || !keys.has(found)) return null;
    taken.add(found);
    return found;
  });
}

/** The column of the file in which a field, or a part of a record that it fills, was read; -1 where none was. */
export function placeOf(list: ImportList, columns: Columns, field: string | null): number {
  const keys = list.fields.filter(({ key, fills = key }) => fills === field || key === field);
  return columns.findIndex((key) => keys.some((one) => one.key === key));
}

/** A mapping as somebody gives it, or each thing that is wrong with it. */
export function checkColumns(
  list: ImportList,
  headings: readonly string[],
  columns: Columns,
  labelOf: (field: ListField) => string,
): void {
  const errors: DomainError[] = [];
  const wrong = (place: number, code: string, params = {}): void => {
    const column = shortenForMessage((headings[place] ?? '').trim());
    const all = { column, place: place + 1, ...params };
    errors.push(new DomainError('invalid', `imports.${code}`, all, `columns.${place}`));
  };
  if (columns.length !== headings.length) {
    const params = { found: columns.length, expected: headings.length };
    throw new DomainError('invalid', 'imports.columns_count', params, 'columns');
  }
  const fields = new Map(list.fields.map((field) => [field.key, field]));
  const first = new Map<string, number>();
  columns.forEach((key, place) => {
    if (key === null) return wrong(place, 'column_undecided');
    if (key === LEFT_OUT) return;
    const field = fields.get(key);
    if (!field) return wrong(place, 'unknown_field', { field: shortenForMessage(key) });
    const before = first.get(key);
    if (before !== undefined) {
      const other = shortenForMessage((headings[before] ?? '').trim());
      return wrong(place, 'column_twice', { field: labelOf(field), other });
    }
    first.set(key, place);
  });
  for (const field of list.fields)
    if (field.required && !first.has(field.key))
      errors.push(
        new DomainError('invalid', 'imports.field_missing', { field: labelOf(field) }, 'columns'),
      );
  if (first.size === 0 && errors.length === 0)
    errors.push(new DomainError('invalid', 'imports.no_known_column', {}, 'columns'));
  if (errors.length > 0) throw new FieldErrors(errors);
}

/** What is the same for a whole file is said once, where it was chosen, and stands in no column of it. */
import type { Cells, ImportList } from './import-list.types';

export type FixedValues = Readonly<Record<string, string>>;

/** The list without the fields that are given: no column is matched to them, each row has them. */
export function withFixedValues(list: ImportList, given: FixedValues = {}): ImportList {
  if (Object.keys(given).length === 0) return list;
  const read: ImportList['read'] = (cells: Cells, context) =>
    list.read(new Map([...cells, ...Object.entries(given)]), context);
  const fields = list.fields.filter(({ key }) => !Object.hasOwn(given, key));
  return Object.assign(Object.create(list) as ImportList, { fields, read });
}

/** Values that are the same for a whole file: chosen once instead of a column. */
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

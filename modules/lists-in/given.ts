/** What is the same for a whole file is said once, where it was chosen, and stands in no column of it. */
import type { Cells, ListIn } from './list';

export type Given = Readonly<Record<string, string>>;

/** The list without the fields that are given: no column is matched to them, each row has them. */
export function withGiven(list: ListIn, given: Given = {}): ListIn {
  if (Object.keys(given).length === 0) return list;
  const read: ListIn['read'] = (cells: Cells, context) =>
    list.read(new Map([...cells, ...Object.entries(given)]), context);
  const fields = list.fields.filter(({ key }) => !Object.hasOwn(given, key));
  return Object.assign(Object.create(list) as ListIn, { fields, read });
}

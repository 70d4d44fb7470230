/** In which order tables are filled so that each row finds the rows that it refers to. */

export interface ForeignKey {
  readonly constraint: string;
  readonly table: string;
  readonly refersTo: string;
}

export interface TableOrder {
  readonly tables: readonly string[];
  /** Keys that lead to a table that is filled later: they are checked once all tables are filled. */
  readonly later: readonly ForeignKey[];
}

/** Tables without open references first, in the order of their names; where tables refer to each other, the one with fewest. */
export function fillingOrder(tables: readonly string[], keys: readonly ForeignKey[]): TableOrder {
  const open = new Map(tables.map((table) => [table, new Set<string>()]));
  for (const { table, refersTo } of keys)
    if (table !== refersTo && open.has(refersTo)) open.get(table)?.add(refersTo);
  const order: string[] = [];
  while (open.size > 0) {
    const [next] = [...open].sort(
      ([a, ofA], [b, ofB]) => ofA.size - ofB.size || (a < b ? -1 : 1),
    )[0]!;
    order.push(next);
    open.delete(next);
    for (const references of open.values()) references.delete(next);
  }
  const place = new Map(order.map((table, at) => [table, at]));
  return {
    tables: order,
    later: keys.filter(({ table, refersTo }) => place.get(refersTo)! > place.get(table)!),
  };
}

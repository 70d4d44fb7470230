/** Tables of one to three dimensions with all their totals and, in some dimensions, groups between cells and total. */
import type { Figure, Line } from '../../../modules/disclosure';

export interface RandomTable {
  readonly figures: Figure[];
  readonly lines: Line[];
}

/** The same numbers from the same seed, everywhere. */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Dimension {
  readonly leaves: readonly string[];
  readonly groups: readonly { readonly key: string; readonly leaves: readonly string[] }[];
}

export function randomTable(random: () => number, name = 't'): RandomTable {
  const whole = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const count = whole(1, 3);
  const most = { 1: 12, 2: 6, 3: 4 }[count]!;
  const dimensions = Array.from({ length: count }, (): Dimension => {
    const leaves = Array.from({ length: whole(2, most) }, (_, i) => `l${i}`);
    const cut = leaves.length > 3 && random() < 0.5 ? whole(2, leaves.length - 2) : 0;
    const groups = cut
      ? [
          { key: 'g0', leaves: leaves.slice(0, cut) },
          { key: 'g1', leaves: leaves.slice(cut) },
        ]
      : [];
    return { leaves, groups };
  });
  // Some tables are of a whole country, some of a handful.
  const scale = [3, 8, 25, 120][whole(0, 3)]!;
  const values = new Map<string, number>();
  const cells = product(dimensions.map(({ leaves }) => leaves));
  for (const cell of cells)
    values.set(cell.join('.'), random() < 0.2 ? 0 : Math.floor(random() ** 2 * scale));
  const places = dimensions.map(({ leaves, groups }) => [
    ...leaves,
    ...groups.map(({ key }) => key),
    'T',
  ]);
  const valueAt = (place: readonly string[]): number =>
    cells
      .filter((cell) => cell.every((leaf, d) => covers(dimensions[d]!, place[d]!, leaf)))
      .reduce((sum, cell) => sum + values.get(cell.join('.'))!, 0);
  const figures = product(places).map((place): Figure => ({
    id: `${name}/${place.join('.')}`,
    value: valueAt(place),
    kind: 'count',
    places: [name],
  }));
  const lines = dimensions.flatMap(({ leaves, groups }, d) => {
    const others = product(places.map((all, o) => (o === d ? ['?'] : all)));
    const sums = [
      ...groups.map(({ key, leaves: parts }) => ({ key, parts })),
      { key: 'T', parts: leaves },
      ...(groups.length > 0 ? [{ key: 'T', parts: groups.map(({ key }) => key) }] : []),
    ];
    const at = (place: readonly string[], key: string) =>
      `${name}/${place.map((one, o) => (o === d ? key : one)).join('.')}`;
    return others.flatMap((place) =>
      sums.map(({ key, parts }): Line => ({
        total: at(place, key),
        parts: parts.map((part) => at(place, part)),
      })),
    );
  });
  return { figures, lines };
}

const covers = ({ groups }: Dimension, key: string, leaf: string): boolean =>
  key === 'T' || key === leaf || groups.some((g) => g.key === key && g.leaves.includes(leaf));

const product = (lists: readonly (readonly string[])[]): string[][] =>
  lists.reduce<string[][]>(
    (all, list) => all.flatMap((one) => list.map((next) => [...one, next])),
    [[]],
  );

/** The twelve regions as tiles, each about where it lies, and the countries beside them: no place is drawn finer. */

/** Column and row of each region. */
const TILES: Readonly<Record<string, readonly [number, number]>> = {
  '01': [4, 0],
  '02': [5, 1],
  '03': [4, 1],
  '04': [3, 1],
  '05': [4, 2],
  '06': [3, 2],
  '07': [3, 3],
  '08': [4, 3],
  '09': [2, 4],
  '10': [1, 5],
  '11': [1, 6],
  '12': [0, 7],
};
const SIDE = 34;
const GAP = 3;

export interface Tile {
  readonly region: string;
  readonly x: number;
  readonly y: number;
  readonly count: number;
}

export const MAP = { width: 6 * (SIDE + GAP), height: 8 * (SIDE + GAP), side: SIDE };

export const tilesOf = (counts: ReadonlyMap<string, number>): Tile[] =>
  Object.entries(TILES).map(([region, [column, row]]) => ({
    region,
    x: column * (SIDE + GAP),
    y: row * (SIDE + GAP),
    count: counts.get(region) ?? 0,
  }));

/** What is published as unknowns and rows of an integer program, and what every reader knows besides. */
const REGIONS = Array.from({ length: 12 }, (_, i) => `MA-${String(i + 1).padStart(2, '0')}`);
/** More than anybody counts. */
const MOST = 100_000;
/** Shares are published with four decimals. */
const HALF_STEP = 0.00005 + 1e-9;

const { addTime } = require('./time.js');

/** By table: how its rows add up, which every report says in its notes. */
const SHAPES = {
  means: { union: true, everybody: 'people' },
  purposes: { union: true, everybody: 'people' },
  'means-shares': { knownUnion: true, everybody: 'people' },
  nationality: { rolled: 'open', everybody: 'people' },
  regions: { rolled: 'closed', everybody: 'people' },
  'services-by-type': { pairs: true },
  origin: { everybody: 'people' },
  shares: { everybody: 'people' },
  'regions-zones': { everybody: 'people' },
  // Of those who were registered in the period, not of all who were served.
  'zones-sex': {},
};
const TWO_WAY = { everybody: 'total' };
const NOT_A_NAME = ['others', 'unknown', 'known', 'total'];

const isHidden = (cell) => typeof cell === 'object' && cell !== null && cell.hidden === true;

class AttackerProblem {
  constructor(threshold) {
    this.threshold = threshold;
    /** By name: what it can be at least and at most; a shown number is both. */
    this.unknowns = new Map();
    this.rows = [];
    /** Where services were given, people had them: [given, people]. */
    this.pairs = [];
    /** Names of numbers that are not shown, absent rows of a closed list among them. */
    this.hidden = new Set();
    this.shown = new Set();
  }

  /** `isOwn`: published for this reader, and not for another audience whose documents they have as well. */
  read({ period = '', tables, isOwn = true }) {
    this.isOwn = isOwn;
    for (const table of tables) this.table(period, table);
  }

  /** Once all is read: what is shown anywhere is hidden nowhere, and periods tell of each other. */
  finish() {
    for (const name of this.shown) this.hidden.delete(name);
    addTime(this);
  }

  table(period, table) {
    const shape = SHAPES[table.key] ?? TWO_WAY;
    const rows = table.total ? [...table.rows, table.total] : table.rows;
    const columns = table.columns.filter(({ type }) => type === 'integer').map(({ key }) => key);
    const name = (row, column) =>
      row.key === 'total' && column === shape.everybody
        ? `${period}|everybody`
        : `${period}|${table.key}/${row.key}/${column}`;
    for (const row of rows)
      for (const column of columns) this.cell(name(row, column), row.cells[column]);
    for (const column of columns) this.down(table, column, shape, (row) => name(row, column));
    this.along(table, rows, name);
    if (shape.rolled) this.rolled(table, shape, (row) => name(row, 'people'));
    if (shape.pairs) this.services(rows, name);
    this.shares(table, rows, name);
  }

  cell(name, cell) {
    const [low, high] = isHidden(cell)
      ? [0, /^<\d+$/.test(cell.mark) ? Number(cell.mark.slice(1)) - 1 : MOST]
      : [cell, cell];
    this.bound(name, low, high);
    if (!isHidden(cell)) this.shown.add(name);
    else if (this.isOwn) this.hidden.add(name);
  }

  bound(name, low, high) {
    const known = this.unknowns.get(name) ?? { low: 0, high: MOST };
    this.unknowns.set(name, { low: Math.max(known.low, low), high: Math.min(known.high, high) });
  }

  /** low <= sum of times * name <= high */
  row(terms, low, high) {
    this.rows.push({ terms, low, high });
  }

  sum(total, parts) {
    this.row([[total, 1], ...parts.map((part) => [part, -1])], 0, 0);
  }

  down(table, column, shape, name) {
    const { total } = table;
    if (!total) return;
    const rows = table.rows.filter(({ sums }) => !sums);
    const isUnion = shape.union || (shape.pairs && column === 'people');
    if (isUnion) return this.union(name(total), rows, name);
    const named = (keys) => table.rows.filter(({ key }) => keys.includes(key)).map(name);
    for (const row of table.rows) if (row.sums) this.sum(name(row), named(row.sums));
    this.sum(name(total), total.sums ? named(total.sums) : rows.map(name));
    if (shape.knownUnion) {
      const known = table.rows.find(({ key }) => key === 'known');
      const answers = table.rows.filter(({ key }) => !NOT_A_NAME.includes(key));
      this.union(name(known), answers, name);
    }
  }

  /** Counted once though in several rows; whoever is not known stands in no other row. */
  union(total, rows, name) {
    const unknown = rows.find(({ key }) => key === 'unknown');
    for (const row of rows) {
      const apart = unknown && row !== unknown ? [[name(unknown), -1]] : [];
      this.row([[total, 1], [name(row), -1], ...apart], 0, Infinity);
    }
    this.row([[total, 1], ...rows.map((row) => [name(row), -1])], -Infinity, 0);
  }

  along({ rowTotal }, rows, name) {
    if (!rowTotal) return;
    for (const row of rows)
      this.sum(
        name(row, rowTotal.column),
        rowTotal.parts.map((part) => name(row, part)),
      );
  }

  /** A row with a name counts no fewer than the threshold; each that has none counts fewer. */
  rolled(table, { rolled }, name) {
    const isNamed = ({ key }) => !NOT_A_NAME.includes(key.replace(/^v-/, ''));
    for (const row of table.rows.filter(isNamed)) this.bound(name(row), this.threshold, MOST);
    const others = table.rows.find(({ key }) => key === 'v-others');
    if (!others) return;
    if (rolled === 'open') return this.bound(name(others), 1, MOST);
    const absent = REGIONS.filter((region) => !table.rows.some(({ key }) => key === `v-${region}`));
    const names = absent.map((region) => name({ key: `v-${region}` }));
    for (const one of names) {
      this.bound(one, 0, this.threshold - 1);
      this.hidden.add(one);
    }
    this.sum(name(others), names);
  }

  services(rows, name) {
    for (const row of rows) this.pairs.push([name(row, 'given'), name(row, 'people')]);
  }

  /** A share that is shown ties its part to its whole. */
  shares(table, rows, name) {
    const whole = rows.find(({ key }) => key === 'known');
    if (!whole) return;
    for (const row of rows) {
      const share = row.cells.share;
      if (typeof share !== 'string') continue;
      for (const [times, low, high] of [
        [Number(share) - HALF_STEP, 0, Infinity],
        [Number(share) + HALF_STEP, -Infinity, 0],
      ])
        this.row(
          [
            [name(row, 'people'), 1],
            [name(whole, 'people'), -times],
          ],
          low,
          high,
        );
    }
  }
}

module.exports = { AttackerProblem };

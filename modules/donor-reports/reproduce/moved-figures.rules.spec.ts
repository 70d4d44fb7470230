import type { Figure } from '../trace/document-figures.rules';
import {
  type FrozenAndToday,
  erasedSince,
  movedFigures,
  type RowsToday,
} from './moved-figures.rules';

const figure = (table: string, row: string, column: string, value: number | string): Figure => ({
  key: `${table}/${row}/${column}`,
  table,
  row,
  column,
  sums: null,
  value,
  words: { table, row, column },
  shape: { type: typeof value === 'number' ? 'integer' : 'money' },
});
const nobody: RowsToday = {
  gone: new Set(),
  erased: new Set(),
  joined: new Map(),
  parted: new Set(),
  peopleOf: new Map(),
  days: new Map(),
};
const both = (more: Partial<FrozenAndToday>): FrozenAndToday => ({
  period: { from: '2026-07-01', until: '2026-10-01' },
  figures: { then: [], now: [] },
  sources: { then: {}, now: {} },
  rows: nobody,
  methodMoved: false,
  ...more,
});
const women = (value: number) => figure('people-by-age', '18-24', 'female', value);
const men = (value: number) => figure('people-by-age', '18-24', 'male', value);
const W = 'people/sex-age/female/18-24';
const M = 'people/sex-age/male/18-24';

describe('figures of a frozen report, counted again', () => {
  it('say nothing where nothing has moved', () => {
    const same = { then: [women(2)], now: [women(2)] };
    const sources = { then: { [W]: ['a', 'b'] }, now: { [W]: ['b', 'a'] } };
    expect(movedFigures(both({ figures: same, sources }))).toEqual([]);
  });

  it('a person whose service came late is late; one who was counted in another row was corrected', () => {
    const answer = movedFigures(
      both({
        figures: { then: [women(2), men(0)], now: [women(2), men(1)] },
        sources: {
          then: { [W]: ['a', 'b'], 'services/psy': ['s1'] },
          now: { [W]: ['a', 'c'], [M]: ['b'], 'services/psy': ['s1', 's2'] },
        },
        rows: { ...nobody, peopleOf: new Map([['s2', ['c']]]) },
      }),
    );
    expect(answer).toEqual([
      {
        figure: women(0).key,
        then: 2,
        now: 2,
        causes: [
          { cause: 'late', rows: 1 },
          { cause: 'correction', rows: 1 },
        ],
      },
      { figure: men(0).key, then: 0, now: 1, causes: [{ cause: 'correction', rows: 1 }] },
    ]);
  });

  it('an erased person leaves under one id and comes under another: no figure moves, and none is listed', () => {
    const erased = both({
      figures: { then: [women(2)], now: [women(2)] },
      sources: { then: { [W]: ['a', 'b'] }, now: { [W]: ['a', 'new'] } },
      rows: { ...nobody, gone: new Set(['b']), erased: new Set(['new']) },
    });
    expect(movedFigures(erased)).toEqual([]);
    expect(erasedSince(erased)).toBe(1);
  });

  it('files that were joined are one person less, and joining that was taken back one more', () => {
    const joined = movedFigures(
      both({
        figures: { then: [women(2)], now: [women(1)] },
        sources: { then: { [W]: ['a', 'b'] }, now: { [W]: ['a'] } },
        rows: { ...nobody, joined: new Map([['b', 'a']]) },
      }),
    );
    expect(joined[0]!.causes).toEqual([{ cause: 'joined', rows: 1 }]);
    const parted = movedFigures(
      both({
        figures: { then: [women(1)], now: [women(2)] },
        sources: { then: { [W]: ['a'] }, now: { [W]: ['a', 'b'] } },
        rows: { ...nobody, parted: new Set(['a', 'b']) },
      }),
    );
    expect(parted[0]!.causes).toEqual([{ cause: 'joined', rows: 1 }]);
  });

  it('beds that were opened explain a rate whose nights are the same', () => {
    const cells = (available: number, occupancy: string) => [
      figure('beds-by-month', 'total', 'used', 90),
      figure('beds-by-month', 'total', 'available', available),
      figure('beds-by-month', 'total', 'occupancy', occupancy),
    ];
    const answer = movedFigures(
      both({ figures: { then: cells(100, '0.9000'), now: cells(120, '0.7500') } }),
    );
    expect(answer.map(({ figure: key, causes }) => [key, causes])).toEqual([
      ['beds-by-month/total/available', [{ cause: 'beds', rows: null }]],
      ['beds-by-month/total/occupancy', [{ cause: 'beds', rows: null }]],
    ]);
  });

  it('a share that an earlier edition kept with four decimals is the same share', () => {
    const share = (value: string): Figure => ({
      ...figure('retention', 'm6', 'share', 0),
      value,
      shape: { type: 'percent' },
    });
    const moved = (then: string, now: string) =>
      movedFigures(both({ figures: { then: [share(then)], now: [share(now)] } })).length;
    expect(moved('0.0025', '0.002468980443')).toBe(0);
    expect(moved('0.7000', '0.7')).toBe(0);
    expect(moved('0.0025', '0.002568980443')).toBe(1);
    expect(moved('0.002468980443', '0.002468980444')).toBe(1);
  });

  it('an entry that was booked before the quarter moves what is spent to date, and not the quarter', () => {
    const cells = (quarter: string, toDate: string) => [
      figure('budget-by-line', 'l', 'spentInPeriod', quarter),
      figure('budget-by-line', 'l', 'spentToDate', toDate),
    ];
    const answer = movedFigures(
      both({
        figures: { then: cells('10.00', '20.00'), now: cells('10.00', '25.00') },
        sources: { then: { 'spent/l': ['t1'] }, now: { 'spent/l': ['t1', 't2'] } },
        rows: { ...nobody, days: new Map([['t2', { from: '2026-06-30', until: null }]]) },
      }),
    );
    expect(answer).toEqual([
      {
        figure: 'budget-by-line/l/spentToDate',
        then: '20.00',
        now: '25.00',
        causes: [{ cause: 'late', rows: 1 }],
      },
    ]);
  });

  it('a figure that is made of a column which its table does not show is told without a cause', () => {
    const remaining = (value: string) => [figure('budget-by-unsdg', '2-1', 'remaining', value)];
    const answer = movedFigures(
      both({ figures: { then: remaining('10.00'), now: remaining('5.00') } }),
    );
    expect(answer).toEqual([
      {
        figure: 'budget-by-unsdg/2-1/remaining',
        then: '10.00',
        now: '5.00',
        causes: [{ cause: 'untraced', rows: null }],
      },
    ]);
  });

  it('a late stay moves the months that it touches alone', () => {
    const cells = (july: number, september: number) => [
      figure('beds-by-month', '2026-07', 'used', july),
      figure('beds-by-month', '2026-09', 'used', september),
    ];
    const answer = movedFigures(
      both({
        figures: { then: cells(5, 5), now: cells(8, 5) },
        sources: { then: { 'bookings/h': ['k1'] }, now: { 'bookings/h': ['k1', 'k2'] } },
        rows: { ...nobody, days: new Map([['k2', { from: '2026-07-10', until: '2026-07-13' }]]) },
      }),
    );
    expect(answer.map(({ figure: key, causes }) => [key, causes])).toEqual([
      ['beds-by-month/2026-07/used', [{ cause: 'late', rows: 1 }]],
    ]);
  });

  it('what no row explains was corrected in itself, or is counted in another way since a new edition', () => {
    const moved = { then: [women(2)], now: [women(3)] };
    const causes = (methodMoved: boolean) =>
      movedFigures(both({ figures: moved, methodMoved }))[0]!.causes;
    expect(causes(false)).toEqual([{ cause: 'correction', rows: null }]);
    expect(causes(true)).toEqual([{ cause: 'method', rows: null }]);
  });
});

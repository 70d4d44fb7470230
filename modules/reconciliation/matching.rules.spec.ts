import { sumOf, toCent, written } from '../grant-budgeting/money.rules';
import {
  differenceOf,
  proposalsFor,
  referenceKey,
  manualMatchError,
  type LedgerItem,
  type ProgrammeLedgerItem,
} from './matching.rules';

const ours = (
  key: string,
  amount: string,
  more: Partial<ProgrammeLedgerItem> = {},
): ProgrammeLedgerItem => ({
  key,
  amount,
  reference: null,
  on: '2026-10-10',
  document: null,
  lineId: 'L1',
  transactionId: key,
  reverses: null,
  group: `one ${key}`,
  ...more,
});
const theirs = (key: string, amount: string, more: Partial<LedgerItem> = {}): LedgerItem => ({
  key,
  amount,
  reference: key,
  on: '2026-10-12',
  document: null,
  lineId: null,
  ...more,
});
const propose = (a: readonly ProgrammeLedgerItem[], b: readonly LedgerItem[], dayWindow = 10) =>
  proposalsFor(a, b, { dayWindow }).map(
    ({ how, ours, theirs, difference, reason, sure }) =>
      `${how}${sure ? '' : '?'} ${[...ours].sort()} = ${[...theirs].sort()} ${difference} ${reason ?? ''}`,
  );

describe('matching an agency’s ledger with ours', () => {
  it('finds the same reference and amount, however the reference is written', () => {
    expect(referenceKey('F-2026/014')).toBe('f2026014');
    expect(
      propose(
        [ours('a', '1250.50', { reference: 'F-2026/014' })],
        [theirs('r', '1250.50', { reference: 'f 2026 014' })],
      ),
    ).toEqual(['exact a = r 0.00 ']);
  });

  it('distinguishes two equal amounts by the reference', () => {
    expect(
      propose(
        [
          ours('a', '500.00', { reference: 'F1', on: '2026-10-02' }),
          ours('b', '500.00', { reference: 'F2', on: '2026-10-03' }),
        ],
        [
          theirs('r', '500.00', { reference: 'F2', on: '2026-10-02' }),
          theirs('s', '500.00', { reference: 'F1', on: '2026-10-03' }),
        ],
      ),
    ).toEqual(['exact a = s 0.00 ', 'exact b = r 0.00 ']);
  });

  it('leaves the same amount twice without a reference to a person', () => {
    expect(
      propose(
        [ours('a', '500.00'), ours('b', '500.00')],
        [theirs('r', '500.00'), theirs('s', '500.00')],
      ),
    ).toEqual([]);
  });

  it('proposes the only one with that amount, to be looked at', () => {
    expect(
      propose(
        [ours('a', '500.00'), ours('b', '501.00')],
        [theirs('r', '500.00'), theirs('s', '77.00')],
      ),
    ).toEqual(['amount? a = r 0.00 ']);
  });

  it('says by how much one reference differs, and that it is the rate where the paper is the same', () => {
    const paper = { amount: '10000.00', currency: 'MAD' };
    expect(
      propose(
        [
          ours('a', '1000.00', { reference: 'F1', document: paper }),
          ours('b', '400.00', { reference: 'F2' }),
        ],
        [
          theirs('r', '1012.35', { reference: 'F1', document: paper }),
          theirs('s', '40.00', { reference: 'F2' }),
        ],
      ),
    ).toEqual([
      'differs? a = r -12.35 exchange_difference',
      'differs? b = s 360.00 amount_differs',
    ]);
  });

  it('proposes one bill that the agency booked in three rows', () => {
    expect(
      propose(
        [ours('a', '900.00', { reference: 'F9' })],
        [
          theirs('r', '300.00', { reference: 'F9' }),
          theirs('s', '450.00', { reference: 'F9' }),
          theirs('t', '150.00', { reference: 'F9' }),
        ],
      ),
    ).toEqual(['split a = r,s,t 0.00 ']);
  });

  it('pairs what was booked and taken back, on either side', () => {
    expect(
      propose(
        [
          ours('a', '80.00', { reference: 'F1' }),
          ours('b', '-80.00', { reference: 'F1', reverses: 'a' }),
        ],
        [
          theirs('r', '55.00', { reference: 'Z' }),
          theirs('s', '-55.00', { reference: 'Z', on: '2026-10-30' }),
        ],
      ),
    ).toEqual(['reversal a,b =  0.00 ', 'reversal  = r,s 0.00 ']);
  });

  it('proposes a far day only to be looked at', () => {
    const a = ours('a', '80.00', { reference: 'F1', on: '2026-10-01' });
    const on = (day: string) => [theirs('r', '80.00', { reference: 'F1', on: day })];
    expect(propose([a], on('2026-10-11'))).toEqual(['exact a = r 0.00 ']);
    expect(propose([a], on('2026-10-12'))).toEqual(['late? a = r 0.00 ']);
    expect(propose([{ ...a, reference: null }], on('2026-10-12'))).toEqual([]);
  });

  it('proposes a month of nights as one bill', () => {
    const nights = ['01', '02', '03'].map((day) =>
      ours(day, '40.25', { on: `2026-10-${day}`, group: 'L1/bed-night/2026-10' }),
    );
    expect(propose(nights, [theirs('r', '120.75', { on: '2026-10-13', lineId: 'L1' })])).toEqual([
      'group? 01,02,03 = r 0.00 ',
    ]);
    expect(propose(nights, [theirs('r', '120.75', { on: '2026-10-13', lineId: 'L2' })])).toEqual(
      [],
    );
  });

  it('by hand, splits one into several: sums are equal or the difference has a reason', () => {
    const one = [ours('a', '100.00')];
    const parts = [theirs('r', '60.00'), theirs('s', '40.00')];
    expect(manualMatchError(one, parts, null)).toBeNull();
    expect(differenceOf(one, parts.slice(1))).toBe('60.00');
    expect(manualMatchError(one, parts.slice(1), null)).toBe('says_why');
    expect(manualMatchError(one, parts.slice(1), 'amount_differs')).toBeNull();
    expect(manualMatchError(one, parts, 'exchange_difference')).toBe('nothing_differs');
    expect(manualMatchError(one, [], 'amount_differs')).toBe('one_side');
  });

  it('over 120 random months takes each item once, in any order of the rows, and loses no cent', () => {
    const next = seeded(11);
    const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]!;
    for (let month = 0; month < 120; month += 1) {
      const amount = () => written(String((Math.floor(next() * 40) - 8) * 12.5 || 1));
      const day = () => `2026-10-${String(1 + Math.floor(next() * 31)).padStart(2, '0')}`;
      const reference = () => pick(['F1', 'F2', 'F3', 'F4', 'F5', null]);
      const own = Array.from({ length: Math.floor(next() * 14) }, (_, at) =>
        ours(`o${at}`, amount(), {
          reference: reference(),
          on: day(),
          lineId: pick(['L1', 'L2']),
          reverses: at > 0 && next() < 0.2 ? `o${at - 1}` : null,
          group: pick(['g', 'h']),
        }),
      );
      const rows = Array.from({ length: Math.floor(next() * 14) }, (_, at) =>
        theirs(`r${at}`, amount(), { reference: reference(), on: day() }),
      );
      const found = proposalsFor(own, rows, { dayWindow: 10 });
      const keys = found.flatMap((one) => [...one.ours, ...one.theirs]);
      expect(new Set(keys).size).toBe(keys.length);
      const shuffled = [...own].sort(() => next() - 0.5);
      expect(proposalsFor(shuffled, [...rows].reverse(), { dayWindow: 10 })).toEqual(found);
      const open = (items: readonly LedgerItem[]) =>
        sumOf(items.filter(({ key }) => !keys.includes(key)).map((item) => item.amount));
      const whole = sumOf(own.map((item) => item.amount));
      const whatIsLeft = open(own)
        .minus(open(rows))
        .plus(sumOf(found.map(({ difference }) => difference)));
      expect(written(whole)).toBe(written(sumOf(rows.map((item) => item.amount)).plus(whatIsLeft)));
      for (const { how, difference, reason } of found) {
        expect(toCent(difference).isZero()).toBe(how !== 'differs');
        expect(reason !== null).toBe(how === 'differs');
      }
    }
  });
});

/** The same numbers each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

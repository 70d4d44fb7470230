import {
  median,
  type PlacedFact,
  type FollowUpFact,
  type WorkFacts,
  workFiguresOf,
} from './work.rules';

const YEAR = { from: '2026-01-01', until: '2027-01-01', today: '2026-11-24' };
const mad = (dirham: number) => ({ cents: dirham * 100, currency: 'MAD' });

/** Began on a day; its marks with the windows of the calendar, as PostgreSQL counts them. */
const began = (person: string, startedOn: string, more: Partial<PlacedFact> = {}): PlacedFact => ({
  person,
  placement: `${person}/1`,
  startedOn,
  before: null,
  marks: [],
  ...more,
});
const six = (opensOn: string, closesOn: string) => [{ months: 6, opensOn, closesOn }];
const followUps = (
  placement: string,
  on: string,
  more: Partial<FollowUpFact> = {},
): FollowUpFact => ({ placement, months: 6, on, inWork: 'same', income: null, signs: 0, ...more });
const figures = (facts: Partial<WorkFacts>, period = YEAR) =>
  workFiguresOf({ placed: [], followUps: [], vetted: 0, ...facts }, period);
const at = (months: number, facts: Partial<WorkFacts>, period = YEAR) =>
  figures(facts, period).retention.find((one) => one.months === months);

/** Five whose six months were due on 1 September; their windows closed on 1 October. */
const FIVE = ['amal', 'badia', 'chama', 'dounia', 'emna'].map((person) =>
  began(person, '2026-03-01', { marks: six('2026-08-18', '2026-10-01') }),
);

describe('retention', () => {
  it('is those in work, in the same or another job, among all whose mark has passed', () => {
    const facts = {
      placed: FIVE,
      followUps: [
        followUps('amal/1', '2026-09-01'),
        followUps('badia/1', '2026-09-02', { inWork: 'other' }),
        followUps('chama/1', '2026-09-03', { inWork: 'no' }),
        followUps('dounia/1', '2026-09-03', { inWork: 'not_told' }),
      ],
    };
    // Two of five; one out of work, two of whom one does not know.
    expect(at(6, facts)).toEqual({
      months: 6,
      passed: 5,
      inWork: 2,
      notInWork: 1,
      notReached: 2,
      share: 40,
    });
  });

  it('does not count a mark whose window is open, and counts it the day after', () => {
    const facts = { placed: FIVE, followUps: [followUps('amal/1', '2026-09-01')] };
    expect(at(6, facts, { ...YEAR, today: '2026-10-01' })).toMatchObject({
      passed: 0,
      share: null,
    });
    expect(at(6, facts, { ...YEAR, today: '2026-10-02' })).toMatchObject({ passed: 5, share: 20 });
  });

  it('counts what is reported within the window, not before it and not after', () => {
    for (const on of ['2026-08-17', '2026-10-02']) {
      const facts = { placed: FIVE.slice(0, 1), followUps: [followUps('amal/1', on)] };
      expect(at(6, facts)).toMatchObject({ passed: 1, inWork: 0, notReached: 1, share: 0 });
    }
  });

  it('counts a person once, by the first work, also where a second one began since', () => {
    const placed = [
      began('amal', '2026-03-01', { marks: six('2026-08-18', '2026-10-01') }),
      began('amal', '2026-04-01', { placement: 'amal/2', marks: six('2026-09-17', '2026-10-31') }),
    ];
    const facts = { placed, followUps: [followUps('amal/1', '2026-09-01', { inWork: 'other' })] };
    expect(at(6, facts)).toMatchObject({ passed: 1, inWork: 1, share: 100 });
    expect(figures(facts)).toMatchObject({ placed: 1, placements: 2 });
  });

  it('belongs to the period in which the window closed', () => {
    const facts = { placed: FIVE, followUps: [] };
    expect(at(6, facts, { ...YEAR, until: '2026-10-01' })).toMatchObject({ passed: 0 });
    expect(at(6, facts, { ...YEAR, from: '2026-10-01' })).toMatchObject({ passed: 5, share: 0 });
  });
});

describe('income', () => {
  it('before and after are medians with the number of people who answered', () => {
    const placed = [
      began('amal', '2026-03-01', { before: mad(0) }),
      began('badia', '2026-03-01', { before: mad(800) }),
      began('chama', '2026-03-01', { before: mad(1500) }),
      began('dounia', '2026-03-01'),
    ];
    const after = [
      followUps('amal/1', '2026-04-01', { months: 1, income: mad(2900) }),
      followUps('amal/1', '2026-09-01', { income: mad(3500) }),
      followUps('dounia/1', '2026-09-01', { income: mad(3422.72) }),
    ];
    // Before: 0, 800, 1 500. After: the last word of each, 3 500 and 3 422.72, the middle of the two.
    expect(figures({ placed, followUps: after }).income).toEqual([
      { currency: 'MAD', before: { n: 3, cents: 80_000 }, after: { n: 2, cents: 346_136 } },
    ]);
  });

  it('of two currencies is not mixed', () => {
    const placed = [
      began('amal', '2026-03-01', { before: mad(800) }),
      began('badia', '2026-03-01', { before: { cents: 10_000, currency: 'EUR' } }),
    ];
    expect(figures({ placed }).income).toEqual([
      { currency: 'EUR', before: { n: 1, cents: 10_000 }, after: null },
      { currency: 'MAD', before: { n: 1, cents: 80_000 }, after: null },
    ]);
  });

  it('has the middle one as its median', () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([5, 1, 3, 4])).toBe(4);
  });
});

it('a sign is counted by people, in the period in which it was reported', () => {
  const facts = {
    placed: FIVE,
    followUps: [
      followUps('amal/1', '2026-09-01', { signs: 2 }),
      followUps('amal/1', '2026-10-01', { months: 0, signs: 1 }),
      followUps('badia/1', '2025-12-31', { signs: 1 }),
    ],
  };
  expect(figures(facts).signs).toBe(1);
});

import { figuresOf, type StepFact, type TrainingFacts } from './training.rules';

const YEAR = { from: '2026-01-01', until: '2027-01-01' };
const step = (person: string, seat: number, to: string, on: string, session = 's1'): StepFact => ({
  person,
  enrolment: `${person}/${session}`,
  session,
  seat,
  to,
  on,
});
/** Ten places at 1 200.00 MAD; three began, one of them on the place that another had left. */
const facts: TrainingFacts = {
  steps: [
    step('amal', 1, 'started', '2026-09-01'),
    step('amal', 1, 'completed', '2026-11-30'),
    step('amal', 1, 'certified', '2026-12-05'),
    step('badia', 2, 'started', '2026-09-01'),
    step('badia', 2, 'dropped_out', '2026-09-10'),
    step('chama', 2, 'started', '2026-09-14'),
    step('chama', 2, 'completed', '2026-11-30'),
    step('chama', 2, 'certified', '2027-01-04'),
    step('amal', 1, 'started', '2026-12-07', 's2'),
  ],
  sessions: [
    { session: 's1', places: 10, startsOn: '2026-09-01', cents: 120_000, currency: 'MAD' },
    { session: 's2', places: 5, startsOn: '2026-12-07', cents: 50_000, currency: 'MAD' },
  ],
  paid: [
    { on: '2026-09-01', cents: 8_000, currency: 'MAD' },
    { on: '2026-09-02', cents: 8_000, currency: 'MAD' },
    { on: '2027-01-05', cents: 8_000, currency: 'MAD' },
  ],
  withdrawn: [],
};

describe('the figures of training', () => {
  it('of a year count enrolments by the day of their step, and a person once', () => {
    expect(figuresOf(facts, YEAR)).toMatchObject({
      enrolled: 4,
      people: 3,
      completed: 2,
      certified: 1,
      droppedOut: 1,
    });
  });

  it('count a place once that was taken over', () => {
    // s1: places 1 and 2; s2: place 1.
    expect(figuresOf(facts, YEAR)).toMatchObject({ placesUsed: 3, places: 15 });
  });

  it('cost for each certificate what places and days have cost', () => {
    // 2 × 1 200.00 + 1 × 500.00 = 2 900.00 and 160.00 for two days: 3 060.00 for one certificate.
    expect(figuresOf(facts, YEAR).costs).toEqual([
      { currency: 'MAD', places: 290_000, allowances: 16_000, each: 306_000 },
    ]);
  });

  it('leave out a certificate that was withdrawn; without one there is no cost of one', () => {
    const found = figuresOf({ ...facts, withdrawn: ['amal/s1'] }, YEAR);
    expect(found.certified).toBe(0);
    expect(found.costs[0]!.each).toBeNull();
  });

  it('of the next year begin on its first day', () => {
    expect(figuresOf(facts, { from: '2027-01-01', until: '2028-01-01' })).toEqual({
      enrolled: 0,
      people: 0,
      completed: 0,
      certified: 1,
      droppedOut: 0,
      placesUsed: 0,
      places: 0,
      costs: [{ currency: 'MAD', places: 0, allowances: 8_000, each: 8_000 }],
    });
  });
});

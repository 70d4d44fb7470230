import { type Attendance, capacityFiguresOf } from './capacity.rules';

const YEAR = { from: '2026-01-01', until: '2027-01-01' };
const RULES = {
  firstResponders: ['police', 'health'],
  identification: ['identification'],
  prevention: ['prevention'],
};
const part = (person: string, training: string, more: Partial<Attendance> = {}): Attendance => ({
  person,
  training,
  lastDay: '2026-05-10',
  topics: ['identification'],
  sex: 'female',
  kind: 'police',
  rules: RULES,
  completed: true,
  before: null,
  after: null,
  ...more,
});
const figures = (takenPart: Attendance[], more: object = {}) =>
  capacityFiguresOf({ takenPart, spent: [], held: [], ...more }, YEAR);

describe('people trained', () => {
  it('are counted once across trainings, and how often they completed one apart', () => {
    const two = [part('A', '1'), part('A', '2'), part('B', '1', { sex: 'male' })];
    expect(figures(two)).toMatchObject({
      trained: 2,
      participations: 3,
      bySex: [
        { sex: 'female', people: 1 },
        { sex: 'male', people: 1 },
      ],
    });
  });

  it('completed it: whoever was not there long enough is not one of them', () => {
    expect(figures([part('A', '1', { completed: false })])).toMatchObject({
      trained: 0,
      participations: 0,
      bySex: [],
      byKind: [],
    });
  });

  it('belong to the period of the last day of the training, the first day of the next not counted', () => {
    const days = ['2025-12-31', '2026-01-01', '2026-12-31', '2027-01-01'];
    const all = days.map((lastDay, at) => part(`${at}`, `${at}`, { lastDay }));
    expect(figures(all, { held: days })).toMatchObject({ trained: 2, held: 2 });
  });

  it('stand with the institution of their last training in it', () => {
    const moved = [
      part('A', '2', { lastDay: '2026-09-01', kind: 'judge' }),
      part('A', '1'),
      part('B', '1'),
    ];
    expect(figures(moved).byKind).toEqual([
      { kind: 'judge', people: 1 },
      { kind: 'police', people: 1 },
    ]);
  });

  it('who were joined are one, also where both were at one training', () => {
    expect(figures([part('A', '1'), part('A', '1')])).toMatchObject({
      trained: 1,
      participations: 1,
    });
  });
});

describe('the indicators', () => {
  const of = (takenPart: Attendance[]) =>
    Object.fromEntries(figures(takenPart).indicators.map(({ code, people }) => [code, people]));

  it('count first responders trained on identification, and whoever was trained in prevention', () => {
    expect(
      of([
        part('A', '1'),
        part('B', '1', { kind: 'judge' }),
        part('B', '2', { topics: ['prevention'], kind: 'judge' }),
        part('C', '2', { topics: ['prevention', 'labour'] }),
      ]),
    ).toEqual({ 'PS.5.1-28': 1, 'PS.5.3-15': 2 });
  });

  it('count by what held on the last day of the training', () => {
    const later = { ...RULES, firstResponders: ['judge'], prevention: ['labour'] };
    expect(
      of([
        part('A', '1', { rules: later }), // of the police, no longer a first responder
        part('B', '2', { rules: later, kind: 'judge' }),
        part('C', '2', { rules: later, topics: ['labour'] }),
        part('D', '3', { topics: ['labour'] }),
      ]),
    ).toEqual({ 'PS.5.1-28': 1, 'PS.5.3-15': 1 });
  });

  it('count somebody once in each, however many trainings', () => {
    const both = { topics: ['identification', 'prevention'] };
    expect(of([part('A', '1', both), part('A', '2', both)])).toEqual({
      'PS.5.1-28': 1,
      'PS.5.3-15': 1,
    });
  });

  it('count a first responder who was one at that training, whatever they are now', () => {
    const before = part('A', '1');
    const now = part('A', '2', { lastDay: '2026-09-01', kind: 'judge' });
    expect(of([before, now])).toEqual({ 'PS.5.1-28': 1, 'PS.5.3-15': 0 });
  });
});

describe('what it cost', () => {
  it('is shared by the people trained, by currency, to the centime', () => {
    const spent = [
      { lastDay: '2026-05-10', amount: '1000.00', currency: 'MAD' },
      { lastDay: '2026-06-10', amount: '500.01', currency: 'MAD' },
      { lastDay: '2026-06-10', amount: '90.00', currency: 'USD' },
      { lastDay: '2025-06-10', amount: '0.01', currency: 'MAD' },
    ];
    expect(figures([part('A', '1'), part('B', '1'), part('A', '2')], { spent }).costs).toEqual([
      { currency: 'MAD', amount: '1500.01', each: '750.01' },
      { currency: 'USD', amount: '90.00', each: '45.00' },
    ]);
    expect(figures([], { spent }).costs[1]).toEqual({
      currency: 'USD',
      amount: '90.00',
      each: null,
    });
  });
});

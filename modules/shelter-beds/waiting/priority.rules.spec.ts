import {
  rankWaitingRequests,
  scorePartsOf,
  type WaitingRequestFacts,
  type Weights,
} from './priority.rules';

const WEIGHTS: Weights = {
  urgency: { tonight: 20, days: 8, planned: 0 },
  risk: { immediate: 40, high: 25, some: 10, none: 0 },
  medical: { urgent: 20, care: 12, medicine: 5, none: 0 },
  infant: 15,
  children: 6,
  unaccompanied: 20,
  eachDay: 2,
  daysMost: 30,
};
const waits = (facts: Partial<WaitingRequestFacts> = {}): WaitingRequestFacts => ({
  id: 'a',
  urgency: 'planned',
  risk: null,
  medical: null,
  waitingDays: 0,
  ages: [30],
  createdAt: new Date('2026-11-20T10:00:00Z'),
  ...facts,
});
const score = (facts: Partial<WaitingRequestFacts>) =>
  rankWaitingRequests([waits(facts)], WEIGHTS)[0]!.score;

describe('who stands where on the waiting list', () => {
  it('a woman in immediate danger tonight stands before a family that has waited a fortnight', () => {
    const danger = waits({ id: 'danger', risk: 'immediate', urgency: 'tonight' });
    const family = waits({ id: 'family', waitingDays: 14, ages: [30, 1], urgency: 'days' });
    expect(
      rankWaitingRequests([family, danger], WEIGHTS).map(({ id, score: n }) => [id, n]),
    ).toEqual([
      ['danger', 60],
      ['family', 51],
    ]);
  });

  it('each reason has its points, and the points make the score', () => {
    const [one] = rankWaitingRequests(
      [waits({ risk: 'high', medical: 'care', ages: [24, 1], waitingDays: 3, urgency: 'tonight' })],
      WEIGHTS,
    );
    expect(one!.parts).toEqual([
      { name: 'risk', points: 25, of: 'high' },
      { name: 'urgency', points: 20, of: 'tonight' },
      { name: 'medical', points: 12, of: 'care' },
      { name: 'infant', points: 15, of: null },
      { name: 'days', points: 6, of: 3 },
    ]);
    expect(one!.score).toBe(78);
  });

  it('waiting counts up to its limit and not beyond, so that it never outweighs danger for ever', () => {
    expect(score({ waitingDays: 15 })).toBe(30);
    expect(score({ waitingDays: 400 })).toBe(30);
  });

  it('an infant counts once, and not as a child besides', () => {
    expect(scorePartsOf(waits({ ages: [30, 1, 9] }), WEIGHTS).map(({ name }) => name)).toEqual([
      'infant',
    ]);
    expect(scorePartsOf(waits({ ages: [30, 17] }), WEIGHTS).map(({ name }) => name)).toEqual([
      'children',
    ]);
    expect(scorePartsOf(waits({ ages: [null, 18] }), WEIGHTS)).toEqual([]);
  });

  it('a girl of 15 alone is an unaccompanied minor, not somebody with children', () => {
    expect(scorePartsOf(waits({ ages: [15] }), WEIGHTS)).toEqual([
      { name: 'unaccompanied', points: 20, of: null },
    ]);
    expect(scorePartsOf(waits({ ages: [15, 8] }), WEIGHTS).map(({ name }) => name)).toEqual([
      'unaccompanied',
    ]);
  });

  it('a mother of 16 with her infant is both, and beside somebody who may be of age nobody is alone', () => {
    expect(scorePartsOf(waits({ ages: [16, 1] }), WEIGHTS).map(({ name }) => name)).toEqual([
      'infant',
      'unaccompanied',
    ]);
    expect(scorePartsOf(waits({ ages: [15, 18] }), WEIGHTS).map(({ name }) => name)).toEqual([
      'children',
    ]);
    expect(scorePartsOf(waits({ ages: [15, null] }), WEIGHTS).map(({ name }) => name)).toEqual([
      'children',
    ]);
  });

  it('weights of before 24 November 2026 count an unaccompanied minor like a child', () => {
    const { unaccompanied: _none, ...before } = WEIGHTS;
    expect(scorePartsOf(waits({ ages: [15] }), before)).toEqual([
      { name: 'unaccompanied', points: 6, of: null },
    ]);
  });

  it('what was not asked counts nothing and is said; asked and none is not', () => {
    const [open, asked] = rankWaitingRequests(
      [waits(), waits({ id: 'b', risk: 'none', medical: 'none' })],
      WEIGHTS,
    );
    expect(open).toMatchObject({ score: 0, notAsked: ['risk', 'medical'] });
    expect(asked).toMatchObject({ score: 0, notAsked: [] });
  });

  it('of equals whoever asked first comes first, and the order does not depend on how the list was read', () => {
    const all = [
      waits({ id: 'c', createdAt: new Date('2026-11-21') }),
      waits({ id: 'b' }),
      waits({ id: 'a' }),
    ];
    const order = ['a', 'b', 'c'];
    expect(rankWaitingRequests(all, WEIGHTS).map(({ id }) => id)).toEqual(order);
    expect(rankWaitingRequests([...all].reverse(), WEIGHTS).map(({ id }) => id)).toEqual(order);
  });
});

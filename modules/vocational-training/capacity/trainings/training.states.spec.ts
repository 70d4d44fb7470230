import { CAPACITY_TRANSITIONS } from '../../../../migrations/data/capacity-transitions-1';
import { nextOf, STATES } from './training.states';

const WRITTEN = {
  // planned, held, called_off
  new: [true, false, false],
  planned: [false, true, true],
  held: [false, false, false],
  called_off: [false, false, false],
} as const;

describe('the way of a training of officials', () => {
  it.each(Object.entries(WRITTEN))('goes from %s where it may and nowhere else', (from, to) => {
    const next = nextOf(from as keyof typeof WRITTEN);
    expect(STATES.map((state) => next.includes(state))).toEqual(to);
  });

  it('is the same in the database', () => {
    const here = (['new', ...STATES] as const).flatMap((from) =>
      nextOf(from).map((to) => [from, to]),
    );
    expect([...CAPACITY_TRANSITIONS]).toEqual(here);
  });
});

import { nextOf, STATES } from './training-states.rules';

const WRITTEN = {
  // planned, held, cancelled
  new: [true, false, false],
  planned: [false, true, true],
  held: [false, false, false],
  cancelled: [false, false, false],
} as const;

describe('the way of a training of officials', () => {
  it.each(Object.entries(WRITTEN))('goes from %s where it may and nowhere else', (from, to) => {
    const next = nextOf(from as keyof typeof WRITTEN);
    expect(STATES.map((state) => next.includes(state))).toEqual(to);
  });
});

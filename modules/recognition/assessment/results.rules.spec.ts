import { gapUnits, mayBeCompetent, outcomeOf, recognisedUnits, type Result } from './results.rules';

/** Two units that the full certificate asks for, and one that it does not. */
const UNITS = [
  { id: 'cook', required: true },
  { id: 'serve', required: true },
  { id: 'bake', required: false },
];
const found = (...all: [string, Result][]) => all.map(([unitId, result]) => ({ unitId, result }));
const YES = { authentic: true, sufficient: true, valid: true, current: true };

describe('the results of an assessment', () => {
  it('are a full certificate where every required unit is competent', () => {
    const results = found(['cook', 'competent'], ['serve', 'competent']);
    expect(outcomeOf(UNITS, results)).toBe('full');
    expect(recognisedUnits(UNITS, results).map(({ id }) => id)).toEqual(['cook', 'serve']);
    expect(gapUnits(UNITS, results).map(({ id }) => id)).toEqual(['bake']);
  });

  it('are a partial one where some are, an optional one too', () => {
    expect(outcomeOf(UNITS, found(['cook', 'competent'], ['serve', 'partly']))).toBe('partial');
    expect(
      outcomeOf(UNITS, found(['cook', 'not_yet'], ['serve', 'partly'], ['bake', 'competent'])),
    ).toBe('partial');
  });

  it('are none where nothing is, and open while a required unit has no result', () => {
    expect(outcomeOf(UNITS, found(['cook', 'not_yet'], ['serve', 'partly']))).toBe('none');
    expect(outcomeOf(UNITS, found(['cook', 'competent'], ['bake', 'competent']))).toBe('open');
  });

  it('count as they were found last, better or worse', () => {
    const first = found(['cook', 'competent'], ['serve', 'not_yet']);
    expect(outcomeOf(UNITS, [...first, ...found(['serve', 'competent'])])).toBe('full');
    expect(outcomeOf(UNITS, [...first, ...found(['cook', 'partly'])])).toBe('none');
  });

  it('are competent on a piece that holds, or on a demonstration, and on nothing else', () => {
    const old = { ...YES, current: false };
    expect(mayBeCompetent([YES], false)).toBe(true);
    expect(mayBeCompetent([old, null], false)).toBe(false);
    // Three pieces of which each lacks another thing do not make one that holds.
    expect(mayBeCompetent([old, { ...YES, valid: false }], false)).toBe(false);
    expect(mayBeCompetent([], false)).toBe(false);
    expect(mayBeCompetent([], true)).toBe(true);
  });
});

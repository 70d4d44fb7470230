import { brokenLeg, isAskedOf, type Leg } from './journey.rules';

const toParis: Leg = {
  mode: 'air',
  from: 'MA',
  to: 'FR',
  leavesOn: '2026-12-01',
  reachesOn: '2026-12-01',
};
const toAbidjan: Leg = {
  mode: 'air',
  from: 'FR',
  to: 'CI',
  leavesOn: '2026-12-01',
  reachesOn: '2026-12-02',
};

describe('the legs of a journey', () => {
  it.each([
    ['follow each other home', [toParis, toAbidjan], null],
    ['one is enough', [{ ...toParis, to: 'CI' }], null],
    ['begin here', [toAbidjan], [0, 'returns.leg_from_here', 'from']],
    [
      'begin where the last ended',
      [toParis, { ...toAbidjan, from: 'ES' }],
      [1, 'returns.leg_from', 'from'],
    ],
    ['end in the country of the return', [toParis], [0, 'returns.leg_elsewhere', 'to']],
    [
      'do not leave before the last has come',
      [{ ...toParis, reachesOn: '2026-12-02' }, toAbidjan],
      [1, 'returns.leg_too_early', 'leavesOn'],
    ],
    [
      'do not come before they leave',
      [toParis, { ...toAbidjan, reachesOn: '2026-11-30' }],
      [1, 'returns.leg_backwards', 'reachesOn'],
    ],
  ] as [string, Leg[], [number, string, string] | null][])('%s', (_what, legs, expected) => {
    const broken = brokenLeg(legs, 'CI');
    expect(broken && [broken.leg, broken.code, broken.field]).toEqual(expected);
  });

  it('what is settled before is asked for every return, or for the returns to one country', () => {
    expect(isAskedOf('all_medicines', 'NG')).toBe(true);
    expect(isAskedOf('ng_biometrics', 'NG')).toBe(true);
    expect(isAskedOf('ng_biometrics', 'NE')).toBe(false);
  });
});

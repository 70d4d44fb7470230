import type { BedCandidate } from './candidates.service';
import { nearestChanges } from './nearest-changes.rules';
import type { WhatIfChange } from './what-if.rules';

const FREED: WhatIfChange = { code: 'bed_freed' };
const ALONE: WhatIfChange = { code: 'room_alone' };
const STEP_FREE: WhatIfChange = { code: 'step_free' };

const refused = (...flips: WhatIfChange[]): Pick<BedCandidate, 'verdict' | 'whatIfs'> => ({
  verdict: 'no',
  whatIfs: [
    { flips, verdict: 'fits', from: '2026-11-24', text: flips.map(({ code }) => code).join(' + ') },
    { flips: [ALONE, FREED, STEP_FREE], verdict: 'fits', from: '2026-11-24', text: 'too much' },
  ],
});

describe('what is missing least', () => {
  it('counts beds by their smallest change, one change before two, many beds before few', () => {
    const beds = [
      refused(FREED, ALONE),
      refused(FREED, ALONE),
      refused(FREED, ALONE),
      refused(STEP_FREE),
      refused(FREED),
      refused(FREED),
    ];
    expect(nearestChanges(beds)).toEqual([
      { change: 'bed_freed', count: 2 },
      { change: 'step_free', count: 1 },
      { change: 'bed_freed + room_alone', count: 3 },
    ]);
  });

  it('says nothing of beds that fit, that are not proposed, or that no change helps', () => {
    expect(
      nearestChanges([
        { ...refused(FREED), verdict: 'fits' },
        { ...refused(FREED), verdict: 'not_proposed' },
        { verdict: 'no', whatIfs: [] },
      ]),
    ).toEqual([]);
  });

  it('names three at most', () => {
    const beds = [refused(FREED), refused(ALONE), refused(STEP_FREE), refused(FREED, ALONE)];
    expect(nearestChanges(beds)).toHaveLength(3);
  });
});

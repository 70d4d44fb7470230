import {
  APPLICATION_STATES,
  nextOfApplication,
  nextOfPlacement,
  PLACEMENT_STATES,
  workPathwayOf,
} from './placement-states.rules';

const WRITTEN = {
  // sent, interview, accepted, declined, withdrawn
  application: {
    new: [true, false, false, false, false],
    sent: [false, true, true, true, true],
    interview: [false, false, true, true, true],
    accepted: [false, false, false, false, true],
    declined: [false, false, false, false, false],
    withdrawn: [false, false, false, false, false],
  },
  // placed, started, ended
  placement: {
    new: [true, false, false],
    placed: [false, true, true],
    started: [false, false, true],
    ended: [false, false, false],
  },
} as const;

describe('the way to work', () => {
  it.each(Object.entries(WRITTEN.application))(
    'of an application goes from %s where it may and nowhere else',
    (from, expected) => {
      const next = nextOfApplication(from as keyof typeof WRITTEN.application);
      expect(APPLICATION_STATES.map((to) => next.includes(to))).toEqual(expected);
    },
  );

  it.each(Object.entries(WRITTEN.placement))(
    'of a placement goes from %s where it may and nowhere else',
    (from, expected) => {
      const next = nextOfPlacement(from as keyof typeof WRITTEN.placement);
      expect(PLACEMENT_STATES.map((to) => next.includes(to))).toEqual(expected);
    },
  );

  it('is drawn as one line from the application to the work, and stops where it ended', () => {
    const sent = { to: 'sent', on: '2026-10-01' };
    const accepted = { to: 'accepted', on: '2026-10-05' };
    const placed = { to: 'placed', on: '2026-10-06' };
    const drawn = (...found: Parameters<typeof workPathwayOf>) =>
      workPathwayOf(...found).map(({ state, is }) => `${state} ${is}`);
    expect(drawn([sent], [])).toEqual([
      'sent now',
      'accepted ahead',
      'placed ahead',
      'started ahead',
    ]);
    expect(drawn([sent, { to: 'interview', on: '2026-10-03' }], [])).toEqual([
      'sent done',
      'interview now',
      'accepted ahead',
      'placed ahead',
      'started ahead',
    ]);
    expect(drawn([sent, accepted], [placed])).toEqual([
      'sent done',
      'accepted done',
      'placed now',
      'started ahead',
    ]);
    expect(drawn(null, [placed, { to: 'ended', on: '2026-10-09' }])).toEqual([
      'placed done',
      'ended end',
    ]);
  });
});

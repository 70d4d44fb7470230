import {
  type TrackKind,
  TRACK_KINDS,
  nextOf,
  STATES,
  pathwayOf,
  illegalStepReason,
} from './track-states.rules';

/** One line a state: what is said of a step to counselling, preparing, travelling, arrived, reintegrating, completed, withdrawn, stopped. */
const SAID: Readonly<Record<TrackKind, Readonly<Record<string, string>>>> = {
  return: {
    counselling: 'same yes order order order order yes yes',
    preparing: 'yes same yes order order order yes yes',
    travelling: 'order yes same yes order order yes order',
    arrived: 'order order order same yes order yes order',
    reintegrating: 'order order order order same yes yes order',
    completed: 'over over over over over over over over',
    withdrawn: 'over over over over over over over over',
    stopped: 'over over over over over over over over',
  },
  home: {
    counselling: 'same door door door yes order yes yes',
    preparing: 'order same door door order order order order',
    travelling: 'order door same door order order order order',
    arrived: 'order door door same order order order order',
    reintegrating: 'order door door door same yes yes order',
    completed: 'over over over over over over over over',
    withdrawn: 'over over over over over over over over',
    stopped: 'over over over over over over over over',
  },
};
const WORD = {
  over: 'over',
  other_track_kind: 'door',
  same: 'same',
  out_of_order: 'order',
} as const;

describe('the steps of a track', () => {
  it.each(TRACK_KINDS.flatMap((door) => STATES.map((from) => [door, from] as const)))(
    'by the door %s from %s: each is legal, or is refused with its reason',
    (door, from) => {
      const said = STATES.map((to) => {
        const why = illegalStepReason(door, from, to);
        return why === null ? 'yes' : WORD[why];
      });
      expect(said.join(' ')).toBe(SAID[door][from]);
    },
  );

  it('a person may withdraw wherever the track is under way', () => {
    for (const door of TRACK_KINDS) {
      const under = STATES.filter((from) => nextOf(door, from).length > 0);
      for (const from of under)
        expect([from, illegalStepReason(door, from, 'withdrawn')]).toEqual([from, null]);
    }
  });
});

describe('the way as it is drawn', () => {
  it('shows what was reached, where one stands and what is ahead', () => {
    const steps = [
      { to: 'counselling', on: '2026-10-01' },
      { to: 'preparing', on: '2026-10-12' },
    ] as const;
    expect(
      pathwayOf('return', 'preparing', steps).map(({ state, is, on }) => [state, is, on]),
    ).toEqual([
      ['counselling', 'done', '2026-10-01'],
      ['preparing', 'now', '2026-10-12'],
      ['travelling', 'ahead', null],
      ['arrived', 'ahead', null],
      ['reintegrating', 'ahead', null],
      ['completed', 'ahead', null],
    ]);
  });

  it('stops where the person withdrew, and takes nothing back', () => {
    const steps = [
      { to: 'counselling', on: '2026-10-01' },
      { to: 'preparing', on: '2026-10-12' },
      { to: 'withdrawn', on: '2026-10-20' },
    ] as const;
    expect(
      pathwayOf('return', 'withdrawn', steps).map(({ state, is, on }) => [state, is, on]),
    ).toEqual([
      ['counselling', 'done', '2026-10-01'],
      ['preparing', 'done', '2026-10-12'],
      ['withdrawn', 'end', '2026-10-20'],
    ]);
  });

  it('a step back leaves no day of what is ahead again', () => {
    const steps = [
      { to: 'counselling', on: '2026-10-01' },
      { to: 'preparing', on: '2026-10-12' },
      { to: 'travelling', on: '2026-11-01' },
      { to: 'preparing', on: '2026-11-02' },
    ] as const;
    expect(pathwayOf('return', 'preparing', steps).map(({ on }) => on)).toEqual([
      '2026-10-01',
      '2026-11-02',
      null,
      null,
      null,
      null,
    ]);
  });
});

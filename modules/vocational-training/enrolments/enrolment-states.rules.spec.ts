import {
  type State,
  STATES,
  manualEnrolmentSteps,
  enrolmentPathwayOf,
  illegalEnrolmentStep,
} from './enrolment-states.rules';

/** Every step from each state, written out: `ok`, or why not. In the order of STATES. */
const WRITTEN: Readonly<Record<State | 'new', readonly (string | null)[]>> = {
  // applied, waiting, offered, admitted, started, completed, certified, dropped_out, withdrawn, cancelled
  new: [null, null, 'order', 'order', 'order', 'order', 'order', 'order', 'order', 'order'],
  applied: ['same', 'order', 'order', null, 'order', 'order', 'order', 'order', null, null],
  waiting: ['order', 'same', null, 'order', 'order', 'order', 'order', 'order', null, null],
  offered: ['order', 'order', 'same', null, 'order', 'order', 'order', 'order', null, null],
  admitted: ['order', 'order', 'order', 'same', null, 'order', 'order', 'order', null, null],
  started: ['order', 'order', 'order', 'order', 'same', null, 'order', null, 'order', null],
  completed: ['order', 'order', 'order', 'order', 'order', 'same', null, 'order', 'order', 'order'],
  certified: Array(10).fill('over'),
  dropped_out: Array(10).fill('over'),
  withdrawn: Array(10).fill('over'),
  cancelled: Array(10).fill('over'),
};

describe('the way of an enrolment', () => {
  it.each(Object.entries(WRITTEN))(
    'from %s goes where it may and nowhere else',
    (from, expected) => {
      const found = STATES.map(
        (to) => illegalEnrolmentStep(from as State, to)?.replace('out_of_order', 'order') ?? null,
      );
      expect(found).toEqual(expected);
    },
  );

  it('lets nobody type an offer, a certificate or the end of a session', () => {
    expect(manualEnrolmentSteps('waiting')).toEqual(['withdrawn']);
    expect(manualEnrolmentSteps('completed')).toEqual([]);
    expect(manualEnrolmentSteps('started')).toEqual(['completed', 'dropped_out']);
  });

  it('is drawn with the days on which it was gone', () => {
    const steps = [
      { to: 'applied', on: '2026-10-01' },
      { to: 'admitted', on: '2026-10-03' },
      { to: 'started', on: '2026-10-05' },
    ] as const;
    expect(
      enrolmentPathwayOf('started', steps).map(({ state, is, on }) => [state, is, on]),
    ).toEqual([
      ['applied', 'done', '2026-10-01'],
      ['admitted', 'done', '2026-10-03'],
      ['started', 'now', '2026-10-05'],
      ['completed', 'ahead', null],
      ['certified', 'ahead', null],
    ]);
    const left = [...steps, { to: 'dropped_out', on: '2026-10-20' }] as const;
    expect(enrolmentPathwayOf('dropped_out', left).map(({ state, is }) => [state, is])).toEqual([
      ['applied', 'done'],
      ['admitted', 'done'],
      ['started', 'done'],
      ['dropped_out', 'end'],
    ]);
  });

  it('is drawn through the line where somebody waited', () => {
    const steps = [
      { to: 'waiting', on: '2026-10-01' },
      { to: 'offered', on: '2026-10-04' },
    ] as const;
    expect(enrolmentPathwayOf('offered', steps).map(({ state, is }) => [state, is])).toEqual([
      ['waiting', 'done'],
      ['offered', 'now'],
      ['admitted', 'ahead'],
      ['started', 'ahead'],
      ['completed', 'ahead'],
      ['certified', 'ahead'],
    ]);
  });
});

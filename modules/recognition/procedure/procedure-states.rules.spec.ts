import {
  afterAppeal,
  type State,
  STATES,
  manualProcedureSteps,
  procedurePathwayOf,
  illegalProcedureStep,
} from './procedure-states.rules';

/** Every step from each state, written out: `ok` is a dot; why not: s same, o out of order, x over. In the order of STATES. */
const WRITTEN: Readonly<Record<State | 'new', string>> = {
  //               enq eli not cou ope sub ass gap app ful par clo wit
  new: '                .   o   o   o   o   o   o   o   o   o   o   o   o',
  enquiry: '            s   .   .   o   o   o   o   o   o   o   o   o   .',
  eligible: '           o   s   o   .   o   o   o   o   o   o   o   .   .',
  not_eligible: '       x   x   x   x   x   x   x   x   x   x   x   x   x',
  counselled: '         o   o   o   s   .   o   o   o   o   o   o   .   .',
  portfolio_open: '     o   o   o   o   s   .   o   o   o   o   o   .   .',
  portfolio_submitted: 'o   o   o   o   .   s   .   o   o   o   o   .   .',
  assessed: '           o   o   o   o   o   o   s   .   .   .   .   .   .',
  gap_training: '       o   o   o   o   o   o   .   s   o   o   o   .   .',
  appealed: '           o   o   o   o   o   o   .   o   s   o   .   .   .',
  certified_full: '     x   x   x   x   x   x   x   x   x   x   x   x   x',
  certified_partial: '  o   o   o   o   o   o   o   o   .   o   s   o   o',
  closed: '             o   o   o   o   o   o   o   o   .   o   o   s   o',
  withdrawn: '          x   x   x   x   x   x   x   x   x   x   x   x   x',
};
const SIGNS = { over: 'x', same: 's', out_of_order: 'o' } as const;

describe('the way of a recognition', () => {
  it.each(Object.entries(WRITTEN))(
    'from %s goes where it may and nowhere else',
    (from, expected) => {
      const found = STATES.map((to) => {
        const why = illegalProcedureStep(from as State, to);
        return why === null ? '.' : SIGNS[why];
      });
      expect(found).toEqual(expected.trim().split(/\s+/));
    },
  );

  it('can be left by the person at any time before the certificate', () => {
    const before = ['enquiry', 'eligible', 'counselled', 'portfolio_open', 'portfolio_submitted'];
    for (const state of [...before, 'assessed', 'gap_training', 'appealed'] as State[]) {
      expect(manualProcedureSteps(state)).toContain('withdrawn');
    }
    for (const state of ['certified_full', 'certified_partial', 'withdrawn'] as State[]) {
      expect(manualProcedureSteps(state)).not.toContain('withdrawn');
    }
  });

  it('lets nobody type a finding, a certificate, or the decision of an appeal', () => {
    expect(manualProcedureSteps('portfolio_submitted')).toEqual(['closed', 'withdrawn']);
    expect(manualProcedureSteps('assessed')).toEqual([
      'gap_training',
      'appealed',
      'closed',
      'withdrawn',
    ]);
    expect(manualProcedureSteps('gap_training')).toEqual(['closed', 'withdrawn']);
    expect(manualProcedureSteps('appealed')).toEqual(['withdrawn']);
    expect(manualProcedureSteps('certified_partial')).toEqual(['appealed']);
  });

  it('goes on after an appeal where it was upheld, and back where it was made otherwise', () => {
    expect(afterAppeal('upheld', 'certified_partial')).toBe('assessed');
    expect(afterAppeal('dismissed', 'certified_partial')).toBe('certified_partial');
    expect(afterAppeal('taken_back', 'closed')).toBe('closed');
  });

  const gone = (...states: State[]) => states.map((to, at) => ({ to, on: `2026-10-0${at + 1}` }));
  const shown = (state: State, ...states: State[]) =>
    procedurePathwayOf(state, gone(...states)).map((one) => `${one.state} ${one.is}`);

  it('is drawn with what was gone and what is ahead', () => {
    expect(shown('eligible', 'enquiry', 'eligible')).toEqual([
      'enquiry done',
      'eligible now',
      'counselled ahead',
      'portfolio_open ahead',
      'portfolio_submitted ahead',
      'assessed ahead',
      'certified_full ahead',
    ]);
    expect(shown('withdrawn', 'enquiry', 'eligible', 'withdrawn')).toEqual([
      'enquiry done',
      'eligible done',
      'withdrawn end',
    ]);
  });

  it('is drawn through a portfolio sent back, a gap that was filled, and an appeal', () => {
    const until = ['enquiry', 'eligible', 'counselled', 'portfolio_open'] as State[];
    expect(
      shown('portfolio_open', ...until, 'portfolio_submitted', 'portfolio_open').slice(3),
    ).toEqual([
      'portfolio_open now',
      'portfolio_submitted ahead',
      'assessed ahead',
      'certified_full ahead',
    ]);
    const judged = [...until, 'portfolio_submitted', 'assessed'] as State[];
    expect(shown('gap_training', ...judged, 'gap_training').slice(5)).toEqual([
      'assessed done',
      'gap_training now',
      'certified_full ahead',
    ]);
    expect(
      shown('certified_full', ...judged, 'gap_training', 'assessed', 'certified_full').slice(5),
    ).toEqual(['gap_training done', 'assessed done', 'certified_full done']);
    expect(shown('appealed', ...judged, 'certified_partial', 'appealed').slice(5)).toEqual([
      'assessed done',
      'certified_partial done',
      'appealed now',
      'certified_full ahead',
    ]);
  });
});

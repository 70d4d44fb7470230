import { type ProjectAlertFacts, projectAlertsOf } from './project-alerts.rules';

const TODAY = '2026-11-24';
const TRANCHE: ProjectAlertFacts['tranches'][number] = {
  reached: true,
  paid: true,
  covered: 0,
  waiting: 0,
  missing: [],
  dueOn: '2026-10-01',
  paidOn: '2026-11-10',
  coversEnough: true,
};
const QUIET: ProjectAlertFacts = {
  state: 'running',
  before: false,
  tranches: [TRANCHE],
  marks: [{ state: 'ahead' }],
  nextVisitOn: null,
};
const asks = (more: Partial<ProjectAlertFacts>) =>
  projectAlertsOf({ ...QUIET, ...more }, TODAY, 30);
const open = (more: Partial<typeof TRANCHE>) => ({
  tranches: [{ ...TRANCHE, paid: false, paidOn: null, ...more }],
});

describe('what of a project asks for somebody', () => {
  it('is nothing where all is well', () => expect(asks({})).toEqual([]));

  it('is a sitting for what is submitted, and then its decision', () => {
    expect(asks({ state: 'submitted', tranches: [] })).toEqual(['put']);
    expect(asks({ state: 'submitted', tranches: [], before: true })).toEqual(['decide']);
  });

  it('is a milestone that is near or late, and a payment of which nothing is missing', () => {
    const missing = ['milestone'] as const;
    const waiting = { reached: false, missing };
    expect(asks(open({ ...waiting, dueOn: '2026-11-23' }))).toEqual(['milestone_late']);
    expect(asks(open({ ...waiting, dueOn: '2026-12-08' }))).toEqual(['milestone']);
    expect(asks(open({ ...waiting, dueOn: '2026-12-09' }))).toEqual([]);
    expect(asks(open({}))).toEqual(['pay']);
  });

  it('is receipts that nobody looked at, or that did not come within their days', () => {
    expect(asks({ tranches: [{ ...TRANCHE, waiting: 100 }] })).toEqual(['receipts_look']);
    const late = { ...TRANCHE, coversEnough: false };
    expect(asks({ tranches: [{ ...late, paidOn: '2026-10-25' }] })).toEqual([]);
    expect(asks({ tranches: [{ ...late, paidOn: '2026-10-24' }] })).toEqual(['receipts_late']);
  });

  it('is a review at its time, one that was missed, and a visit that was promised', () => {
    expect(asks({ marks: [{ state: 'lost' }, { state: 'open' }] })).toEqual(['review']);
    expect(asks({ marks: [{ state: 'lost' }, { state: 'ahead' }] })).toEqual(['review_lost']);
    expect(asks({ nextVisitOn: TODAY })).toEqual(['visit']);
    expect(asks({ nextVisitOn: '2026-11-25' })).toEqual([]);
  });

  it('leaves the money of what has ended', () => {
    expect(asks({ state: 'ended', ...open({}), nextVisitOn: TODAY })).toEqual([]);
  });
});

import { decisionErrors, putAwayRefusal } from './dispositions.rules';
import { STATES } from './expected-reports.rules';

const today = '2026-11-24';
const wrong = (decision: Parameters<typeof decisionErrors>[0]) =>
  decisionErrors(decision, today).map(({ code, field }) => `${field} ${code}`);
const reason = 'before Mawa';

describe('a decision to put a report away', () => {
  it('says of what was sent outside Mawa when and to whom, the reference if there is one', () => {
    const sent = { disposition: 'sent_outside', reason } as const;
    expect(wrong({ ...sent, sentOn: '2026-11-24', sentTo: 'J/TIP' })).toEqual([]);
    expect(wrong({ ...sent, sentOn: '2025-02-01', sentTo: 'J/TIP', reference: 'R-7' })).toEqual([]);
    expect(wrong(sent)).toEqual(['sentOn calendar.needs_sent_on', 'sentTo calendar.needs_sent_to']);
    expect(wrong({ ...sent, sentOn: '2026-11-25', sentTo: 'J/TIP' })).toEqual([
      'sentOn calendar.sent_later',
    ]);
  });

  it('says nothing of the kind where the report is not due', () => {
    expect(wrong({ disposition: 'not_due', reason })).toEqual([]);
    expect(wrong({ disposition: 'not_due', reason, reference: 'R-7' })).toEqual([
      'disposition calendar.sent_or_not',
    ]);
  });

  it('is taken for what is outstanding and over alone', () => {
    expect(Object.fromEntries(STATES.map((state) => [state, putAwayRefusal(state)]))).toEqual({
      late: null,
      ahead: 'calendar.not_over',
      not_begun: null,
      drafting: null,
      approved: 'calendar.approved_already',
      sent_outside: 'calendar.changed_meanwhile',
      not_due: 'calendar.changed_meanwhile',
    });
  });
});

import {
  requiresResponse,
  followUpMarkState,
  indicatorAnswerOf,
  FORCED_LABOUR_INDICATORS,
  type FollowUpAttempt,
} from './follow-up.rules';

/** Begun on 2026-03-10: the six months are due on 10 September. */
const DUE = { months: 6, dueOn: '2026-09-10', opensOn: '2026-08-27', closesOn: '2026-10-10' };
const tried = (
  outcome: FollowUpAttempt['outcome'],
  on = '2026-09-10',
  months = 6,
): FollowUpAttempt => ({ months, on, outcome, signsSeen: outcome === 'reached' ? [] : null });

describe('a follow-up of work', () => {
  it('is ahead, open, then lost, by the days of its window', () => {
    const on = (today: string) => followUpMarkState(DUE, [], today);
    expect(['2026-08-26', '2026-08-27', '2026-10-10', '2026-10-11'].map(on)).toEqual([
      'ahead',
      'open',
      'open',
      'lost',
    ]);
  });

  it('stays reached whatever is written after it, and not reached by another mark', () => {
    expect(followUpMarkState(DUE, [tried('reached'), tried('not_reached')], '2026-11-24')).toBe(
      'reached',
    );
    expect(followUpMarkState(DUE, [tried('reached', '2026-06-12', 3)], '2026-11-24')).toBe('lost');
    expect(followUpMarkState(DUE, [tried('reached', '2026-06-12', 0)], '2026-09-01')).toBe('open');
  });

  it('that was refused or unsafe is not asked for again', () => {
    expect(followUpMarkState(DUE, [tried('not_reached'), tried('unsafe')], '2026-11-24')).toBe(
      'unsafe',
    );
    expect(followUpMarkState(DUE, [tried('refused')], '2026-09-12')).toBe('refused');
    expect(followUpMarkState(DUE, [tried('unsafe'), tried('not_reached')], '2026-11-24')).toBe(
      'lost',
    );
  });
});

describe('the eleven signs', () => {
  it('are eleven, and any one of them calls somebody', () => {
    expect(FORCED_LABOUR_INDICATORS).toHaveLength(11);
    for (const sign of FORCED_LABOUR_INDICATORS) {
      expect(requiresResponse({ outcome: 'reached', signsSeen: [sign] })).toBe(true);
    }
  });

  it('call nobody where none was seen, however few were asked', () => {
    expect(requiresResponse({ outcome: 'reached', signsSeen: [] })).toBe(false);
    expect(requiresResponse({ outcome: 'not_reached', signsSeen: null })).toBe(false);
  });

  it('are seen, not seen or not asked', () => {
    const said = { signsSeen: ['wages'], signsNotAsked: ['violence'] } as const;
    expect(
      ['wages', 'violence', 'debt'].map((sign) => indicatorAnswerOf(sign as 'debt', said)),
    ).toEqual(['seen', 'not_asked', 'not_seen']);
  });
});

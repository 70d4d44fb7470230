import { callsSomebody, markState, saidOf, SIGNS, type Tried } from './follow-up.rules';

/** Begun on 2026-03-10: the six months are due on 10 September. */
const DUE = { months: 6, dueOn: '2026-09-10', opensOn: '2026-08-27', closesOn: '2026-10-10' };
const tried = (outcome: Tried['outcome'], on = '2026-09-10', months = 6): Tried => ({
  months,
  on,
  outcome,
  signsSeen: outcome === 'reached' ? [] : null,
});

describe('a follow-up of work', () => {
  it('is ahead, open, then lost, by the days of its window', () => {
    const on = (today: string) => markState(DUE, [], today);
    expect(['2026-08-26', '2026-08-27', '2026-10-10', '2026-10-11'].map(on)).toEqual([
      'ahead',
      'open',
      'open',
      'lost',
    ]);
  });

  it('stays reached whatever is written after it, and not reached by another mark', () => {
    expect(markState(DUE, [tried('reached'), tried('not_reached')], '2026-11-24')).toBe('reached');
    expect(markState(DUE, [tried('reached', '2026-06-12', 3)], '2026-11-24')).toBe('lost');
    expect(markState(DUE, [tried('reached', '2026-06-12', 0)], '2026-09-01')).toBe('open');
  });

  it('that was refused or unsafe is not asked for again', () => {
    expect(markState(DUE, [tried('not_reached'), tried('unsafe')], '2026-11-24')).toBe('unsafe');
    expect(markState(DUE, [tried('refused')], '2026-09-12')).toBe('refused');
    expect(markState(DUE, [tried('unsafe'), tried('not_reached')], '2026-11-24')).toBe('lost');
  });
});

describe('the eleven signs', () => {
  it('are eleven, and any one of them calls somebody', () => {
    expect(SIGNS).toHaveLength(11);
    for (const sign of SIGNS) {
      expect(callsSomebody({ outcome: 'reached', signsSeen: [sign] })).toBe(true);
    }
  });

  it('call nobody where none was seen, however few were asked', () => {
    expect(callsSomebody({ outcome: 'reached', signsSeen: [] })).toBe(false);
    expect(callsSomebody({ outcome: 'not_reached', signsSeen: null })).toBe(false);
  });

  it('are seen, not seen or not asked', () => {
    const said = { signsSeen: ['wages'], signsNotAsked: ['violence'] } as const;
    expect(['wages', 'violence', 'debt'].map((sign) => saidOf(sign as 'debt', said))).toEqual([
      'seen',
      'not_asked',
      'not_seen',
    ]);
  });
});

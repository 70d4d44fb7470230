import { checkConsent, standing, type ConsentFacts } from './consents.rules';

const now = new Date('2026-11-24T23:10:00Z');
const consent = (facts: Partial<ConsentFacts> = {}): ConsentFacts => ({
  purpose: 'shelter',
  recipientId: null,
  decision: 'given',
  at: now,
  ...facts,
});
const earlier = new Date('2026-11-20T10:00:00Z');

describe('consents', () => {
  it('the newest of each purpose and recipient counts', () => {
    const rows = [
      consent({ at: earlier }),
      consent({ purpose: 'sharing', recipientId: 'a', at: earlier }),
      consent({ purpose: 'sharing', recipientId: 'b', decision: 'refused' }),
      consent({ decision: 'withdrawn' }),
    ];
    expect(standing(rows).map(({ purpose, decision }) => `${purpose} ${decision}`)).toEqual([
      'shelter withdrawn',
      'sharing given',
      'sharing refused',
    ]);
  });

  it.each([
    ['sharing_with_whom', consent({ purpose: 'sharing' }), []],
    ['in_future', consent({ at: new Date('2026-11-24T23:11:00Z') }), []],
    ['nothing_to_withdraw', consent({ decision: 'withdrawn' }), []],
    [
      'nothing_to_withdraw',
      consent({ decision: 'withdrawn' }),
      [consent({ decision: 'refused', at: earlier })],
    ],
    ['newer_known', consent({ at: earlier }), [consent()]],
  ] as const)('are refused: %s', (code, given, before) => {
    expect(() => checkConsent(given, before, now)).toThrow(`consents.${code}`);
  });

  it('may be refused, given again and withdrawn', () => {
    const before = [consent({ decision: 'refused', at: earlier })];
    expect(() => checkConsent(consent(), before, now)).not.toThrow();
    expect(() =>
      checkConsent(
        consent({ decision: 'withdrawn' }),
        [...before, consent({ at: new Date('2026-11-21T10:00:00Z') })],
        now,
      ),
    ).not.toThrow();
  });
});

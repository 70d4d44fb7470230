import { FieldErrors } from '../platform/shared/domain.errors';
import {
  checkConsent,
  checkPoints,
  consentOfHtcds,
  endOf,
  CONSENT_POINTS,
  latestConsents,
  stateOf,
  type ConsentFacts,
  type ConsentPoints,
} from './consents.rules';

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
    expect(latestConsents(rows).map(({ purpose, decision }) => `${purpose} ${decision}`)).toEqual([
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

  it.each([
    ['not_asked', undefined, now],
    ['refused', consent({ decision: 'refused' }), now],
    ['withdrawn', consent({ decision: 'withdrawn' }), now],
    ['given', consent(), new Date('2027-11-24T23:09:59Z')],
    ['expired', consent(), new Date('2027-11-24T23:10:00Z')],
  ] as const)('over time: %s', (state, one, at) => {
    const untilAt = new Date('2027-11-24T23:10:00Z');
    expect(stateOf(one && { ...one, untilAt }, at)).toBe(state);
  });

  it.each([
    ['2026-11-24T23:10:00Z', 12, '2027-11-24T23:10:00Z'],
    ['2026-08-31T10:00:00Z', 6, '2027-02-28T10:00:00Z'],
    ['2027-08-31T10:00:00Z', 6, '2028-02-29T10:00:00Z'],
    ['2026-12-15T00:00:00Z', 1, '2027-01-15T00:00:00Z'],
  ])('given on %s for %i months, it counts until %s', (at, months, until) =>
    expect(endOf(new Date(at), months, null)).toEqual(new Date(until)),
  );

  it('may be given for a shorter time, never for longer or backwards', () => {
    const shorter = new Date('2027-01-01T00:00:00Z');
    expect(endOf(now, 6, shorter)).toEqual(shorter);
    expect(() => endOf(now, 1, shorter)).toThrow('consents.ends_too_late');
    expect(() => endOf(now, 6, earlier)).toThrow('consents.ends_before');
  });

  it('says which point was not explained', () => {
    const rule = {
      months: 12,
      points: ['purpose_explained', 'use_explained', 'withdrawal_explained'],
    } as const;
    const points: ConsentPoints = {
      purpose_explained: 'yes',
      use_explained: 'no',
      research_explained: 'no',
    };
    let met: unknown;
    try {
      checkPoints('given', points, rule);
    } catch (error) {
      met = error;
    }
    expect((met as FieldErrors).errors.map(({ code, field }) => `${field} ${code}`)).toEqual([
      'points.use_explained consents.first_use',
      'points.withdrawal_explained consents.first_withdrawal',
    ]);
    expect(() => checkPoints('refused', {}, rule)).not.toThrow();
    expect(() =>
      checkPoints('given', { ...points, use_explained: 'yes', withdrawal_explained: 'yes' }, rule),
    ).not.toThrow();
  });

  it('is one box of HTCDS when all seven points are answered yes', () => {
    const all = Object.fromEntries(CONSENT_POINTS.map((point) => [point, 'yes'])) as ConsentPoints;
    expect(consentOfHtcds(all)).toBe(true);
    expect(consentOfHtcds({ ...all, storage_explained: 'skipped' })).toBe(false);
    expect(consentOfHtcds({})).toBe(false);
  });
});

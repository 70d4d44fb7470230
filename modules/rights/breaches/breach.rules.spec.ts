import { isNoticeNeeded, noticeStatus, type NoticeFacts } from './breach.rules';

const NOTICED = new Date('2026-03-20T22:30:00Z');
const after = (hours: number) => new Date(NOTICED.getTime() + hours * 3_600_000);
const AUTHORITY: NoticeFacts = {
  neededFrom: 'risk',
  dueAt: after(72),
  madeAt: null,
  isWaived: false,
  isWaiverRefused: false,
};

describe('notices of a breach', () => {
  it('are due 72 hours from when it was noticed, to the minute', () => {
    expect(noticeStatus(AUTHORITY, null, after(71))).toEqual({ state: 'due', minutes: 60 });
    expect(noticeStatus(AUTHORITY, null, after(72))).toEqual({ state: 'due', minutes: 0 });
    expect(noticeStatus(AUTHORITY, null, after(73))).toEqual({ state: 'overdue', minutes: 60 });
  });

  it('are made in time or late', () => {
    const made = (hours: number) =>
      noticeStatus({ ...AUTHORITY, madeAt: after(hours) }, 'risk', after(200));
    expect(made(71)).toEqual({ state: 'made', minutes: 60 });
    expect(made(72)).toEqual({ state: 'made', minutes: 0 });
    expect(made(73)).toEqual({ state: 'made_late', minutes: 60 });
  });

  it('count as needed until the risk is assessed, and then by the risk', () => {
    const risks = [null, 'not_a_breach', 'no_risk', 'risk', 'high_risk'] as const;
    const needed = (from: 'always' | 'risk' | 'high_risk') =>
      risks.filter((risk) => isNoticeNeeded(from, risk));
    expect(needed('always')).toEqual([null, 'no_risk', 'risk', 'high_risk']);
    expect(needed('risk')).toEqual([null, 'risk', 'high_risk']);
    expect(needed('high_risk')).toEqual([null, 'high_risk']);
  });

  it('wait no more once two people agreed not to make them', () => {
    expect(noticeStatus({ ...AUTHORITY, isWaived: true }, 'risk', after(80)).state).toBe('waived');
  });

  it('stay needed at any risk once somebody refused not to make them', () => {
    const refused = { ...AUTHORITY, isWaiverRefused: true };
    expect(noticeStatus(AUTHORITY, 'no_risk', after(80)).state).toBe('not_needed');
    expect(noticeStatus(refused, 'no_risk', after(80)).state).toBe('overdue');
  });
});

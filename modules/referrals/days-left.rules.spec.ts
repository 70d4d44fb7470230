import { daysLeft } from './days-left.rules';

describe('the days that a partner has left to answer', () => {
  const sentAt = new Date('2026-11-20T10:00:00Z');
  const dueAt = new Date('2026-11-30T10:00:00Z');
  const at = (now: string, state: 'sent' | 'seen' | 'accepted' = 'sent') =>
    daysLeft({ state, sentAt, dueAt }, new Date(now));

  it.each([
    ['2026-11-20T10:00:00Z', { days: 10, gone: 0, tone: 'calm' }],
    ['2026-11-25T10:00:00Z', { days: 5, gone: 50, tone: 'calm' }],
    ['2026-11-26T10:00:00Z', { days: 4, gone: 60, tone: 'near' }],
    // A day that has begun still counts.
    ['2026-11-30T09:59:00Z', { days: 1, gone: 100, tone: 'near' }],
    ['2026-11-30T10:00:00Z', { days: 0, gone: 100, tone: 'late' }],
    ['2026-11-30T11:00:00Z', { days: -1, gone: 100, tone: 'late' }],
    ['2026-12-02T11:00:00Z', { days: -3, gone: 100, tone: 'late' }],
  ] as const)('on %s', (now, left) => expect(at(now, 'seen')).toEqual(left));

  it('do not run any more once there is an answer', () =>
    expect(at('2026-12-24T10:00:00Z', 'accepted')).toBeNull());
});

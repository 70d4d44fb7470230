import { Webhook } from 'standardwebhooks';
import {
  afterFailure,
  bodyOf,
  FAILING_DAYS,
  JITTER,
  newSecret,
  outcomeOf,
  PAUSES,
  signatureOf,
} from './delivery.rules';

const DAY = 86_400_000;
const NOW = new Date('2026-11-24T23:10:00Z');
const failed = (more: object = {}) => ({
  status: 500,
  error: 'status' as const,
  attempts: 1,
  failingSince: null,
  ...more,
});

describe('an event', () => {
  it('is signed with each secret, as the library of Standard Webhooks signs', () => {
    const secrets = [newSecret(), newSecret()];
    const body = bodyOf({ kind: 'report.due', happenedAt: NOW, data: { grantId: 'x' } });
    expect(body).toBe(
      '{"type":"report.due","timestamp":"2026-11-24T23:10:00.000Z","data":{"grantId":"x"}}',
    );
    const id = '0b6f6a3e-0000-4000-8000-000000000001';
    const signed = signatureOf(secrets, { id, seconds: NOW.getTime() / 1000, body });
    expect(signed).toBe(secrets.map((secret) => new Webhook(secret).sign(id, NOW, body)).join(' '));
  });

  it('has secrets of 256 bits, each another', () => {
    const secrets = Array.from({ length: 50 }, newSecret);
    expect(new Set(secrets).size).toBe(50);
    for (const secret of secrets)
      expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
  });

  it('is accepted with a status from 200 to 299', () => {
    expect([200, 204, 299].map((status) => outcomeOf(status).error)).toEqual([null, null, null]);
    expect([301, 308].map((status) => outcomeOf(status).error)).toEqual(['redirect', 'redirect']);
    expect([400, 410, 500].map((status) => outcomeOf(status).error)).toEqual(
      Array(3).fill('status'),
    );
    for (const status of [0, 99, 600, 999])
      expect(outcomeOf(status)).toEqual({ status: null, error: 'answer' });
    expect(outcomeOf(599)).toEqual({ status: 599, error: 'status' });
  });
});

describe('after a failure', () => {
  it('an event is sent again later each time, a little more or less', () => {
    const pauses = PAUSES.map((_, done) => {
      const after = afterFailure(failed({ attempts: done + 1 }), NOW, 0.5);
      return after.act === 'again' ? after.afterSeconds : null;
    });
    expect(pauses).toEqual(PAUSES);
    expect([...PAUSES].sort((a, b) => a - b)).toEqual(PAUSES);
    expect(afterFailure(failed(), NOW, 0)).toEqual({ act: 'again', afterSeconds: 24 });
    expect(afterFailure(failed(), NOW, 1)).toEqual({ act: 'again', afterSeconds: 36 });
  });

  it('an event is given up after the last attempt, not before two days of nothing but failures suspend', () => {
    expect(afterFailure(failed({ attempts: PAUSES.length + 1 }), NOW, 0.5)).toEqual({
      act: 'give_up',
    });
    // Even if every pause is as short as it may be.
    const shortest = PAUSES.reduce((sum, pause) => sum + pause, 0) * (1 - JITTER);
    expect(shortest).toBeGreaterThan((FAILING_DAYS * DAY) / 1000);
    const failingSince = new Date(NOW.getTime() - FAILING_DAYS * DAY);
    expect(afterFailure(failed({ attempts: 12, failingSince }), NOW, 0.5)).toEqual({
      act: 'suspend',
    });
    const later = new Date(failingSince.getTime() + 1);
    expect(afterFailure(failed({ failingSince: later }), NOW, 0.5).act).toBe('again');
  });

  it('410 ends the endpoint, and no other status does', () => {
    expect(afterFailure(failed({ status: 410 }), NOW, 0.5)).toEqual({ act: 'end' });
    for (const status of [null, 404, 500])
      expect(afterFailure(failed({ status }), NOW, 0.5).act).toBe('again');
  });
});

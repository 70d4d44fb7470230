import { startApp, type TestApp } from '../support/app';
import { registry } from '../../modules/platform/metrics';

/** Series of one metric as Prometheus reads them: labels and value. */
const seriesOf = async (name: string): Promise<Record<string, number>> => {
  const text = await registry.getSingleMetricAsString(name);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at).replace(name, ''), Number(line.slice(at + 1))];
    }),
  );
};

describe('the numbers for Prometheus', () => {
  let mawa: TestApp;
  beforeAll(async () => {
    mawa = await startApp();
    const system = '00000000-0000-4000-8000-000000000001';
    await mawa.admin.query(
      `SELECT set_config('mawa.actor', $1, false), set_config('mawa.now', $2, false)`,
      [system, '2026-11-24T23:00:00Z'],
    );
    await mawa.admin.query(
      `INSERT INTO jobs (kind, asked_by, language, state, asked_at, started_at, finished_at, error_code, attempts) VALUES
         ('draft-report', $1, 'fr', 'waiting', '2026-11-24T23:00:00Z', NULL, NULL, NULL, 0),
         ('draft-report', $1, 'fr', 'waiting', '2026-11-24T23:05:00Z', NULL, NULL, NULL, 0),
         ('export-list', $1, 'fr', 'failed', '2026-11-24T20:00:00Z', '2026-11-24T20:00:01Z', '2026-11-24T20:00:09Z', 'jobs.unexpected', 3),
         ('export-list', $1, 'fr', 'failed', '2026-11-22T20:00:00Z', '2026-11-22T20:00:01Z', '2026-11-22T20:00:09Z', 'jobs.unexpected', 3)`,
      [system],
    );
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) VALUES ('2026-11-22', $1), ('2026-11-23', $1)`,
      [system],
    );
    await mawa.admin.query(
      `INSERT INTO backups (file, bytes, row_count, began_at) VALUES ('a', 1, 1, '2026-11-24T01:00:00Z')`,
    );
  });
  afterAll(() => mawa.stop());

  it('say how many jobs wait, for how long, and how many failed within a day', async () => {
    expect(await seriesOf('mawa_jobs')).toEqual({ '{kind="draft-report",state="waiting"}': 2 });
    // It is 23:10.
    expect(await seriesOf('mawa_jobs_oldest_seconds')).toEqual({
      '{kind="draft-report",state="waiting"}': 600,
    });
    expect(await seriesOf('mawa_jobs_failed_last_day')).toEqual({ '{kind="export-list"}': 1 });
  });

  it('say which night is closed and how old the last backup is; 0 where there was no trial', async () => {
    const at = (instant: string) => Date.parse(instant) / 1000;
    expect(await seriesOf('mawa_last_closed_night_seconds')).toEqual({ '': at('2026-11-23') });
    expect(await seriesOf('mawa_last_backup_seconds')).toEqual({ '': at('2026-11-24T01:00:00Z') });
    expect(await seriesOf('mawa_last_restore_trial_seconds')).toEqual({ '': 0 });
    expect(await seriesOf('mawa_database_up')).toEqual({ '': 1 });
    const { '': free } = await seriesOf('mawa_disk_free_ratio');
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThan(1);
  });

  it('count connections, sign-ins refused and acts refused', async () => {
    const pool = await seriesOf('mawa_database_pool');
    expect(pool['{state="total"}']).toBeGreaterThan(0);
    const wrong = '{code="access.wrong_credentials"}';
    const before = (await seriesOf('mawa_sign_in_refusals_total'))[wrong] ?? 0;
    const refused = (await seriesOf('mawa_refusals_total'))['{outcome="refused"}'] ?? 0;
    const officer = await mawa.signIn('reintegration_officer');
    await officer.get('/admin').expect(403);
    await officer
      .post('/api/v1/session', { email: 'nobody@example.org', password: 'wrong' })
      .expect(401);
    expect((await seriesOf('mawa_sign_in_refusals_total'))[wrong]).toBe(before + 1);
    expect((await seriesOf('mawa_refusals_total'))['{outcome="refused"}']).toBeGreaterThan(refused);
  });

  it('name no person, no place and no id', async () => {
    await mawa.http().get('/people/00000000-0000-4000-8000-0000000000aa');
    const text = await registry.metrics();
    expect(text).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/);
    expect(text).not.toContain('@');
  });
});

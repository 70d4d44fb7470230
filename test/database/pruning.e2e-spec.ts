import { JobRunner, SCHEDULES } from '../../modules/platform/queue';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const DAY = 86_400_000;

describe('what is kept only for a time', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const count = async (table: string): Promise<number> =>
    (await mawa.admin.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;
  const prune = () => mawa.app.get(JobRunner).prune();
  const later = (days: number) => mawa.clock.advance(days * DAY);

  it('a request id goes after seven days, and until then the same request is done once', async () => {
    const register = () =>
      officer.post('/api/v1/people', { people: [{ sex: 'female' }] }, 'demande-000001');
    const { body: first } = await register().expect(201);
    await prune();
    const { body: again } = await register().expect(201);
    expect(again).toEqual(first);
    later(6.9);
    await prune();
    expect(await count('request_ids')).toBe(1);
    later(0.2);
    await prune();
    expect(await count('request_ids')).toBe(0);
    expect(await count('cases')).toBe(1);
  });

  it('what was sent cannot be guessed from the digest kept with a request id', async () => {
    officer = await mawa.signIn(['reintegration_officer', 'shelter_manager']);
    const person = { people: [{ names: { given: 'Nadia' } }] };
    await officer.post('/api/v1/people', person, 'demande-000002').expect(201);
    const { rows } = await mawa.admin.query<{ guessed: boolean; body_digest: Buffer }>(
      `SELECT body_digest, body_digest = sha256(convert_to('[{"names":{"given":"Nadia"}}]', 'UTF8')) AS guessed
         FROM request_ids`,
    );
    expect(rows).toHaveLength(1);
    expect([rows[0]!.guessed, rows[0]!.body_digest.length]).toEqual([false, 32]);
    const other = { people: [{ names: { given: 'Najat' } }] };
    const refused = await officer.post('/api/v1/people', other, 'demande-000002');
    expect([refused.status, refused.body.code]).toEqual([422, 'common.request_id_used']);
  });

  it('a session goes thirty days after its end; one that is open stays', async () => {
    const before = await count('sessions');
    later(31);
    await mawa.signIn('auditor');
    await prune();
    expect(before).toBeGreaterThan(0);
    expect(await count('sessions')).toBe(1);
  });

  it('a finished job goes after ninety days with its history, one that waits does not', async () => {
    await mawa.admin.query(
      `SELECT set_config('mawa.now', $1, false), set_config('mawa.actor', $2, false)`,
      [mawa.clock.now().toISOString(), HOUSEKEEPING_ACTOR.userId],
    );
    await mawa.admin.query(
      `WITH made AS (
         INSERT INTO jobs (kind, asked_by, language, state, error_code, finished_at)
         SELECT 'close-night', $1, 'fr', s, CASE s WHEN 'failed' THEN 'x' END, CASE s WHEN 'failed' THEN mawa_now() END
           FROM unnest(ARRAY['failed', 'waiting']) AS s RETURNING id, state)
       INSERT INTO job_states (job_id, to_state) SELECT id, state FROM made`,
      [HOUSEKEEPING_ACTOR.userId],
    );
    // Others wait meanwhile: whoever was registered is to be compared.
    const nights = async () => {
      const { rows } = await mawa.admin.query<{ id: string; states: number }>(
        `SELECT j.id, (SELECT count(*)::int FROM job_states s WHERE s.job_id = j.id) AS states
           FROM jobs j WHERE j.kind = 'close-night'`,
      );
      return rows.map(({ states }) => states);
    };
    const others = (await count('job_states')) - 2;
    later(89);
    await prune();
    expect(await nights()).toEqual([1, 1]);
    later(2);
    await prune();
    expect(await nights()).toEqual([1]);
    expect(await count('job_states')).toBe(others + 1);
  });

  it('happens every hour by itself, says how many went, and nobody else may ask for it', async () => {
    expect(SCHEDULES.map(({ kind }) => kind)).toContain('prune-records');
    const { rows } = await mawa.admin.query(
      `SELECT DISTINCT actor_id FROM audit_log WHERE action = 'records.prune'`,
    );
    expect(rows).toEqual([{ actor_id: HOUSEKEEPING_ACTOR.userId }]);
    const admin = await mawa.signIn('administrator');
    await expect(
      mawa.transactions.run(admin.actor, (tx) => tx.query('SELECT prune_records()')),
    ).rejects.toThrow(/only a system user/);
    for (const table of ['request_ids', 'sessions', 'jobs', 'job_states']) {
      await expect(
        mawa.transactions.run(HOUSEKEEPING_ACTOR, (tx) => tx.query(`DELETE FROM ${table}`)),
      ).rejects.toThrow(/permission denied/);
    }
  });
});

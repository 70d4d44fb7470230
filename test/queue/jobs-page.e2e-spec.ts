import { startApp, type SignedIn, type TestApp } from '../support/app';

const FAILED = '33333333-0000-4000-8000-000000000001';
const RUNNING = '33333333-0000-4000-8000-000000000002';
const DONE = '33333333-0000-4000-8000-000000000003';
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the page of background jobs', () => {
  let mawa: TestApp;
  let administrator: SignedIn;
  let programme: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
    administrator = await mawa.signIn('administrator', { language: 'en' });
    programme = await mawa.signIn('programme_officer', { language: 'en' });
    await mawa.admin.query(
      `INSERT INTO jobs (id, kind, params, once, asked_by, language, state, error_code, asked_at, started_at, heartbeat_at, finished_at, progress, attempts, trace_id)
       VALUES ($1, 'close-night', '{"night":"2026-11-01"}', '2026-11-01', $4, 'fr', 'failed', 'jobs.unexpected', $5, $5, $5, $5, 20, 3, $6),
              ($2, 'draft-report', '{}', NULL, $4, 'fr', 'running', NULL, $5, $5, $5, NULL, 40, 1, NULL),
              ($3, 'import-file', '{}', NULL, $4, 'fr', 'done', NULL, $5, $5, $5, $5, 100, 1, NULL)`,
      [FAILED, RUNNING, DONE, programme.actor.userId, '2026-11-24T10:00:00Z', TRACE_ID],
    );
  });
  afterAll(() => mawa.stop());

  const sections = async (who: SignedIn) => {
    const { text } = await who.get('/admin/jobs').expect(200);
    return Object.fromEntries(
      ['failed', 'open', 'ended'].map((part) => [
        part,
        new RegExp(`<section aria-labelledby="${part}">([\\s\\S]*?)</section>`).exec(text)![1]!,
      ]),
    );
  };

  it('says in words what failed and why, what runs and how far it is, and what ended', async () => {
    const { failed, open, ended } = await sections(administrator);
    expect(failed).toContain('Close nights');
    expect(failed).toContain(FAILED);
    expect(failed).toContain('This work did not succeed');
    expect(failed).toContain(
      `Reference in the log: <code class="job-trace" dir="ltr">${TRACE_ID}</code>`,
    );
    expect(failed).not.toContain('2026-11-01');
    expect(open).toContain('Prepare a report');
    expect(open).toContain('40');
    expect(open).not.toContain('/retries');
    expect(ended).toContain('Import a file');
  });

  it('is for administrators alone', async () => {
    await programme.get('/admin/jobs').expect(403);
    await programme.submit(`/admin/jobs/${FAILED}/retries`, {}).expect(403);
    const { rows } = await mawa.admin.query('SELECT count(*)::int AS n FROM jobs');
    expect(rows).toEqual([{ n: 3 }]);
  });

  it('asks once more for work that could be done twice only once, whoever presses at the same time', async () => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO jobs (kind, params, asked_by, language, state, error_code, asked_at, finished_at)
       VALUES ('draft-report', '{}', $1, 'fr', 'failed', 'jobs.unexpected', $2, $2) RETURNING id`,
      [programme.actor.userId, '2026-11-24T11:00:00Z'],
    );
    const { id } = rows[0]!;
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => administrator.submit(`/admin/jobs/${id}/retries`, {})),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409, 409, 409]);
    await mawa.admin.query(
      'DELETE FROM job_states WHERE job_id IN (SELECT id FROM jobs WHERE retry_of = $1)',
      [id],
    );
    await mawa.admin.query('DELETE FROM jobs WHERE retry_of = $1', [id]);
    await mawa.admin.query('DELETE FROM jobs WHERE id = $1', [id]);
  });

  it('asks once more for what failed, once, and for nothing else', async () => {
    const retry = (id: string) => administrator.submit(`/admin/jobs/${id}/retries`, {});
    await retry(FAILED).expect(303);
    const again = await retry(FAILED);
    expect([again.status, again.text.includes('asked for again already')]).toEqual([409, true]);
    expect((await sections(administrator)).failed).toContain('Asked for once more');
    await retry(RUNNING).expect(409);
    await retry(DONE).expect(409);
    const { rows } = await mawa.admin.query(
      `SELECT kind, asked_by AS asker, state FROM jobs WHERE id <> ALL ($1)`,
      [[FAILED, RUNNING, DONE]],
    );
    expect(rows).toEqual([
      { kind: 'close-night', asker: programme.actor.userId, state: 'waiting' },
    ]);
  });
});

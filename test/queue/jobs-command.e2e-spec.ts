import { Jobs } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { commandVariables, runCommand, startCommand } from '../support/command-line';

const FAILED = '22222222-0000-4000-8000-000000000001';
/** Of the request that asked for what failed; what is older than trace ids has none. */
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const WAITING = '22222222-0000-4000-8000-000000000002';

/** Each command starts the application. */
jest.setTimeout(180_000);

describe('mawa jobs', () => {
  let mawa: TestApp;
  let administrator: SignedIn;
  let programme: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: new Date().toISOString() });
    administrator = await mawa.signIn('administrator', { language: 'en' });
    programme = await mawa.signIn('programme_officer', { language: 'en' });
    await mawa.admin.query(
      `INSERT INTO jobs (id, kind, params, once, asked_by, language, state, error_code, asked_at, finished_at, trace_id)
       VALUES ($1, 'close-night', '{"night":"2026-11-01"}', '2026-11-01', $3, 'fr', 'failed', 'jobs.unexpected', $4, $4, $5),
              ($2, 'close-night', '{"night":"2026-11-02"}', '2026-11-02', $3, 'fr', 'waiting', NULL, $4, NULL, NULL)`,
      [FAILED, WAITING, programme.actor.userId, '2026-11-24T10:00:00Z', TRACE],
    );
  });
  afterAll(() => mawa.stop());

  const variables = () => commandVariables(mawa);
  const jobs = (who: SignedIn, ...words: string[]) =>
    runCommand(['jobs', ...words, '--as', who.email], variables());
  const jobsAsProcess = (who: SignedIn, ...words: string[]) =>
    startCommand(['jobs', ...words, '--as', who.email], variables());

  it('lists what waits or runs, and what failed with its code, by ids alone', async () => {
    expect(await jobsAsProcess(administrator, 'list')).toEqual({
      status: 0,
      stderr: '',
      stdout: `${WAITING}\tclose-night\twaiting\t0 %\t2026-11-24T10:00:00.000Z\t-\n`,
    });
    expect(await jobs(administrator, 'failed')).toEqual({
      status: 0,
      stderr: '',
      stdout: `${FAILED}\tclose-night\tfailed\t0 %\t2026-11-24T10:00:00.000Z\t${TRACE}\tjobs.unexpected\n`,
    });
  });

  it('is refused to whoever does not run the installation, with nothing asked for', async () => {
    const { status, stdout } = await jobs(programme, 'retry', FAILED);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const { rows } = await mawa.admin.query('SELECT count(*)::int AS n FROM jobs');
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('asks once more for what failed, for the person who asked for it, and says who did', async () => {
    const { status, stdout } = await jobs(administrator, 'retry', FAILED);
    const id = stdout.trim();
    const { rows } = await mawa.admin.query(
      `SELECT j.kind, j.params, j.asked_by AS asker, j.language, j.state, s.by, s.reason,
              (SELECT state FROM jobs WHERE id = $2) AS before,
              (SELECT count(*)::int FROM audit_log WHERE action = 'jobs.retry' AND actor_id = $3) AS audited
         FROM jobs j JOIN job_states s ON s.job_id = j.id WHERE j.id = $1`,
      [id, FAILED, administrator.actor.userId],
    );
    expect({ status, rows }).toEqual({
      status: 0,
      rows: [
        {
          kind: 'close-night',
          params: { night: '2026-11-01' },
          asker: programme.actor.userId,
          language: 'fr',
          state: 'waiting',
          by: administrator.actor.userId,
          reason: 'retried',
          before: 'failed',
          audited: 1,
        },
      ],
    });
  });

  it('does not ask again for what is asked for again already, and says so', async () => {
    expect(await jobs(administrator, 'retry', FAILED)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'This job did not fail, or it is asked for again already.\n',
    });
  });

  it.each([
    ['what did not fail', WAITING],
    ['what never was', '22222222-0000-4000-8000-00000000000f'],
  ])('does not ask again for %s', async (_, id) => {
    const retried = await mawa.transactions.run(administrator.actor, (tx) =>
      mawa.app.get(Jobs).retry(tx, id),
    );
    expect(retried).toBeNull();
  });
});

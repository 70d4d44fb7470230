import { type IncomingMessage, request } from 'node:http';
import { Client, DatabaseError } from 'pg';
import { symbols } from 'pino';
import { JobRunner } from '../../modules/platform/queue';
import { SetupChecklist } from '../../modules/setup';
import { SERVERS } from '../queue/servers';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const GIVEN = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACE_ID = /^[\da-f]{32}$/;
const SECRETS = ['Mahjouba', 'Tizaoui', 'un récit', 'Compte ', '@example.org'];

interface LogLine {
  readonly traceId?: string;
  readonly context?: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** All that the application writes into its log from here on, of each level, instead of where it writes it. */
function readLog({ app }: TestApp): LogLine[] {
  const { log } = app.getHttpAdapter().getInstance();
  log.level = 'trace';
  const stream = (log as unknown as Record<symbol, { write(line: string): void }>)[
    symbols.streamSym
  ]!;
  const lines: LogLine[] = [];
  jest
    .spyOn(stream, 'write')
    .mockImplementation((line) => void lines.push(JSON.parse(line) as LogLine));
  return lines;
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await ask();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it did not happen within ten seconds');
}

describe('the trace of a request', () => {
  let mawa: TestApp;
  let administrator: SignedIn;
  let officer: SignedIn;
  let log: LogLine[];

  beforeAll(async () => {
    mawa = await startApp({ env: { TRUST_PROXY: 'loopback' } });
    log = readLog(mawa);
    administrator = await mawa.signIn('administrator', { language: 'en' });
    officer = await mawa.signIn('reintegration_officer');
  });
  beforeEach(() => void log.splice(0));
  afterEach(() => {
    for (const secret of SECRETS) expect(JSON.stringify(log)).not.toContain(secret);
  });
  afterAll(() => mawa.stop());

  it('has an id in the answer of pages, of the API and of what is not found, each its own', async () => {
    const paths = ['/admin/jobs', '/api/v1/session', '/no-such-page', '/people'];
    const ids: unknown[] = [];
    for (const path of paths) ids.push((await administrator.get(path)).headers['x-request-id']);
    for (const id of ids) expect(id).toMatch(TRACE_ID);
    expect(new Set(ids).size).toBe(paths.length);
  });

  it('has the id of a proxy, and one of its own instead of words', async () => {
    const call = (id: string) => administrator.get('/admin/jobs').set('x-request-id', id);
    expect((await call(GIVEN)).headers['x-request-id']).toBe(GIVEN);
    const { headers } = await call('Mahjouba Tizaoui');
    expect(headers['x-request-id']).toMatch(TRACE_ID);
    await until(async () => log.find(({ traceId }) => traceId === headers['x-request-id']));
  });

  it('has one line in the log with the id', async () => {
    await administrator.get('/admin/jobs?q=Mahjouba').set('x-request-id', GIVEN);
    const line = await until(async () => log.find(({ msg }) => msg === 'request'));
    expect(line).toMatchObject({
      traceId: GIVEN,
      req: { method: 'GET', route: '/admin/jobs' },
      res: { status: 200 },
    });
  });

  it.each([
    ['/setup-checklist', (text: string) => text],
    [
      '/api/v1/setup-checklist',
      (text: string) => (JSON.parse(text) as { instance: string }).instance,
    ],
  ])('that fails stands with its id in the log and in the answer of %s', async (path, shown) => {
    const message = 'Key (name)=(Mahjouba) already exists.';
    const error = Object.assign(new DatabaseError(message, 10, 'error'), { code: 'XX000' });
    jest.spyOn(mawa.app.get(SetupChecklist), 'of').mockRejectedValueOnce(error);
    const { text } = await administrator.get(path).set('x-request-id', GIVEN).expect(500);
    expect(shown(text)).toContain(GIVEN);
    expect(log.find(({ context }) => context === 'Errors')).toMatchObject({
      traceId: GIVEN,
      msg: expect.stringContaining('XX000') as string,
    });
  });

  it('stands with the codes for which its input was refused, of a page and of a program, and with nothing that was sent', async () => {
    const sent = { Mahjouba: 'Tizaoui', email: 'nobody@example.org', familyName: 'Tizaoui' };
    const refusals = () => log.filter(({ context }) => context === 'Refusals');
    await officer.post('/api/v1/people', sent).set('x-request-id', GIVEN).expect(422);
    expect(refusals()).toEqual([
      expect.objectContaining({
        traceId: GIVEN,
        method: 'POST',
        route: '/api/v1/people',
        status: 422,
        codes: expect.arrayContaining(['common.fields', 'common.unknown_field']) as string[],
      }),
    ]);
    log.splice(0);
    await officer.submit('/services', { ...sent, note: 'un récit' });
    expect(refusals()).toEqual([
      expect.objectContaining({
        traceId: expect.stringMatching(TRACE_ID) as string,
        route: '/services',
        status: 422,
      }) as object,
    ]);
    log.splice(0);
    await officer.post('/api/v1/people').type('json').send('{"a": "Mahjouba').expect(400);
    await officer.post('/api/v1/people', {}).set('sec-fetch-site', 'cross-site').expect(403);
    expect(refusals().map(({ status, codes }) => [status, codes])).toEqual([
      [400, ['common.bad_json']],
      [403, ['access.elsewhere']],
    ]);
    log.splice(0);
    await officer.get('/api/v1/session').expect(200);
    await officer.get('/no-such-page').expect(404);
    expect(refusals()).toEqual([]);
  });

  it('is the name of its transaction in PostgreSQL while it runs, and not afterwards', async () => {
    const blocker = new Client({ connectionString: mawa.database.adminUrl });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
    const names = async () =>
      (
        await mawa.admin.query<{ name: string; state: string; query: string }>(
          `SELECT application_name AS name, state, query FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE 'mawa %'`,
        )
      ).rows;
    const asked = administrator.get('/admin/jobs').set('x-request-id', GIVEN).then();
    const running = await until(async () =>
      (await names()).find(({ query }) => query.includes('FROM jobs')),
    );
    expect(running).toMatchObject({ name: `mawa ${GIVEN}`, state: 'active' });
    await blocker.query('ROLLBACK');
    await blocker.end();
    expect((await asked).status).toBe(200);
    expect(await names()).toEqual([]);
  });

  it('stays with a request whose body comes in pieces', async () => {
    const person = { names: { given: 'Mahjouba', family: 'Tizaoui' }, sex: 'female' };
    const body = JSON.stringify({ people: [person] });
    const call = request(new URL('/api/v1/people', await mawa.app.getUrl()), {
      method: 'POST',
      headers: { ...officer.headers, 'content-type': 'application/json' },
    });
    const answered = new Promise<IncomingMessage>((resolve) => void call.on('response', resolve));
    call.write(body.slice(0, 30));
    await new Promise((resolve) => setTimeout(resolve, 200));
    call.end(body.slice(30));
    const { statusCode, headers } = await answered;
    expect(statusCode).toBe(201);
    const { rows } = await mawa.admin.query<{ trace_id: string }>(
      'SELECT trace_id FROM jobs ORDER BY asked_at DESC, id LIMIT 1',
    );
    expect(rows[0]!.trace_id).toBe(headers['x-request-id']);
    const line = await until(async () =>
      log.find(({ traceId, msg }) => msg === 'request' && traceId === rows[0]!.trace_id),
    );
    expect(line).toMatchObject({ req: { method: 'POST', route: '/api/v1/people' } });
  });
});

describe.each(SERVERS)('the trace of a job over $name', ({ name, start }) => {
  let mawa: TestApp;
  let officer: SignedIn;
  let log: LogLine[];
  let stopServer: () => Promise<void>;

  beforeAll(async () => {
    const server = name === 'Redis' ? await start() : null;
    stopServer = async () => server?.stop();
    const queue = server && { REDIS_URL: server.address.href };
    mawa = await startApp({ env: { TRUST_PROXY: 'loopback', ...queue } });
    log = readLog(mawa);
    officer = await mawa.signIn('reintegration_officer');
    await mawa.app.get(JobRunner).start({ concurrency: 1 });
  });
  afterAll(async () => {
    await mawa.stop();
    await stopServer();
  });

  const register = () =>
    officer
      .post('/api/v1/people', {
        people: [{ names: { given: 'Mahjouba', family: 'Tizaoui' }, sex: 'female' }],
      })
      .set('x-request-id', GIVEN)
      .expect(201);

  it('is that of the request which asked for it: in its row, its transactions and its log', async () => {
    // The worker waits for it in the midst of its work.
    const blocker = new Client({ connectionString: mawa.database.adminUrl });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE duplicate_pairs IN ACCESS EXCLUSIVE MODE');
    await mawa.admin.query(
      `CREATE TABLE claims (name text);
       GRANT INSERT ON claims TO mawa_app;
       CREATE FUNCTION note_claim() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO claims VALUES (current_setting('application_name')); RETURN NULL; END $$;
       CREATE TRIGGER notes_claim AFTER INSERT ON job_states FOR EACH ROW WHEN (NEW.to_state = 'running')
         EXECUTE FUNCTION note_claim()`,
    );
    await register();
    const working = await until(async () => {
      const { rows } = await mawa.admin.query<{ name: string }>(
        `SELECT application_name AS name FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      return rows[0];
    });
    expect(working.name).toBe(`mawa ${GIVEN}`);
    const claims = await mawa.admin.query<{ name: string }>('SELECT name FROM claims');
    expect(claims.rows).toEqual([{ name: `mawa ${GIVEN}` }]);
    await mawa.admin.query('DROP TABLE claims; DROP FUNCTION note_claim CASCADE');
    await blocker.query('ROLLBACK');
    await blocker.end();
    const line = await until(async () => log.find(({ msg }) => msg === 'a job ended'));
    const { rows } = await mawa.admin.query<{ id: string; state: string; trace_id: string }>(
      `SELECT id, state, trace_id FROM jobs WHERE kind = 'find-duplicates'`,
    );
    expect(rows).toEqual([{ id: rows[0]!.id, state: 'done', trace_id: GIVEN }]);
    expect(line).toMatchObject({
      traceId: GIVEN,
      job: rows[0]!.id,
      kind: 'find-duplicates',
      outcome: 'done',
    });
  });

  it('stands in the log beside what went wrong, of which no value is logged', async () => {
    log.splice(0);
    const message = 'invalid input syntax: "Mahjouba"';
    const error = Object.assign(new DatabaseError(message, 10, 'error'), { code: 'XX000' });
    const { handlers } = mawa.app.get(JobRunner) as unknown as {
      handlers: { work(kind: string): { run(): Promise<void> } };
    };
    jest.spyOn(handlers.work('find-duplicates'), 'run').mockRejectedValueOnce(error);
    await register();
    const line = await until(async () => log.find(({ msg }) => msg.includes('attempt 1')));
    expect(line).toMatchObject({ traceId: GIVEN, context: 'jobs' });
    expect(line.msg).toMatch(/^find-duplicates [\da-f-]{36}, attempt 1: waiting \(error XX000\)$/);
    for (const secret of SECRETS) expect(JSON.stringify(log)).not.toContain(secret);
  });

  it('is one of its own where a schedule asks for it', async () => {
    await mawa.app.get(JobRunner).tick('close-night');
    const { rows } = await mawa.admin.query<{ trace_id: string }>(
      `SELECT trace_id FROM jobs WHERE kind = 'close-night'`,
    );
    expect(rows[0]!.trace_id).toMatch(TRACE_ID);
    expect(rows[0]!.trace_id).not.toBe(GIVEN);
  });
});

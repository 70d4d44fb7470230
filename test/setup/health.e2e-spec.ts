import { chmodSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { checkHealth } from '../../modules/setup';
import type { FindingWords } from '../../modules/setup/health/health.view';
import { InstallationHealth } from '../../modules/setup/health/installation-health.service';
import { startApp, type SignedIn, type TestApp } from '../support/app';

interface Health {
  readonly sections: readonly {
    readonly section: string;
    readonly state: string;
    readonly findings: readonly FindingWords[];
  }[];
}

/** Accepts and never says a word. */
async function silentServer(): Promise<{ port: number; close(): void }> {
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => void open.add(socket.on('error', () => null)));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      open.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

describe('the health of the installation', () => {
  let mawa: TestApp;
  let administrator: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
    administrator = await mawa.signIn('administrator', { language: 'en' });
  });
  afterAll(() => mawa.stop());
  beforeEach(() => Object.assign(mawa.app.get(InstallationHealth), { kept: null }));

  const found = async (who = administrator) => {
    const { body } = await who.get('/api/v1/health').expect(200);
    return (body as Health).sections.flatMap(({ findings }) => findings);
  };
  const sentenceOf = async (key: string) => (await found()).find((one) => one.key === key)?.text;

  it('is read by administrators alone', async () => {
    for (const role of ['programme_officer', 'auditor', 'finance_officer'] as const) {
      const other = await mawa.signIn(role);
      await other.get('/admin/health').expect(403);
      await other.get('/api/v1/health').expect(403);
      expect((await other.get('/')).text).not.toContain('/admin/health');
    }
    await mawa.http().get('/api/v1/health').expect(401);
    await administrator.get('/admin/health').expect(200);
    expect((await administrator.get('/')).text).toContain('href="/admin/health"');
    expect((await administrator.get('/admin')).text).toContain('href="/admin/health"');
  });

  it('says each part with its state, and what only the server can be asked', async () => {
    const { body } = await administrator.get('/api/v1/health');
    const { sections } = body as Health;
    // Node and PostgreSQL have time-zone data of their own, which may be of different years.
    const isApart = sections[2]!.findings.some(({ key }) => key === 'zone_differs');
    const isDiskFull = sections[5]!.findings.some(({ key }) => key === 'disk_full');
    expect(sections.map(({ section, state }) => `${section} ${state}`)).toEqual([
      'installation good',
      'keys good',
      `database ${isApart ? 'note' : 'not_asked'}`,
      'background note',
      'records note',
      `machine ${isDiskFull ? 'wrong' : 'note'}`,
      'address note',
    ]);
    expect(sections[2]!.findings).toContainEqual({
      key: 'schema_up_to_date',
      state: 'good',
      text: 'Schema: up to date.',
      todo: null,
      command: null,
    });
  });

  it('does not wait for a check that is late, and says so', async () => {
    const mailServer = await silentServer();
    Object.assign(mawa.env, { MAWA_MAIL_URL: `smtp://127.0.0.1:${mailServer.port}` });
    const begun = performance.now();
    expect(await sentenceOf('late')).toBe(
      'Mail: no answer within 5 s. The other checks are shown.',
    );
    expect(performance.now() - begun).toBeLessThan(8_000);
    Object.assign(mawa.env, { MAWA_MAIL_URL: undefined });
    mailServer.close();
  });

  it('says what is wrong first, with what to do', async () => {
    chmodSync(mawa.env.keyFile, 0o640);
    await mawa.admin.query('ALTER TABLE booking_people NO FORCE ROW LEVEL SECURITY');
    const { text } = await administrator.get('/admin/health').expect(200);
    chmodSync(mawa.env.keyFile, 0o600);
    await mawa.admin.query('ALTER TABLE booking_people FORCE ROW LEVEL SECURITY');
    expect(text).toContain(`Problems: ${text.includes('nearly full') ? 3 : 2}.`);
    const keys = /<section[^>]*aria-labelledby="keys">([\s\S]*?)<\/section>/.exec(text)![1]!;
    expect(keys.indexOf('Key file: other accounts of this server can read it.')).toBeLessThan(
      keys.indexOf('Key file: no backup beside it.'),
    );
    expect(keys).toContain(`<code dir="ltr">chmod 600 ${mawa.env.keyFile}</code>`);
    expect(text).toContain('Tables of case data without row-level security: booking_people.');
  });

  it('sees a job that waits, and one that failed', async () => {
    await mawa.admin.query(
      `INSERT INTO jobs (kind, asked_by, language, state, error_code, asked_at, finished_at) VALUES
         ('draft-report', $1, 'fr', 'waiting', NULL, $2::timestamptz - interval '15 minutes', NULL),
         ('draft-report', $1, 'fr', 'failed', 'jobs.unexpected', $2, $2)`,
      [administrator.actor.userId, mawa.clock.now()],
    );
    const findings = await found();
    expect(findings.filter(({ key }) => key.startsWith('jobs_')).map(({ text }) => text)).toEqual([
      'Jobs: one has waited for 15 minutes.',
      'Jobs that failed in the last seven days: 1.',
    ]);
  });

  it('says that a queue which is gone does not answer, while the page still waits', async () => {
    const sections = await checkHealth({
      env: { ...mawa.env, REDIS_URL: 'redis://127.0.0.1:1' },
      appUrl: mawa.database.appUrl,
      ownerUrl: null,
      now: mawa.clock.now(),
      limitMs: 5_000,
    });
    const background = sections.find(({ section }) => section === 'background')!;
    expect(background.findings.map(({ key, state }) => `${state} ${key}`)).toEqual([
      'wrong queue_silent',
    ]);
  });

  it('says of a check that breaks which one, without the values of a database error', async () => {
    await mawa.admin.query('REVOKE SELECT ON closed_nights FROM mawa_app');
    const text = await sentenceOf('broken');
    await mawa.admin.query('GRANT SELECT ON closed_nights TO mawa_app');
    expect(text).toBe('Nights: the check failed (error 42501).');
  });

  it('does not wait for a table that somebody holds', async () => {
    await mawa.admin.query('BEGIN; LOCK TABLE closed_nights IN ACCESS EXCLUSIVE MODE');
    const late = (await found()).filter(({ key }) => key === 'late').map(({ text }) => text);
    await mawa.admin.query('ROLLBACK');
    expect(late).toContainEqual(expect.stringMatching(/^Nights: no answer within 5 s/));
  });
});

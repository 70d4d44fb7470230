import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createKeyFile } from '../../modules/access';
import { VERSION } from '../../modules/platform/config/version';
import { openJobQueue } from '../../modules/platform/queue';
import { runCommand, startCommand } from '../support/command-line';
import { freshDatabase, type TestDatabase } from '../support/database';

describe('mawa doctor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-doctor-'));
  const keyFile = join(folder, 'mawa.key.json');
  let database: TestDatabase;

  beforeAll(async () => {
    database = await freshDatabase();
    createKeyFile(keyFile);
  });
  afterAll(async () => {
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const doctor = async (variables: Record<string, string> = {}, run = runCommand) => {
    const { status, stdout, stderr } = await run(['doctor'], {
      PATH: process.env.PATH,
      MAWA_DATA: folder,
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      ...variables,
    });
    const lines = stdout.trim().split('\n');
    // The disk is that of the machine that runs the tests.
    const isOfDisk = (line: string) => line.startsWith('WRONG Disk of MAWA_DATA');
    const wrong = lines.filter((line) => line.startsWith('WRONG') && !isOfDisk(line));
    return { status, stderr, lines, wrong, isDiskFull: lines.some(isOfDisk) };
  };
  const asOwner = async (statement: string): Promise<void> => {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query(statement);
    await owner.end();
  };

  it('finds nothing wrong in a new installation, and looks at each part', async () => {
    const { status, stderr, lines, wrong, isDiskFull } = await doctor({}, startCommand);
    expect({ status, stderr, wrong }).toEqual({
      status: isDiskFull ? 1 : 0,
      stderr: '',
      wrong: [],
    });
    const parts = [
      `Mawa ${VERSION}`,
      'Key file: complete',
      'PostgreSQL',
      'Schema: up to date',
      'Roles of the database: all there',
      'No role of Mawa can bypass',
      'Row-level security on every table',
      'Clocks',
      'Time-zone data',
      'Queue: it answers',
      'Workers: none has run yet',
      'Jobs: none waits',
      'Jobs: none failed',
      'Nights: none',
      'Storage',
      'Backups: none',
      'Restore trials: none',
      'Disk',
      'Mail: no server',
      'Address: MAWA_PUBLIC_URL',
    ];
    expect(parts.filter((part) => !lines.some((line) => line.slice(6).startsWith(part)))).toEqual(
      [],
    );
  });

  it('before the first migration says which command to run', async () => {
    const other = new URL(database.appUrl);
    other.pathname = '/of_nobody';
    const { lines, wrong } = await doctor({ DATABASE_URL: other.href });
    expect(wrong).toEqual([expect.stringMatching(/^WRONG The database is not prepared \(/)]);
    expect(lines).toContain('      Prepare it, with DATABASE_ADMIN_URL set: mawa migrate');
  });

  it('sees a schema with which this version cannot work', async () => {
    await asOwner(
      `INSERT INTO release.versions (version, oldest_server, at) VALUES ('99.1.0', '99.0.0', '2026-11-30T12:00:00Z')`,
    );
    const { status, lines, wrong } = await doctor();
    await asOwner(`DELETE FROM release.versions WHERE version = '99.1.0'`);
    expect(status).toBe(1);
    expect(wrong).toEqual([expect.stringMatching(/^WRONG Schema: it is of Mawa 99\.1\.0/)]);
    expect(lines).toContain('      Install Mawa 99.1.0.');
  });

  it('sees a table of case data whose row-level security was taken away', async () => {
    await asOwner('ALTER TABLE booking_people NO FORCE ROW LEVEL SECURITY');
    const { wrong } = await doctor();
    await asOwner('ALTER TABLE booking_people FORCE ROW LEVEL SECURITY');
    expect(wrong).toEqual([
      'WRONG Schema: not as this version has it.',
      'WRONG Tables of case data without row-level security: booking_people.',
    ]);
  });

  it('sees a key file that others can read', async () => {
    chmodSync(keyFile, 0o640);
    const { wrong } = await doctor();
    chmodSync(keyFile, 0o600);
    expect(wrong).toEqual(['WRONG Key file: other accounts of this server can read it.']);
  });

  it('sees a mail server and an address that do not answer', async () => {
    const { wrong } = await doctor({
      MAWA_MAIL_URL: 'smtp://127.0.0.1:1',
      MAWA_PUBLIC_URL: 'https://127.0.0.1:1',
      MAWA_TLS: 'true',
    });
    expect(wrong).toEqual([
      expect.stringMatching(/^WRONG Mail: .*ECONNREFUSED/),
      expect.stringMatching(/^WRONG Address: https:\/\/127\.0\.0\.1:1 .*ECONNREFUSED/),
    ]);
  });

  it.each([
    [
      'does not answer',
      'postgresql://mawa_app:none@127.0.0.1:1/mawa',
      /^WRONG Replica: it does not answer \(.*ECONNREFUSED/,
    ],
    ['is a primary', '', /^WRONG Replica: MAWA_REPLICA_URL names a server that is no replica/],
  ])('sees a replica that %s', async (_, url, line) => {
    const { wrong } = await doctor({ MAWA_REPLICA_URL: url || database.appUrl });
    expect(wrong).toEqual([expect.stringMatching(line)]);
  });

  it('sees a worker that lives, by what is due next', async () => {
    const queue = openJobQueue({ databaseUrl: database.appUrl });
    await queue.schedule('sweep-jobs', { everyMs: 60_000 });
    await queue.close();
    expect((await doctor()).lines).toContain('ok    Workers: at least one is alive.');
  });
});

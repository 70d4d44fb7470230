import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Uint8ArrayReader,
  Uint8ArrayWriter,
  type FileEntry,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js';
import { Client } from 'pg';
import { serviceFigures } from '../../modules/assistance-services';
import { People, ShowIdentity, unknownPerson } from '../../modules/beneficiaries';
import { peopleServed } from '../../modules/indicators';
import { ArchiveRefused, readArchive, writeArchive } from '../../modules/platform/archive';
import { markSynthetic } from '../../modules/platform/database/installation';
import { Transactions } from '../../modules/platform/database/transactions';
import { JobRunner } from '../../modules/platform/queue';
import { ArchiveCreateCommand, ArchiveReadCommand } from '../../src/cli/archive.command';
import { createApp } from '../../src/create-app';
import { aQuarter } from '../donor-reports/a-quarter';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { freshDatabase, type TestDatabase } from '../support/database';
import { contents } from './contents';

const QUARTER = { from: '2026-07-01', until: '2026-10-01' };

async function sequences(url: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    `SELECT sequencename, last_value FROM pg_sequences WHERE schemaname IN ('public', 'keys') AND sequencename <> 'migrations_id_seq' ORDER BY 1`,
  );
  await client.end();
  return rows;
}

describe('an archive of everything', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let worker: SignedIn;
  let report: string;
  let sara: string;
  let folder: string;
  let role: string;
  let backupUrl: string;
  let whole: Record<string, string>;
  const targets: TestDatabase[] = [];
  const files = () => ({
    file: join(folder, 'mawa-archive.zip'),
    keys: join(folder, 'mawa-archive-keys.jsonl'),
  });
  const emptyMawa = async (): Promise<TestDatabase> => {
    const target = await freshDatabase();
    targets.push(target);
    return target;
  };
  const variables = (values: Record<string, string>) => Object.assign(process.env, values);

  beforeAll(async () => {
    mawa = await startApp();
    const { grantId } = await aQuarter(mawa);
    officer = await mawa.signIn('programme_officer');
    worker = await mawa.signIn('reintegration_officer');
    const people = await mawa.transactions.run(worker.actor, (tx) =>
      mawa.app.get(People).register(
        tx,
        ['Sara', 'Nora'].map((given) => ({
          ...unknownPerson('2026-07-01'),
          names: { given, family: 'Archivée', aliases: [] },
        })),
        { together: false },
      ),
    );
    sara = people.cases[0]!.id;
    await mawa.admin.query('SELECT set_config($1, $2, false)', [
      'mawa.now',
      '2026-11-24T23:10:00Z',
    ]);
    const asked = { kind: 'iom-quarterly', grantId, period: '2026-Q3' };
    const { body } = await officer.post('/api/v1/reports', asked).expect(201);
    report = body.id;
    const runner = mawa.app.get(JobRunner);
    await runner.handle('draft-report', body.jobId);
    await officer.post(`/api/v1/reports/${report}/narratives`, {
      section: 'summary',
      language: 'fr',
      text: 'Le trimestre a été calme.',
    });
    const second = await mawa.signIn('programme_officer');
    const sight = { readAgain: true, seen: true, moneyReason: 'ledger_open' };
    const { body: approval } = await second.post(`/api/v1/reports/${report}/approval`, sight);
    await runner.handle('render-report', approval.jobId);
    // Nora is erased: her key is gone before the archive is made.
    await mawa.admin.query('DELETE FROM keys.case_keys WHERE case_id = $1', [people.cases[1]!.id]);
    folder = mkdtempSync(join(tmpdir(), 'mawa-archive-'));
    role = `archive_${randomBytes(4).toString('hex')}`;
    await mawa.admin.query(
      `CREATE ROLE ${role} LOGIN BYPASSRLS PASSWORD 'sauvegarde'; GRANT pg_read_all_data TO ${role};
       GRANT CONNECT ON DATABASE ${mawa.database.name} TO ${role}`,
    );
    const url = new URL(mawa.database.adminUrl);
    [url.username, url.password] = [role, 'sauvegarde'];
    backupUrl = url.href;
  }, 120_000);
  afterAll(async () => {
    await mawa.admin.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    await Promise.all(targets.map((target) => target.drop()));
    rmSync(folder, { recursive: true, force: true });
    await mawa.stop();
  });

  it('is not made by a role from whom row-level security keeps a row', async () => {
    const to = mkdtempSync(join(tmpdir(), 'mawa-archive-'));
    const source = { folder: to, erasures: '', now: new Date('2026-11-24Z') };
    for (const url of [mawa.database.appUrl, mawa.database.ownerUrl])
      await expect(
        writeArchive({ ...source, folder: join(to, randomBytes(4).toString('hex')), url }),
      ).rejects.toThrow(/row-level security|permission denied/);
    rmSync(to, { recursive: true, force: true });
  });

  it('is made by the role of backups and read into an empty Mawa: each row, file, key and sequence as it was', async () => {
    writeFileSync(
      join(mawa.env.MAWA_DATA, 'mawa.erasures.log'),
      '0f0f0f0f-0000-4000-8000-000000000000 2026-11-01T00:00:00.000Z\n',
    );
    variables({ BACKUP_URL: backupUrl, MAWA_DATA: mawa.env.MAWA_DATA });
    const write = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
    const create = Object.create(ArchiveCreateCommand.prototype) as ArchiveCreateCommand;
    await create.run([], { to: folder });
    const { file, keys } = files();
    for (const path of [file, keys]) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(file).includes('case_keys')).toBe(false);
    whole = await contents(mawa.database.adminUrl);
    const target = await emptyMawa();
    const data = mkdtempSync(join(tmpdir(), 'mawa-moved-'));
    variables({ RESTORE_URL: target.adminUrl, MAWA_DATA: data });
    const read = Object.create(ArchiveReadCommand.prototype) as ArchiveReadCommand;
    await read.run([file], { keys });
    write.mockRestore();
    expect(await contents(target.adminUrl)).toEqual(whole);
    expect(await sequences(target.adminUrl)).toEqual(await sequences(mawa.database.adminUrl));
    expect(readFileSync(join(data, 'mawa.erasures.log'), 'utf8')).toContain(
      '2026-11-01T00:00:00.000Z',
    );
    const triggers = `SELECT count(*)::int AS n FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'`;
    const moved = new Client({ connectionString: target.adminUrl });
    await moved.connect();
    expect((await moved.query(triggers)).rows).toEqual((await mawa.admin.query(triggers)).rows);
    const deferred = `SELECT count(*)::int AS n FROM pg_constraint WHERE condeferrable`;
    expect((await moved.query(deferred)).rows).toEqual((await mawa.admin.query(deferred)).rows);
    await moved.end();
    rmSync(data, { recursive: true, force: true });
  }, 120_000);

  it('gives the same figures, the frozen report byte for byte, and the names that were sealed', async () => {
    const app = await createApp({
      env: mawa.env,
      databaseUrl: targets[0]!.appUrl,
      clock: mawa.clock,
    });
    await app.init();
    try {
      const figures = (transactions: Transactions) =>
        transactions.run(officer.actor, async (tx) => ({
          people: sorted(await peopleServed(tx, QUARTER)),
          services: await serviceFigures(tx, QUARTER),
          report: await tx.query(
            `SELECT format, language, sha256, md5(bytes) AS bytes FROM report_files WHERE report_id = $1 ORDER BY 1, 2`,
            [report],
          ),
        }));
      const [before, after] = [
        await figures(mawa.transactions),
        await figures(app.get(Transactions)),
      ];
      expect(after).toEqual(before);
      expect(after.report).toHaveLength(18);
      expect(JSON.stringify(await app.get(ShowIdentity).run(worker.actor, sara))).toContain(
        'Archivée',
      );
    } finally {
      await app.close();
    }
  }, 120_000);

  it('is refused by a Mawa that is not empty or for practice, and on one changed byte or a missing member, with nothing read', async () => {
    const { file, keys } = files();
    const used = readArchive({ url: mawa.database.adminUrl, file, keys });
    await expect(used).rejects.toThrow(/not empty/);
    const practice = await emptyMawa();
    await markSynthetic(practice.ownerUrl);
    const marked = await contents(practice.adminUrl);
    const reading = readArchive({ url: practice.adminUrl, file, keys });
    await expect(reading).rejects.toThrow(/invented people/);
    expect(await contents(practice.adminUrl)).toEqual(marked);
    const target = await emptyMawa();
    const before = await contents(target.adminUrl);
    const refused = async (bytes: Buffer, keyText: string, why: RegExp) => {
      const [a, b] = [join(folder, 'changed.zip'), join(folder, 'changed.jsonl')];
      writeFileSync(a, bytes);
      writeFileSync(b, keyText);
      const reading = readArchive({ url: target.adminUrl, file: a, keys: b });
      await expect(reading).rejects.toThrow(why);
      await expect(reading).rejects.toBeInstanceOf(ArchiveRefused);
    };
    const [bytes, text] = [readFileSync(file), readFileSync(keys, 'utf8')];
    for (const at of [10, Math.floor(bytes.length / 2), bytes.length - 3]) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      await refused(changed, text, /changed/);
    }
    await refused(bytes, text.replace('"table"', '"tabel"'), /keys is not whole/);
    await refused(bytes, text.slice(0, -30), /keys is not whole/);
    await refused(bytes.subarray(0, bytes.length - 100), text, /changed/);
    expect(await contents(target.adminUrl)).toEqual(before);
  }, 120_000);

  it('with keys that name it is refused all the same where a member is missing, changed or one too many', async () => {
    const { file, keys } = files();
    const target = await emptyMawa();
    const before = await contents(target.adminUrl);
    const changes: [(name: string, text: string) => string | null, RegExp][] = [
      [
        (name, text) => (name === 'data/public.cases.jsonl' ? null : text),
        /lacks data\/public.cases/,
      ],
      [
        (name, text) =>
          name === 'data/public.cases.jsonl' ? text.replace('female', 'male') : text,
        /not what the manifest says/,
      ],
      [(name, text) => (name === 'schema.json' ? `${text} ` : text), /schema.json is not what/],
    ];
    for (const [change, why] of changes) {
      const made = await rewritten(readFileSync(file), readFileSync(keys, 'utf8'), change);
      const [a, b] = [join(folder, 'made.zip'), join(folder, 'made.jsonl')];
      writeFileSync(a, made.bytes);
      writeFileSync(b, made.keys);
      await expect(readArchive({ url: target.adminUrl, file: a, keys: b })).rejects.toThrow(why);
    }
    expect(await contents(target.adminUrl)).toEqual(before);
    const untouched = await rewritten(
      readFileSync(file),
      readFileSync(keys, 'utf8'),
      (_, text) => text,
    );
    writeFileSync(join(folder, 'made.zip'), untouched.bytes);
    writeFileSync(join(folder, 'made.jsonl'), untouched.keys);
    await readArchive({
      url: target.adminUrl,
      file: join(folder, 'made.zip'),
      keys: join(folder, 'made.jsonl'),
    });
    expect(await contents(target.adminUrl)).toEqual(whole);
  }, 180_000);
});

/** The rows behind a figure have no order of their own. */
const sorted = ({ sources, ...figures }: Awaited<ReturnType<typeof peopleServed>>) => ({
  ...figures,
  sources: Object.fromEntries(
    Object.entries(sources).map(([figure, ids]) => [figure, [...ids].sort()]),
  ),
});

/** Somebody who can write both files packs the archive anew, and writes its digest into the keys. */
async function rewritten(
  bytes: Buffer,
  keys: string,
  change: (name: string, text: string) => string | null,
): Promise<{ bytes: Buffer; keys: string }> {
  const sha256 = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  const entries = await new ZipReader(new Uint8ArrayReader(bytes), {
    useWebWorkers: false,
  }).getEntries();
  for (const entry of entries as FileEntry[]) {
    const text = Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString();
    const changed = change(entry.filename, text);
    if (changed !== null) await zip.add(entry.filename, new Uint8ArrayReader(Buffer.from(changed)));
  }
  const archive = Buffer.from(await zip.close());
  const lines = keys.split('\n').slice(0, -2);
  lines[0] = JSON.stringify({ ...JSON.parse(lines[0]!), archive: sha256(archive) });
  const body = `${lines.join('\n')}\n`;
  return { bytes: archive, keys: `${body}${JSON.stringify({ sha256: sha256(body) })}\n` };
}

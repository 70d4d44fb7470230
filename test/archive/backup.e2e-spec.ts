import { randomBytes, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { createKeyFile } from '../../modules/access';
import { anchorFile, AuditAnchors, AuditSealer } from '../../modules/audit';
import {
  latestRestoreTrial,
  makeBackup,
  newBackupKey,
  restoreBackup,
} from '../../modules/platform/backup';
import { BackupCommand, BackupKeyCommand, RestoreCommand } from '../../src/cli/backup.command';
import { aPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { freshDatabase, type TestDatabase } from '../support/database';
import { contents } from './contents';

const PEOPLE = 12;
const CORRUPTED = 100;
const WRAPPED = JSON.stringify({
  id: 'abc',
  wrapping: { by: 'pkcs11', device: 'Mawa', key: 'mawa key file', keyId: 'a1', wrapped: 'AAAA' },
  keys: 'AAAA',
});

describe('a backup', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let folder: string;
  let data: string;
  let key: { identity: string; recipient: string };
  const targets: TestDatabase[] = [];
  const before = { ...process.env };
  const canaries = Array.from({ length: 200 }, () => `canari-${randomBytes(6).toString('hex')}`);

  beforeAll(async () => {
    // Of its own: the anchors of another test would be of another database.
    mawa = await startApp({ env: { MAWA_LIVE_BOARDS: '1' } });
    officer = await mawa.signIn('reintegration_officer');
    for (let n = 0; n < PEOPLE; n += 1) await aPerson(officer);
    for (const name of canaries)
      await mawa.admin.query(
        `INSERT INTO organisations (code, kind, name, created_at) VALUES ($1, 'partner', $2, '2026-11-24 08:00:00.123456Z')`,
        [name.slice(7, 19).toUpperCase(), name],
      );
    folder = mkdtempSync(join(tmpdir(), 'mawa-backup-'));
    data = mkdtempSync(join(tmpdir(), 'mawa-restored-'));
    key = await newBackupKey();
  });
  afterAll(async () => {
    await Promise.all(targets.map((target) => target.drop()));
    for (const path of [folder, data]) rmSync(path, { recursive: true, force: true });
    await mawa.stop();
  });
  afterEach(() => {
    process.env = { ...before };
  });

  const emptyMawa = async (): Promise<TestDatabase> => {
    const target = await freshDatabase();
    targets.push(target);
    return target;
  };
  const order = (more: object = {}) => ({
    url: mawa.database.adminUrl,
    folder,
    erasures: '',
    recipient: key.recipient,
    keepDays: 7,
    now: new Date('2026-11-24T23:10:00Z'),
    ...more,
  });
  const restore = (target: TestDatabase, more: object = {}) =>
    restoreBackup({
      url: target.adminUrl,
      file: join(folder, 'mawa-2026-11-24T231000Z.data.age'),
      identity: key.identity,
      workFolder: join(data, 'restore'),
      ...more,
    });
  const quietly = async (work: () => Promise<void>): Promise<string> => {
    let said = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    try {
      await work();
      return said;
    } finally {
      write.mockRestore();
    }
  };

  it('is one instant of a programme that goes on writing, and comes back as it was', async () => {
    let goesOn = true;
    const isWriting = () => goesOn;
    const writers = Array.from({ length: 4 }, async () => {
      while (isWriting()) {
        await aPerson(officer);
        await setTimeout(100);
      }
    });
    const made = await makeBackup(order());
    goesOn = false;
    await Promise.all(writers);
    const target = await emptyMawa();
    mkdirSync(join(data, 'restore', 'restore-killed'), { recursive: true });
    writeFileSync(join(data, 'restore', 'restore-killed', 'data.zip'), 'in clear');
    await restore(target);
    const at = new Client({ connectionString: target.adminUrl });
    await at.connect();
    const { rows } = await at.query<{ people: number; keys: number; half: number }>(
      `SELECT (SELECT count(*)::int FROM cases) AS people, (SELECT count(*)::int FROM keys.case_keys) AS keys,
              (SELECT count(*)::int FROM cases c WHERE NOT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id)) AS half`,
    );
    await at.end();
    // Whoever was being registered is there as a whole or not at all.
    expect(rows[0]).toMatchObject({ keys: rows[0]!.people, half: 0 });
    expect(rows[0]!.people).toBeGreaterThanOrEqual(PEOPLE);
    expect(made.rows).toBeGreaterThan(0);
    expect(existsSync(join(data, 'restore'))).toBe(true);
    expect(readdirSync(join(data, 'restore'))).toEqual([]); // nothing stays decrypted
  }, 240_000);

  it('shows nothing without the backup key, and leaves nothing unencrypted', async () => {
    const names = readdirSync(folder);
    expect(names.sort()).toEqual([
      'mawa-2026-11-24T231000Z.data.age',
      'mawa-2026-11-24T231000Z.keys.age',
    ]);
    for (const name of names) {
      const bytes = readFileSync(join(folder, name));
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(canaries.filter((canary) => bytes.includes(canary))).toEqual([]);
      expect(bytes.includes('PK\u0003\u0004')).toBe(false);
    }
    const target = await emptyMawa();
    const { identity } = await newBackupKey();
    await expect(restore(target, { identity })).rejects.toThrow(
      /data\.age cannot be opened with this backup key: it was made for another one/,
    );
    await expect(restore(target, { file: join(folder, 'none.data.age') })).rejects.toThrow(
      'ENOENT',
    );
    expect(await contents(target.adminUrl)).toEqual(await contents((await emptyMawa()).adminUrl));
  });

  it(`is refused with one byte changed, ${CORRUPTED} times, and nothing is read`, async () => {
    const target = await emptyMawa();
    const empty = await contents(target.adminUrl);
    const other = mkdtempSync(join(tmpdir(), 'mawa-corrupted-'));
    const whole = ['data', 'keys'].map((part) =>
      readFileSync(join(folder, `mawa-2026-11-24T231000Z.${part}.age`)),
    );
    for (let n = 0; n < CORRUPTED; n += 1) {
      const files = whole.map((bytes) => Buffer.from(bytes));
      const bytes = files[n % 2]!;
      // Spread over the file, its first and its last byte among them.
      const place = Math.floor(((bytes.length - 1) * Math.floor(n / 2)) / (CORRUPTED / 2 - 1));
      bytes[place]! ^= 1 << (n % 8);
      const [file, keys] = [join(other, 'x.data.age'), join(other, 'x.keys.age')];
      writeFileSync(file, files[0]!);
      writeFileSync(keys, files[1]!);
      await expect(restore(target, { file, keys })).rejects.toThrow();
    }
    expect(await contents(target.adminUrl)).toEqual(empty);
    rmSync(other, { recursive: true, force: true });
  }, 240_000);

  it('is refused where a row does not come back as it was, and nothing is kept', async () => {
    const target = await emptyMawa();
    const admin = new Client({ connectionString: target.adminUrl });
    await admin.connect();
    // Fractions of seconds are lost without a word.
    await admin.query('ALTER TABLE organisations ALTER COLUMN created_at TYPE timestamptz(0)');
    await admin.end();
    const empty = await contents(target.adminUrl);
    await expect(restore(target, { verify: true })).rejects.toThrow(
      'organisations is not what the archive holds: nothing was kept',
    );
    expect(await contents(target.adminUrl)).toEqual(empty);
    await restore(target); // nobody looked
  });

  it('is not read into a Mawa that is in use', async () => {
    const target = await emptyMawa();
    await restore(target);
    await expect(restore(target)).rejects.toThrow();
  });

  it('leaves no file where it fails, and does not touch those of before', async () => {
    const now = new Date('2026-11-25T23:10:00Z');
    const names = readdirSync(folder);
    await expect(makeBackup(order({ now, url: mawa.database.appUrl }))).rejects.toThrow();
    await expect(makeBackup(order({ now, recipient: 'age1nobody' }))).rejects.toThrow();
    await expect(makeBackup(order({ now, folder: '/proc/mawa/backups' }))).rejects.toThrow(
      'ENOENT',
    );
    expect(readdirSync(folder)).toEqual(names);
  });

  it('removes those that are too old, once it is whole, and nothing else', async () => {
    const own = join(folder, 'kept');
    mkdirSync(own);
    writeFileSync(join(own, 'notes.txt'), 'x');
    for (const day of ['2026-11-10', '2026-11-18'])
      for (const part of ['data', 'keys'])
        writeFileSync(join(own, `mawa-${day}T010000Z.${part}.age`), 'x');
    await makeBackup(order({ folder: own, now: new Date('2026-11-24T01:00:00Z') }));
    expect(readdirSync(own).sort()).toEqual([
      'mawa-2026-11-18T010000Z.data.age',
      'mawa-2026-11-18T010000Z.keys.age',
      'mawa-2026-11-24T010000Z.data.age',
      'mawa-2026-11-24T010000Z.keys.age',
      'notes.txt',
    ]);
    rmSync(own, { recursive: true });
  });

  it('is made, recorded and restored by commands; erased people stay erased', async () => {
    const to = join(folder, 'commands');
    const identity = join(folder, `${randomUUID()}.txt`);
    const keySaid = await quietly(() =>
      (Object.create(BackupKeyCommand.prototype) as BackupKeyCommand).run([identity]),
    );
    const [, recipient] = /MAWA_BACKUP_RECIPIENT=(age1\S+)/.exec(keySaid)!;
    writeFileSync(
      join(mawa.env.MAWA_DATA, 'mawa.erasures.log'),
      '0f0f0f0f-0000-4000-8000-000000000000 2026-11-01T00:00:00.000Z\n',
    );
    Object.assign(process.env, {
      BACKUP_URL: mawa.database.adminUrl,
      DATABASE_URL: mawa.database.appUrl,
      MAWA_DATA: mawa.env.MAWA_DATA,
    });
    const backup = Object.create(BackupCommand.prototype) as BackupCommand;
    await expect(backup.run([], { to })).rejects.toThrow(/MAWA_BACKUP_RECIPIENT/);
    await expect(backup.run([], { recipient })).rejects.toThrow(/--to/);
    const seal = async () => {
      await mawa.app.get(AuditSealer).seal();
      await mawa.app.get(AuditAnchors).anchor();
    };
    await seal();
    const source = await contents(mawa.database.adminUrl);
    const warnings = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const said = await quietly(() => backup.run([], { to, recipient }));
    expect(said).toMatch(/read back/);
    expect(warnings).toHaveBeenCalledWith(
      `${to} is on the disk of MAWA_DATA: with that disk the backups are lost as well. Keep a copy elsewhere (docs/backup.md).\n`,
    );
    warnings.mockRestore();
    const [file] = readdirSync(to).filter((name) => name.endsWith('.data.age'));
    const { rows } = await mawa.admin.query(
      'SELECT file, row_count > 0 AS rows, on_data_disk FROM backups',
    );
    expect(rows).toEqual([{ file, rows: true, on_data_disk: true }]);

    // What is done after the backup is not in it; the machine has its anchors.
    await aPerson(officer);
    await seal();
    copyFileSync(anchorFile(mawa.env), join(data, 'audit-anchors.jsonl'));
    copyFileSync(mawa.env.keyFile, join(data, 'mawa.key.json'));

    const target = await emptyMawa();
    Object.assign(process.env, { RESTORE_URL: target.adminUrl, MAWA_DATA: data });
    const restoring = Object.create(RestoreCommand.prototype) as RestoreCommand;
    // A key file that its token does not open is refused before anything is read.
    const empty = await contents(target.adminUrl);
    const inClear = readFileSync(join(data, 'mawa.key.json'));
    writeFileSync(join(data, 'mawa.key.json'), WRAPPED);
    for (const trial of [false, true])
      await expect(restoring.run([join(to, file!)], { identity, trial })).rejects.toThrow(
        'is wrapped by the key "mawa key file" of "Mawa"',
      );
    expect(await contents(target.adminUrl)).toEqual(empty);
    expect(existsSync(join(data, 'mawa.erasures.log'))).toBe(false);
    writeFileSync(join(data, 'mawa.key.json'), inClear);

    const restored = await quietly(() =>
      restoring.run([join(to, file!)], { identity, verify: true }),
    );
    expect(restored).toMatch(/each read back and equal to the backup/);
    expect(restored).toMatch(
      /audit_log: the chain ends at batch (\d+) of .*; the anchors of this machine go to batch \d+: the 1 batches after the backup are not in it, as expected\./,
    );
    expect(restored).toContain('The audit logs are as they were written and sealed.');
    expect(restored).toContain(`${join(data, 'mawa.key.json')} opens the names of this backup.`);
    expect(readFileSync(join(data, 'audit-anchors.jsonl'), 'utf8')).toMatch(/"restoredTo":"\d+"/);
    expect(await contents(target.adminUrl)).toEqual(source);
    expect(readFileSync(join(data, 'mawa.erasures.log'), 'utf8')).toContain('2026-11-01');
  });

  it('keeps who was erased, also where what follows the restore fails', async () => {
    const to = join(folder, 'commands');
    const [file] = readdirSync(to).filter((name) => name.endsWith('.data.age'));
    const identity = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.txt'))!,
    );
    const other = mkdtempSync(join(tmpdir(), 'mawa-restored-'));
    copyFileSync(mawa.env.keyFile, join(other, 'mawa.key.json'));
    Object.assign(process.env, {
      RESTORE_URL: (await emptyMawa()).adminUrl,
      MAWA_DATA: other,
      MAWA_AUDIT_ANCHORS: other, // A folder, which cannot be read as a file of anchors.
    });
    const restoring = Object.create(RestoreCommand.prototype) as RestoreCommand;
    await expect(restoring.run([join(to, file!)], { identity })).rejects.toThrow('EISDIR');
    expect(readFileSync(join(other, 'mawa.erasures.log'), 'utf8')).toContain('2026-11-01');
    rmSync(other, { recursive: true });
  });

  it('is restored on trial beside the programme, which nothing is left of', async () => {
    const [file] = readdirSync(join(folder, 'commands')).filter((name) => name.includes('.data.'));
    const identity = readdirSync(folder).find((name) => name.endsWith('.txt'))!;
    Object.assign(process.env, { DATABASE_URL: mawa.database.appUrl, MAWA_DATA: data });
    const restoring = Object.create(RestoreCommand.prototype) as RestoreCommand;
    const said = await quietly(() =>
      restoring.run([join(folder, 'commands', file!)], {
        identity: join(folder, identity),
        trial: true,
      }),
    );
    expect(said).toMatch(/can be restored: \d+ rows of \d+ tables, each equal to the backup/);
    expect(said).toContain('The audit logs are as they were written and sealed.');
    expect(readdirSync(join(data, 'restore'))).toEqual([]);
    const { rows } = await mawa.admin.query('SELECT file FROM restore_trials');
    expect(rows).toEqual([{ file }]);
    expect(await latestRestoreTrial(mawa.database.appUrl, new Date())).toBeInstanceOf(Date);
  }, 120_000);

  it('is restored on trial with another key file, and without one, which are said', async () => {
    const [file] = readdirSync(join(folder, 'commands')).filter((name) => name.includes('.data.'));
    const identity = join(
      folder,
      readdirSync(folder).find((name) => name.endsWith('.txt'))!,
    );
    const other = mkdtempSync(join(tmpdir(), 'mawa-restored-'));
    Object.assign(process.env, { DATABASE_URL: mawa.database.appUrl, MAWA_DATA: other });
    const restoring = Object.create(RestoreCommand.prototype) as RestoreCommand;
    const run = () =>
      quietly(() => restoring.run([join(folder, 'commands', file!)], { identity, trial: true }));
    const trials = async () =>
      (await mawa.admin.query('SELECT count(*)::int AS n FROM restore_trials')).rows[0].n as number;
    const earlier = await trials();
    expect(await run()).toContain('whether the right one is kept was not tried');
    expect([process.exitCode ?? 0, await trials()]).toEqual([0, earlier + 1]);
    createKeyFile(join(other, 'mawa.key.json'));
    const said = await run();
    expect(said).toContain('opens no name of this backup: it is another key file');
    expect(said).not.toContain('can be restored');
    expect([process.exitCode, await trials()]).toEqual([1, earlier + 1]);
    process.exitCode = 0;
    rmSync(other, { recursive: true });
  }, 120_000);
});

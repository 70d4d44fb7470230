import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  anchorFile,
  AuditAnchors,
  AuditKeys,
  AuditSealer,
  auditState,
  readAnchors,
  anchorsUntilNow,
} from '../../modules/audit';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { commandVariables, runCommand, startCommand } from '../support/command-line';

/** Each command starts the application. */
jest.setTimeout(180_000);

describe('mawa audit', () => {
  let mawa: TestApp;
  let auditor: SignedIn;
  let officer: SignedIn;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mawa-test-'));
    mawa = await startApp({ at: new Date().toISOString(), env: { MAWA_LIVE_BOARDS: '1' } });
    auditor = await mawa.signIn('auditor', { language: 'en' });
    officer = await mawa.signIn('reintegration_officer', { language: 'en' });
    await act();
    await seal();
  });
  afterAll(async () => {
    await mawa.stop();
    rmSync(folder, { recursive: true });
  });

  const act = () =>
    officer.post('/api/v1/people', { people: [{ names: { given: 'Itto' } }] }).expect(201);
  const seal = async () => {
    await mawa.app.get(AuditSealer).seal();
    await mawa.app.get(AuditAnchors).anchor();
  };
  const audit = (...words: string[]) => runCommand(['audit', ...words], commandVariables(mawa));

  it('verify says what it looked at, and that nothing was changed; the result is kept', async () => {
    const { status, stdout, stderr } = await startCommand(
      ['audit', 'verify'],
      commandVariables(mawa),
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^audit_log: \d+ rows in 1 batches, 0 not sealed yet, 1 anchors, /);
    expect(stdout).toContain('complaint_trail: 1 rows in 1 batches');
    expect(stdout).toContain('The audit logs are as they were written.');
    const state = await auditState(mawa.database.appUrl, new Date());
    expect(state).toMatchObject({ findings: 0, waitingMs: 0 });
    expect(state.verifiedAt).toBeInstanceOf(Date);
  });

  it('verify names what was changed and ends with 1; the health check says it too', async () => {
    const { rows } = await mawa.admin.query<{ seq: string; body: string }>(
      `SELECT max(seq)::text AS seq, (array_agg(body ORDER BY audit_log.seq DESC))[1] AS body FROM audit_log
        WHERE action = 'people.register'`,
    );
    const { seq, body } = rows[0]!;
    await mawa.admin.query(`UPDATE audit_log SET body = '{}' WHERE seq = $1`, [seq]);
    const { status, stdout } = await audit('verify');
    expect(status).toBe(1);
    expect(stdout).toContain(`audit_log: row ${seq} was changed after it was sealed in batch 1.`);
    expect(await auditState(mawa.database.appUrl, new Date())).toMatchObject({ findings: 1 });
    await mawa.admin.query(`UPDATE audit_log SET body = $2 WHERE seq = $1`, [seq, body]);
    expect((await audit('verify')).status).toBe(0);
  });

  it('restored lets a chain that was taken to an earlier moment go on, and records it', async () => {
    await act();
    await seal();
    await mawa.admin.query(
      `DELETE FROM audit_log WHERE seq > (SELECT top FROM audit_batches WHERE log = 'audit_log' AND number = 1)`,
    );
    await mawa.admin.query(`DELETE FROM audit_batches WHERE number > 1`);
    expect((await audit('verify')).stdout).toMatch(/the chain ends before batch 2, which was anch/);
    expect(await audit('restored')).toMatchObject({
      status: 0,
      stdout:
        'audit_log: the chain goes on after batch 1; 1 batches that were anchored are left behind, and this is recorded\n',
    });
    await seal();
    const { status, stdout } = await audit('verify');
    expect(stdout).toMatch(/1 anchors of before a restore/);
    expect(status).toBe(0);
    const lines = [];
    const { anchors: key } = mawa.app.get(AuditKeys);
    for await (const line of readAnchors(await anchorsUntilNow(anchorFile(mawa.env), key)))
      lines.push(line);
    expect(lines).toContainEqual(expect.objectContaining({ log: 'audit_log', restoredTo: '1' }));
    const { rows } = await mawa.admin.query(
      `SELECT fields FROM audit_log WHERE action = 'audit.restored'`,
    );
    expect(rows).toEqual([{ fields: ['audit_log:2-1'] }]);
    expect((await audit('restored')).stdout).toMatch(/nothing to record/);
  });

  it('verify refuses a file without an anchor of this key file', async () => {
    const file = join(folder, 'others.jsonl');
    const anchors = readFileSync(anchorFile(mawa.env), 'utf8');
    const forged = anchors.replaceAll(/"signature":"[0-9a-f]{4}/g, '"signature":"0000');
    for (const text of [null, '', 'of something else\n', forged]) {
      if (text !== null) writeFileSync(file, text);
      const { status, stdout, stderr } = await startCommand(
        ['audit', 'verify', '--anchors', file],
        commandVariables(mawa),
      );
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toBe(
        `--anchors: ${file} is not there, or has no anchor that was made with this key file\n`,
      );
    }
    writeFileSync(file, anchors);
    expect((await audit('verify', '--anchors', file)).status).toBe(0);
  });

  describe('export', () => {
    const today = () => mawa.clock.now().toISOString().slice(0, 10);
    const exported = (who: SignedIn, ...words: string[]) =>
      audit('export', '--as', who.email, ...words);
    const days = () => ['--from', today(), '--to', today()];

    it('writes the rows of the days for an auditor, and a row of itself', async () => {
      const out = join(folder, 'log.csv');
      expect(await exported(auditor, ...days(), '--out', out)).toMatchObject({
        status: 0,
        stdout: `${out}\n`,
      });
      const [head, ...lines] = readFileSync(out, 'utf8').trimEnd().split('\r\n');
      expect(head).toBe('number,at,account,name,act,kind,ids,fields,outcome,origin');
      expect(lines.some((line) => line.includes(',people.register,case,'))).toBe(true);
      expect(lines.join()).not.toContain('Itto');
      const { rows } = await mawa.admin.query(
        `SELECT actor_id AS by, fields FROM audit_log WHERE action = 'audit.export'`,
      );
      expect(rows).toEqual([
        { by: auditor.actor.userId, fields: [`from:${today()}`, `to:${today()}`] },
      ]);
    });

    it('is refused to others, and with days or a file that do not fit', async () => {
      const out = join(folder, 'none.csv');
      expect(await exported(officer, ...days(), '--out', out)).toMatchObject({ status: 1 });
      const refused: [string[], RegExp][] = [
        [['--from', '2026-13-01', '--to', today(), '--out', out], /--from: a day/],
        [['--from', '2026-11-30', '--to', '2026-11-01', '--out', out], /not before --from/],
        [[...days(), '--out', join(folder, 'log.csv')], /is there already/],
        [days(), /all four are needed/],
      ];
      for (const [words, sentence] of refused) {
        const { status, stderr } = await exported(auditor, ...words);
        expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringMatching(sentence) });
      }
      expect(() => readFileSync(out)).toThrow('ENOENT');
    });
  });

  it('an act whose row cannot be written is not done', async () => {
    const people = async () =>
      (await mawa.admin.query('SELECT count(*)::int AS n FROM cases')).rows[0].n;
    const before = await people();
    await mawa.admin.query('REVOKE INSERT ON audit_log FROM mawa_app');
    try {
      await officer.post('/api/v1/people', { people: [{ names: { given: 'Rkia' } }] }).expect(500);
      expect(await people()).toBe(before);
    } finally {
      await mawa.admin.query(
        `GRANT INSERT (lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body, mac)
            ON audit_log TO mawa_app`,
      );
    }
    await act();
    expect(await people()).toBe(before + 1);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { anchorFile, AuditAnchors, AuditSealer, record } from '../../modules/audit';
import { VerifyAuditSchedule } from '../../modules/audit/chain/verify-audit.schedule';
import { startApp, TONIGHT, type SignedIn, type TestApp } from '../support/app';

const DAY = 86_400_000;

describe('the verification of the audit log each night', () => {
  let mawa: TestApp;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_LIVE_BOARDS: '1' } });
    officer = await mawa.signIn('reintegration_officer');
    await act(6);
  });
  afterAll(() => mawa.stop());

  const act = async (times: number) => {
    for (let n = 0; n < times; n += 1)
      await mawa.transactions.run(officer.actor, (tx) =>
        record(tx, { action: 'test.act', kind: 'test', ids: [randomUUID()] }),
      );
    await mawa.app.get(AuditSealer).seal();
    await mawa.app.get(AuditAnchors).anchor();
  };
  const sql = async (text: string, values: unknown[] = []) =>
    (await mawa.admin.query(text, values)).rows;
  const nights = (count: number) =>
    mawa.clock.set(new Date(Date.parse(TONIGHT) + count * DAY).toISOString());
  const verify = async () => {
    mawa.clock.advance(1_000);
    const { whole, findings, logs } = await mawa.app.get(VerifyAuditSchedule).run();
    return { whole, found: findings.map(({ kind }) => kind), rows: logs[0]!.rows };
  };
  const openTasks = async () =>
    (
      await sql(
        `SELECT for_role FROM tasks WHERE kind = 'audit_finding' AND done_at IS NULL ORDER BY for_role`,
      )
    ).map((row) => row.for_role as string);
  const verifiedFile = () => `${anchorFile(mawa.env)}.verified`;

  it('looks at the whole first, then at what is new', async () => {
    const first = await verify();
    expect(first).toMatchObject({ whole: true, found: [] });
    expect(first.rows).toBeGreaterThanOrEqual(6);
    await act(3);
    expect(await verify()).toEqual({ whole: false, found: [], rows: 3 });
    expect(await openTasks()).toEqual([]);
  });

  it('finds what was changed since the night before, and says it again each night', async () => {
    await act(4);
    const [{ seq }] = (await sql(
      "SELECT max(seq)::text AS seq FROM audit_log WHERE action = 'test.act'",
    )) as [{ seq: string }];
    await sql(`UPDATE audit_log SET subject_kind = 'other' WHERE seq = $1`, [seq]);
    expect((await verify()).found).toEqual(['row_changed']);
    // The file that says up to where nothing was found is gone.
    expect(await verify()).toMatchObject({ whole: true, found: ['row_changed'] });
    expect(await openTasks()).toEqual(['administrator', 'auditor']);
    const kept = await sql('SELECT findings FROM audit_verifications ORDER BY at DESC, id LIMIT 1');
    expect(kept[0]!.findings).toEqual([expect.objectContaining({ kind: 'row_changed', seq })]);
    await sql(`UPDATE audit_log SET subject_kind = 'test' WHERE seq = $1`, [seq]);
    expect(await verify()).toMatchObject({ whole: true, found: [] });
  });

  it('shows administrators and auditors what it found, as their task says, and nobody else', async () => {
    for (const role of ['administrator', 'auditor'] as const) {
      const reader = await mawa.signIn(role, { language: 'en' });
      const { text } = await reader.get('/audit/verifications').expect(200);
      expect(text).toContain('was changed after it was sealed');
      expect((await reader.get('/tasks').expect(200)).text).toContain('/audit/verifications');
    }
    await officer.get('/audit/verifications').expect(403);
  });

  it('finds what was changed further back once the month is over', async () => {
    await act(2);
    await verify();
    const [{ seq }] = (await sql(
      "SELECT min(seq)::text AS seq FROM audit_log WHERE action = 'test.act'",
    )) as [{ seq: string }];
    const [{ body }] = (await sql('SELECT body FROM audit_log WHERE seq = $1', [seq])) as [
      { body: string },
    ];
    await sql(`UPDATE audit_log SET body = '{}' WHERE seq = $1`, [seq]);
    nights(10);
    expect(await verify()).toMatchObject({ whole: false, found: [] });
    nights(31);
    expect(await verify()).toMatchObject({ whole: true, found: ['row_changed'] });
    await sql('UPDATE audit_log SET body = $2 WHERE seq = $1', [seq, body]);
    await verify();
  });

  it('believes no file that says more was verified, without the key', async () => {
    await act(2);
    await verify();
    const kept = JSON.parse(readFileSync(verifiedFile(), 'utf8'));
    await act(2);
    const [{ number, mac }] = (await sql(
      `SELECT number::text AS number, encode(mac, 'hex') AS mac FROM audit_batches WHERE log = 'audit_log'
        ORDER BY audit_batches.number DESC LIMIT 1`,
    )) as [{ number: string; mac: string }];
    writeFileSync(
      verifiedFile(),
      JSON.stringify({ ...kept, heads: { ...kept.heads, audit_log: { number, mac } } }),
    );
    expect(await verify()).toMatchObject({ whole: true, found: [] });
  });

  it.each([
    ['top', 'top + 1000000'],
    ['open_seqs', "'{[1,2)}'"],
    ['before_chain', 'NOT before_chain'],
    ['sealed_at', "sealed_at + interval '1 second'"],
    ['mac', 'sha256(mac)'],
  ])(
    'looks at the whole where %s of the batch of the night before was changed',
    async (column, value) => {
      await act(1);
      expect(await verify()).toMatchObject({ found: [] });
      const [last] = (await sql(
        `SELECT number, ${column}::text AS value FROM audit_batches WHERE log = 'audit_log'
          ORDER BY audit_batches.number DESC LIMIT 1`,
      )) as [{ number: string; value: string }];
      const of = `WHERE log = 'audit_log' AND number = $1`;
      await sql(`UPDATE audit_batches SET ${column} = ${value} ${of}`, [last.number]);
      const { found, rows } = await verify();
      expect(found).toContain('batch_changed');
      expect(rows).toBeGreaterThanOrEqual(20);
      await sql(
        `UPDATE audit_batches b SET ${column} = (jsonb_populate_record(b, jsonb_build_object('${column}', $2::text))).${column} ${of}`,
        [last.number, last.value],
      );
      expect(await verify()).toMatchObject({ whole: true, found: [] });
    },
  );

  it('has no batch with a number after which none could follow', async () => {
    await expect(
      sql(
        `INSERT INTO audit_batches SELECT log, 9223372036854775807, seqs, row_count, digests, top, open_seqs, closing_seqs,
                closing_xid, closing_since, before_chain, sealed_at, mac FROM audit_batches LIMIT 1`,
      ),
    ).rejects.toThrow(/audit_batches_number_check/);
  });
});

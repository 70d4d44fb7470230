import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { addMasterKey, Keys, readKeyFile } from '../../modules/access';
import {
  anchorFile,
  AuditAnchors,
  AuditKeys,
  auditKeysOf,
  AuditSealer,
  auditState,
  type AuditVerification,
  AuditVerifier,
  record,
  signedLine,
} from '../../modules/audit';
import { nextOpenNumbers } from '../../modules/audit/chain/audit-batch.rules';
import { ACTS_OF_FUNCTIONS } from '../../modules/audit/chain/functions-without-mac.data';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const NOTHING_OPEN = JSON.stringify({ open: '{}', closing: '{}' });

describe('the chain of the audit log', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let sealer: AuditSealer;

  beforeAll(async () => {
    // Settings of its own: the anchors of another test would be of another database.
    mawa = await startApp({ env: { MAWA_LIVE_BOARDS: '1' } });
    sealer = mawa.app.get(AuditSealer);
    officer = await mawa.signIn('reintegration_officer');
    const people = { people: [{ names: { given: 'Mahjouba' } }, { names: { given: 'Itto' } }] };
    await officer.post('/api/v1/people', people).expect(201);
    await act('test.first', 6);
    await sealer.seal();
    await act('test.second', 5);
    await sealer.seal();
    await mawa.transactions.run(officer.actor, (tx) =>
      tx.query('SELECT blind_known_document($1::bytea[])', [[]]),
    );
    await act('test.third', 3);
    await sealer.seal();
    await mawa.app.get(AuditAnchors).anchor();
  });
  afterAll(() => mawa.stop());

  /** As whoever acts, in transactions of their own. */
  const act = async (action: string, times = 1, actor = officer.actor) => {
    for (let n = 0; n < times; n += 1)
      await mawa.transactions.run(actor, (tx) =>
        record(tx, { action, kind: 'test', ids: [randomUUID()], fields: ['a', 'é"\\{},'] }),
      );
  };
  /** As the superuser. */
  const sql = async (text: string, values: unknown[] = []) =>
    (await mawa.admin.query(text, values)).rows;
  const verify = (): Promise<AuditVerification> =>
    mawa.app.get(AuditVerifier).verify({ sealedWithinMs: 0 });
  const found = async () =>
    (await verify()).findings.map(({ log, kind, ...rest }) => ({ kind, ...rest }));
  const seqsOf = async (action: string): Promise<string[]> =>
    (
      await sql('SELECT seq::text AS seq FROM audit_log WHERE action = $1 ORDER BY audit_log.seq', [
        action,
      ])
    ).map(({ seq }) => seq);

  const exchange = async (one: string, other: string) => {
    await sql(
      `CREATE TEMP TABLE both_rows AS SELECT * FROM audit_log WHERE seq IN (${one}, ${other})`,
    );
    await sql(`DELETE FROM audit_log WHERE seq IN (${one}, ${other})`);
    await sql(`UPDATE both_rows SET seq = ${one}::bigint + ${other}::bigint - seq`);
    await sql('INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE both_rows');
    await sql('DROP TABLE both_rows');
  };

  /** Whatever `attack` does to the logs is taken back, as their file of anchors is. */
  async function attacked<T>(attack: () => Promise<unknown>, look: () => Promise<T>): Promise<T> {
    const path = anchorFile(mawa.env);
    const anchors = readFileSync(path, 'utf8');
    await sql(`CREATE TABLE kept_rows AS TABLE audit_log`);
    await sql(`CREATE TABLE kept_batches AS TABLE audit_batches`);
    try {
      await attack();
      return await look();
    } finally {
      await sql('TRUNCATE audit_log, audit_batches');
      await sql('INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE kept_rows');
      await sql('INSERT INTO audit_batches TABLE kept_batches');
      await sql('DROP TABLE kept_rows, kept_batches');
      rmSync(path, { force: true });
      appendFileSync(path, anchors);
    }
  }

  it('holds rows of people and of functions, and nothing is found in it', async () => {
    const { logs, findingCount } = await verify();
    expect(findingCount).toBe(0);
    const [{ rows }] = (await sql('SELECT count(*)::int AS rows FROM audit_log')) as [
      { rows: number },
    ];
    expect(logs[0]).toMatchObject({
      log: 'audit_log',
      batches: 3,
      rows,
      unsealed: 0,
      beforeChain: 0,
      anchors: 1,
    });
    expect(logs[0]!.ofFunctions).toBeGreaterThan(0);
    expect(await sealer.seal()).toBe(0);
  });

  it('finds a row that was changed in any column', async () => {
    const [seq] = await seqsOf('test.second');
    const changes = [
      'lane = (lane + 1) % 16',
      `at = at + interval '1 microsecond'`,
      `actor_id = '00000000-0000-4000-8000-000000000003'`,
      'actor_id = NULL',
      `action = 'test.other'`,
      `subject_kind = 'case'`,
      `subject_ids = '{}'`,
      `fields = '{}'`,
      `outcome = 'refused'`,
      `request_id = 'x'`,
      `body = body || ' '`,
      'mac = NULL',
      `mac = substr(mac, 2) || 'x'`,
    ];
    for (const change of changes) {
      const findings = await attacked(
        () => sql(`UPDATE audit_log SET ${change} WHERE seq = $1`, [seq]),
        found,
      );
      expect({ change, findings }).toEqual({
        change,
        findings: [{ kind: 'row_changed', seq, batch: '2' }],
      });
    }
  });

  it('finds a row of a function that was changed, though it has no mac', async () => {
    const [seq] = await seqsOf('blind.same_document');
    expect(
      await attacked(
        () => sql(`UPDATE audit_log SET at = at - interval '1 day' WHERE seq = $1`, [seq]),
        found,
      ),
    ).toEqual([{ kind: 'row_changed', seq, batch: '3' }]);
  });

  it('finds rows that were deleted', async () => {
    const [one, , three] = await seqsOf('test.second');
    expect(
      await attacked(() => sql('DELETE FROM audit_log WHERE seq IN ($1, $2)', [one, three]), found),
    ).toEqual([
      { kind: 'row_missing', seq: one, batch: '2' },
      { kind: 'row_missing', seq: three, batch: '2' },
    ]);
  });

  it('finds rows that were swapped, within a batch and between two', async () => {
    const [one, two] = await seqsOf('test.second');
    const [later] = await seqsOf('test.third');
    expect(await attacked(() => exchange(one!, two!), found)).toEqual([
      { kind: 'rows_swapped', seq: one, otherSeq: two, batch: '2' },
    ]);
    expect(await attacked(() => exchange(two!, later!), found)).toEqual([
      { kind: 'rows_swapped', seq: two, otherSeq: later, batch: '2' },
    ]);
  });

  it('finds a row that was put in, in a gap, before the first and after the last', async () => {
    const [first] = await seqsOf('test.first');
    await sql('CREATE TEMP TABLE row_before AS SELECT * FROM audit_log WHERE seq = $1', [first]);
    // A number that was taken by a transaction that was rolled back, long ago.
    const putIn =
      (seq: string, change = 'seq') =>
      async () => {
        await sql(`CREATE TEMP TABLE forged AS TABLE row_before`);
        await sql(`UPDATE forged SET seq = ${seq}`);
        await sql(`UPDATE forged SET ${change === 'seq' ? 'seq = seq' : change}`);
        await sql('INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE forged');
        await sql('DROP TABLE forged');
      };
    const inAnothersName = `actor_id = '00000000-0000-4000-8000-000000000004'`;
    try {
      expect(await attacked(putIn('0'), found)).toEqual([
        { kind: 'row_inserted', seq: '0' },
        { kind: 'row_copied', seq: first, otherSeq: '0' },
      ]);
      // Numbers that the identity of the log never gives, sealed over and not.
      for (const number of ['-4611686018427387905', '-5', '9223372036854775807']) {
        const putInAndSealed = async () => {
          await putIn(number, `mac = NULL, ${inAnothersName}`)();
          await act('test.after');
          await sealer.seal();
        };
        expect(await attacked(putInAndSealed, found)).toEqual([
          { kind: 'row_inserted', seq: number },
        ]);
      }
      expect(await attacked(putIn('1000000', `mac = NULL, ${inAnothersName}`), found)).toEqual([
        { kind: 'row_without_mac', seq: '1000000' },
      ]);
      expect(await attacked(putIn('1000000', inAnothersName), found)).toEqual([
        { kind: 'row_of_another_writer', seq: '1000000' },
        { kind: 'row_copied', seq: '1000000', otherSeq: first },
      ]);
      // Sealed like any other row, and found nevertheless.
      const sealed = async () => {
        await sealer.seal();
        return found();
      };
      expect(await attacked(putIn('1000000', `mac = NULL, ${inAnothersName}`), sealed)).toEqual([
        { kind: 'row_without_mac', seq: '1000000' },
      ]);
    } finally {
      await sql('DROP TABLE row_before');
    }
  });

  it('finds a row that was put in at the number of another, in the partition of another year', async () => {
    const [seq] = await seqsOf('test.second');
    const putIn = async (number: string, change: string) => {
      await sql('CREATE TEMP TABLE forged AS SELECT * FROM audit_log WHERE seq = $1', [number]);
      await sql(`UPDATE forged SET at = at + interval '1 year', ${change}`);
      await sql('INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE forged');
      await sql('DROP TABLE forged');
    };
    // Sealed: the row of so far is still the one that was sealed.
    expect(await attacked(() => putIn(seq!, 'mac = NULL'), found)).toEqual([
      { kind: 'row_inserted', seq },
    ]);
    // Put in before the sealing: one of the two is sealed, and both are looked at.
    const beforeSealing = async () => {
      await act('test.twice');
      const [last] = await seqsOf('test.twice');
      await putIn(last!, `mac = NULL, action = 'test.forged'`);
      await sealer.seal();
      return last;
    };
    let last: string | undefined;
    const findings = await attacked(async () => (last = await beforeSealing()), found);
    expect(findings).toContainEqual({ kind: 'row_inserted', seq: last });
    expect(findings.every((one) => one.seq === last)).toBe(true);
  });

  it('finds a row that was copied to the log of complaints', async () => {
    const columns = `lane, at, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body, mac`;
    const [own] = await seqsOf('test.first');
    await sql(
      `INSERT INTO complaint_trail (${columns}) SELECT ${columns} FROM audit_log WHERE seq = $1`,
      [own],
    );
    try {
      const { findings } = await verify();
      expect(findings).toEqual([
        { log: 'complaint_trail', kind: 'row_of_another_writer', seq: expect.any(String) },
      ]);
    } finally {
      await sql('DELETE FROM complaint_trail WHERE seq > 1');
    }
    await mawa.transactions.run(officer.actor, (tx) =>
      record(tx, { action: 'test.apart', kind: 'test', apart: true }),
    );
    expect(await found()).toEqual([]);
    await sql('DELETE FROM complaint_trail WHERE seq > 1');
  });

  it('begins the chain of complaints without a complaint, and finds where it was kept from it', async () => {
    const trail = await sql(
      `SELECT b.number::text AS number, b.before_chain AS before, b.row_count AS rows, t.action
         FROM audit_batches b JOIN complaint_trail t ON b.seqs @> t.seq WHERE b.log = 'complaint_trail'`,
    );
    expect(trail).toEqual([{ number: '1', before: false, rows: 1, action: 'audit.begin' }]);
    const starts = async () => {
      await sql(`DELETE FROM audit_starts WHERE log = 'complaint_trail'`);
      await sql(
        `INSERT INTO complaint_trail (lane, at, action, subject_kind, body) VALUES (0, $1, 'x', 'x', '')`,
        [mawa.clock.now()],
      );
      await sealer.seal();
      await sealer.seal();
    };
    const kept = async () => {
      const anchors = anchorFile(mawa.env);
      await sql('CREATE TABLE kept_trail AS TABLE complaint_trail');
      await sql('CREATE TABLE kept_starts AS TABLE audit_starts');
      try {
        await starts();
        const afterwards = (await found()).map(({ kind }) => kind);
        // As if it had been done before the first worker: nothing is anchored yet.
        rmSync(anchors);
        await sql(`DELETE FROM audit_batches WHERE log = 'complaint_trail'`);
        await sealer.seal();
        mawa.clock.advance(11 * 60_000);
        return [afterwards, (await found()).map(({ kind }) => kind)];
      } finally {
        await sql('TRUNCATE complaint_trail, audit_starts');
        await sql('INSERT INTO complaint_trail OVERRIDING SYSTEM VALUE TABLE kept_trail');
        await sql('INSERT INTO audit_starts TABLE kept_starts');
        await sql('DROP TABLE kept_trail, kept_starts');
      }
    };
    expect(await attacked(async () => appendFileSync(anchorFile(mawa.env), ''), kept)).toEqual([
      ['row_without_mac'],
      ['not_begun'],
    ]);
  });

  it('finds batches that were changed, deleted or made without the key', async () => {
    const changes = [
      `sealed_at = sealed_at + interval '1 ms'`,
      'before_chain = true',
      'top = top + 1',
      `open_seqs = '{[1,100)}'`,
      `mac = sha256('x')`,
    ];
    for (const change of changes) {
      const findings = await attacked(
        () => sql(`UPDATE audit_batches SET ${change} WHERE number = 3`),
        found,
      );
      expect({ change, first: findings[0] }).toEqual({
        change,
        first: { kind: 'batch_changed', batch: '3' },
      });
    }
    expect(await attacked(() => sql('DELETE FROM audit_batches WHERE number = 2'), found)).toEqual([
      { kind: 'batch_missing', batch: '2' },
    ]);
    expect(
      await attacked(
        () => sql(`DELETE FROM audit_batches WHERE log = 'audit_log' AND number = 1`),
        found,
      ),
    ).toEqual([{ kind: 'batch_missing', batch: '1' }]);
  });

  it('finds by its anchors a log that was cut off, and one whose chain was written again', async () => {
    const cut = async () => {
      await sql(
        'DELETE FROM audit_log WHERE seq > (SELECT top FROM audit_batches WHERE number = 2)',
      );
      await sql('DELETE FROM audit_batches WHERE number > 2');
    };
    const ends = expect.objectContaining({ kind: 'chain_ends_before_anchor', batch: '3' });
    expect(await attacked(cut, found)).toEqual([ends]);
    const cutAndGoneOn = async () => {
      await cut();
      await act('test.later', 2);
      await sealer.seal();
    };
    expect(await attacked(cutAndGoneOn, found)).toEqual([
      expect.objectContaining({ kind: 'anchor_differs', batch: '3' }),
    ]);
    const emptied = async () => {
      await sql(`DELETE FROM audit_batches WHERE log = 'audit_log'`);
      await sql('TRUNCATE audit_log');
    };
    expect(await attacked(emptied, found)).toEqual([ends, { kind: 'not_begun' }]);
  });

  it('goes on after a restore, also where a worker sealed on before it was recorded', async () => {
    const anchors = mawa.app.get(AuditAnchors);
    const sealed = async (action: string) => {
      await act(action);
      await sealer.seal();
    };
    const restored = async () => {
      await sealed('test.lost');
      await anchors.anchor();
      await sql(
        `DELETE FROM audit_log WHERE seq > (SELECT top FROM audit_batches WHERE log = 'audit_log' AND number = 3)`,
      );
      await sql(`DELETE FROM audit_batches WHERE log = 'audit_log' AND number > 3`);
      for (const action of ['test.fourth', 'test.fifth', 'test.sixth']) await sealed(action);
      expect((await anchors.anchor()).map(({ number }) => number)).toEqual(['6']);
    };
    const recorded = async () => {
      expect(await found()).toEqual([
        expect.objectContaining({ kind: 'anchor_differs', batch: '4' }),
      ]);
      expect(await anchors.markRestore()).toEqual([{ log: 'audit_log', from: 6n, to: 3n }]);
      expect(await found()).toEqual([]);
      expect((await anchors.anchor()).map(({ number }) => number)).toEqual(['6']);
      const { logs } = await verify();
      expect(logs[0]).toMatchObject({ anchors: 2, leftByRestores: 2 });
      expect(await anchors.markRestore()).toEqual([]);
      // What is anchored from then on counts again.
      await sql('DELETE FROM audit_batches WHERE number = 6');
      return found();
    };
    expect(await attacked(restored, recorded)).toContainEqual(
      expect.objectContaining({ kind: 'chain_ends_before_anchor', batch: '6' }),
    );
  });

  it('lets no line of the anchors count that was not made with the key, and no mark twice', async () => {
    const path = anchorFile(mawa.env);
    const { anchors: key } = mawa.app.get(AuditKeys);
    const mark = { at: '2026-11-02T00:00:00.000Z', log: 'audit_log' as const, restoredTo: '0' };
    const written = (line: object) => appendFileSync(path, `${JSON.stringify(line)}\n`);
    const [anchor] = readFileSync(path, 'utf8').trimEnd().split('\n');
    const signed = signedLine(key, mark);
    const ends = expect.objectContaining({ kind: 'chain_ends_before_anchor', batch: '3' });
    const cut = () => sql('DELETE FROM audit_batches WHERE number = 3');
    const forged = async () => {
      written(mark);
      written({ ...mark, signature: 'a'.repeat(64) });
      written(signedLine(mawa.app.get(AuditKeys).chain, mark));
      written({ ...JSON.parse(anchor!), number: '9' });
    };
    expect(await attacked(forged, verify)).toMatchObject({
      findingCount: 0,
      logs: [{ anchors: 1, leftByRestores: 0, invalidAnchors: 4 }, { invalidAnchors: 0 }],
    });
    const forgedAndCut = async () => {
      await forged();
      await cut();
    };
    expect(await attacked(forgedAndCut, found)).toContainEqual(ends);
    const cutAfterMark = async () => {
      written(signed);
      await cut();
    };
    expect(await attacked(cutAfterMark, found)).not.toContainEqual(ends);
    const markedAgain = async () => {
      written(signed);
      appendFileSync(path, `${anchor}\n`);
      written(signed);
      await cut();
    };
    expect(await attacked(markedAgain, found)).toContainEqual(ends);
  });

  it('takes times without end for a finding, and seals on', async () => {
    const [seq] = await seqsOf('test.second');
    for (const time of ['infinity', '-infinity', '294000-01-01']) {
      const changed = () => sql(`UPDATE audit_log SET at = '${time}' WHERE seq = $1`, [seq]);
      expect(await attacked(changed, found)).toEqual([{ kind: 'row_changed', seq, batch: '2' }]);
      const notSealed = async () => {
        await act('test.unsealed');
        await sql(`UPDATE audit_log SET at = '${time}' WHERE action = 'test.unsealed'`);
      };
      const sealed = async () => {
        const before = await found();
        expect(await sealer.seal()).toBe(1);
        return [...before, ...(await found())].map(({ kind }) => kind);
      };
      const another = 'row_of_another_writer';
      expect(await attacked(notSealed, sealed)).toEqual([another, another]);
      for (const column of ['closing_since', 'sealed_at']) {
        const batch = () => sql(`UPDATE audit_batches SET ${column} = '${time}' WHERE number = 3`);
        const goneOn = async () => {
          await act('test.on');
          expect(await sealer.seal()).toBe(1);
          return found();
        };
        expect(await attacked(batch, goneOn)).toEqual([{ kind: 'batch_changed', batch: '3' }]);
      }
    }
  });

  it('takes what stops the verification for a finding, and no time to come for the last one', async () => {
    const stopped = () =>
      sql('UPDATE audit_batches SET top = 9223372036854775807 WHERE number = 3');
    const looked = async () => {
      mawa.clock.advance(1_000);
      const findings = await found();
      return { findings, state: await auditState(mawa.database.appUrl, mawa.clock.now()) };
    };
    const { findings, state } = await attacked(stopped, looked);
    expect(findings).toEqual([
      { kind: 'batch_changed', batch: '3' },
      { kind: 'not_verified', error: expect.stringMatching(/./) },
    ]);
    expect(state.findings).toBe(2);
    await sql(
      `INSERT INTO audit_verifications (at, row_count, batch_count, anchor_count, finding_count)
       VALUES ('2999-01-01', 1, 1, 1, 0), ('infinity', 1, 1, 1, 0)`,
    );
    expect(await auditState(mawa.database.appUrl, mawa.clock.now())).toMatchObject({ findings: 2 });
    await sql('DELETE FROM audit_verifications');
  });

  it('says which row waits for its sealing for long', async () => {
    const wait = async () => {
      await act('test.waits');
      mawa.clock.advance(11 * 60_000);
    };
    expect(await attacked(wait, found)).toEqual([
      expect.objectContaining({ kind: 'not_sealed', seq: expect.stringMatching(/^\d+$/) }),
    ]);
  });

  it('seals a row that is committed after later ones, and gives up numbers that stay empty', async () => {
    let commit!: () => void;
    const open = new Promise<void>((done) => (commit = done));
    let begun!: () => void;
    const isBegun = new Promise<void>((done) => (begun = done));
    const long = mawa.transactions.run(officer.actor, async (tx) => {
      await record(tx, { action: 'test.long', kind: 'test' });
      await tx.query('SELECT 1');
      begun();
      await open;
    });
    await isBegun;
    await act('test.meanwhile');
    expect(await sealer.seal()).toBe(1);
    expect(await found()).toEqual([]);
    for (let minute = 0; minute < 4; minute += 1) {
      mawa.clock.advance(61_000);
      await act('test.meanwhile');
      expect(await sealer.seal()).toBe(1);
    }
    commit();
    await long;
    expect(await sealer.seal()).toBe(1);
    await mawa.transactions
      .run(officer.actor, async (tx) => {
        await record(tx, { action: 'test.undone', kind: 'test' });
        await tx.query('SELECT 1');
        throw new Error('undone');
      })
      .catch(() => undefined);
    // Transactions of other tests on the same server are open too, and numbers wait for their end.
    let head: unknown;
    for (let minute = 0; minute < 100; minute += 1) {
      mawa.clock.advance(61_000);
      await act('test.meanwhile');
      expect(await sealer.seal()).toBe(1);
      [head] = await sql(
        `SELECT open_seqs::text AS open, closing_seqs::text AS closing FROM audit_batches
          WHERE log = 'audit_log' ORDER BY number DESC LIMIT 1`,
      );
      if (minute >= 3 && JSON.stringify(head) === NOTHING_OPEN) break;
      if (minute >= 3) await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(JSON.stringify(head)).toBe(NOTHING_OPEN);
    expect(await found()).toEqual([]);
  });

  it('gives up empty numbers also where their waiting began after now', () => {
    const now = new Date('2026-11-30T12:00:00Z');
    const since = (closingSince: string) =>
      nextOpenNumbers(
        {
          open: [{ from: 3n, until: 4n }],
          closing: [],
          closingXid: 5n,
          closingSince: new Date(closingSince),
        },
        { rows: [], top: 9n, snapshot: { xmin: 8n, xmax: 8n }, now },
      ).open;
    expect(since('2026-11-30T11:59:30Z')).toHaveLength(1);
    expect(since('2026-11-30T11:58:00Z')).toEqual([]);
    expect(since('2027-01-01T00:00:00Z')).toEqual([]);
  });

  it('is sealed once by several workers at a time', async () => {
    await act('test.together', 20);
    const counts = await Promise.all([1, 2, 3, 4].map(() => sealer.seal()));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(await found()).toEqual([]);
  });

  it('goes on after another master key', async () => {
    const { rows, chain } = mawa.app.get(AuditKeys);
    addMasterKey(mawa.env.keyFile);
    const later = auditKeysOf(new Keys(readKeyFile(mawa.env.keyFile)));
    expect([later.rows, later.chain]).toEqual([rows, chain]);
  });

  it('is written by the system alone, and changed by no role of Mawa', async () => {
    const refused = (text: string, actor = HOUSEKEEPING_ACTOR) =>
      expect(mawa.transactions.run(actor, (tx) => tx.query(text)).catch((error) => error.message))
        .resolves;
    for (const table of ['audit_log', 'audit_batches', 'audit_starts'])
      for (const text of [`DELETE FROM ${table}`, `TRUNCATE ${table}`])
        await refused(text).toMatch(/permission denied/);
    await refused('UPDATE audit_batches SET top = 1').toMatch(/permission denied/);
    await refused(
      `INSERT INTO audit_batches SELECT log, number + 1, seqs, row_count, digests, top, open_seqs, closing_seqs,
         closing_xid, closing_since, before_chain, sealed_at, mac FROM audit_batches`,
      officer.actor,
    ).toEqual([]); // No batch is visible to copy.
    await refused(
      `INSERT INTO audit_batches VALUES ('audit_log', 900, '{[1,2)}', 1, substr(sha256('x'), 1, 16), 1, '{}', '{}', 0,
         mawa_now(), false, mawa_now(), sha256('x'))`,
      officer.actor,
    ).toMatch(/row-level security/);
  });

  it('lets rows without a mac be of the acts that functions write, and of no other', async () => {
    const functions = await sql(
      `SELECT p.proname AS name, p.prosrc AS source FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosrc ~ '(INSERT INTO audit_log|audit_of_the_system\\()'`,
    );
    const acts = functions.flatMap(({ source }) => {
      const inserts = [...source.matchAll(/INSERT INTO audit_log([^;]*)/g)].map(([text]) => text);
      const calls = [...source.matchAll(/audit_of_the_system\(([^;]*)/g)].map(([text]) => text);
      return [...inserts, ...calls].flatMap((text) => {
        const action = /'([a-z_]+\.[a-z_]+)'/.exec(text)?.[1];
        if (!action) return [];
        const outcomes = text.includes('outcome')
          ? (text.match(/'(done|refused|not_found)'/g) ?? [])
          : [`'done'`];
        return outcomes.map((outcome: string) => `${action} ${outcome.slice(1, -1)}`);
      });
    });
    expect(functions.length).toBeGreaterThan(15);
    expect([...new Set(acts)].sort()).toEqual([...ACTS_OF_FUNCTIONS].sort());
  });
});

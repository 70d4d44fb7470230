import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import {
  AuditSealer,
  AuditVerifier,
  KeepPartitionsSchedule,
  partitionsState,
} from '../../modules/audit';
import { ASKED_ROWS, questionOf } from '../../modules/oversight/audit-log/audit-log.queries';
import { eventsOf, pastOf } from '../../modules/oversight/alarms/watch-readings.queries';
import { ROOT } from '../../modules/platform/config/root';
import type { Tx } from '../../modules/platform/database/transactions';
import { partitionFindings } from '../../modules/setup/health/health.rules';
import { HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const RUNTIME_ROLES = ['mawa_app', 'mawa_figures', 'mawa_blind', 'mawa_gate'];

describe('the partitions of the audit log', () => {
  let mawa: TestApp;
  let auditor: SignedIn;
  let officer: SignedIn;
  /** The last year that has a partition in a new database, and the first year, whose partition holds all that is older. */
  let last: number;
  let first: number;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_LIVE_BOARDS: '1' } });
    auditor = await mawa.signIn('auditor');
    officer = await mawa.signIn('reintegration_officer');
    last = (await partitionsState(mawa.database.appUrl, mawa.clock.now())).lastYear!;
    first = last - 1;
  });
  afterAll(() => mawa.stop());

  const sql = async (text: string, values: unknown[] = []) =>
    (await mawa.admin.query(text, values)).rows;
  /** As the superuser, at any instant. */
  const rowAt = (at: string, actor = officer.actor.userId) =>
    sql(
      `INSERT INTO audit_log (lane, at, actor_id, action, subject_kind, subject_ids, body)
       VALUES (0, $1, $2, 'test.act', 'case', $3, '{}')`,
      [at, actor, [randomUUID()]],
    );
  const partitionOf = async (at: string): Promise<string[]> =>
    (await sql(`SELECT tableoid::regclass::text AS name FROM audit_log WHERE at = $1`, [at])).map(
      ({ name }) => name as string,
    );
  const partitions = async (): Promise<string[]> =>
    (
      await sql(
        `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'audit_log'::regclass ORDER BY 1`,
      )
    ).map(({ name }) => name as string);
  const ofYear = (year: number) => `partitions.audit_log_y${year}`;

  it('are those of two years, the first with all that is older, and one for what is later', async () => {
    expect(await partitions()).toEqual([
      'partitions.audit_log_default',
      ofYear(first),
      ofYear(last),
    ]);
    const rows = [
      ['1999-05-01T12:00:00Z', ofYear(first)],
      [`${first}-12-31T23:59:59.999Z`, ofYear(first)],
      [`${last}-01-01T00:00:00Z`, ofYear(last)],
      [`${last}-12-31T23:59:59.999Z`, ofYear(last)],
    ] as const;
    for (const [at, partition] of rows) {
      await rowAt(at);
      expect({ at, partitions: await partitionOf(at) }).toEqual({ at, partitions: [partition] });
    }
  });

  it('have each index of the log', async () => {
    const rows = await sql(
      `SELECT i.indrelid::regclass::text AS name, count(*)::int AS count FROM pg_index i
         JOIN pg_inherits h ON h.inhrelid = i.indexrelid
        WHERE h.inhparent IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'audit_log'::regclass) GROUP BY 1 ORDER BY 1`,
    );
    expect(rows).toEqual((await partitions()).map((name) => ({ name, count: 6 })));
  });

  it('cannot be read or written directly by a role of the application, nor can it make one', async () => {
    const client = new Client({ connectionString: mawa.database.adminUrl });
    await client.connect();
    for (const role of RUNTIME_ROLES) {
      await client.query(`SET ROLE ${role}`);
      for (const name of await partitions())
        for (const statement of [
          `SELECT FROM ${name}`,
          `INSERT INTO ${name} DEFAULT VALUES`,
          `UPDATE ${name} SET lane = 1`,
          `DELETE FROM ${name}`,
        ])
          await expect(client.query(statement)).rejects.toThrow(
            /permission denied for schema partitions/,
          );
      await expect(client.query('CREATE TABLE partitions.of_nobody ()')).rejects.toThrow(
        /permission denied/,
      );
      await expect(client.query('SELECT make_audit_partitions(now())')).rejects.toThrow(
        /permission denied/,
      );
    }
    await client.end();
    // Should somebody open the schema, no right and no policy stands behind it.
    const open = await sql(
      `SELECT c.relname, r AS role FROM pg_class c CROSS JOIN unnest($1::text[]) AS r
        WHERE c.relnamespace = 'partitions'::regnamespace AND c.relkind = 'r'
          AND (has_table_privilege(r, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(r, c.oid, 'SELECT, INSERT, UPDATE')
            OR NOT c.relrowsecurity OR NOT c.relforcerowsecurity OR EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))`,
      [RUNTIME_ROLES],
    );
    expect(open).toEqual([]);
  });

  it('show nothing through the log that its policies do not', async () => {
    const count = (who: SignedIn) =>
      mawa.transactions.run(who.actor, (tx) =>
        tx.query<{ count: number }>('SELECT count(*)::int AS count FROM audit_log'),
      );
    const [all] = await sql('SELECT count(*)::int AS count FROM audit_log');
    expect(await count(officer)).toEqual([{ count: 0 }]);
    expect(await count(auditor)).toEqual([all]);
    const owner = new Client({ connectionString: mawa.database.ownerUrl });
    await owner.connect();
    for (const name of await partitions())
      expect((await owner.query(`SELECT FROM ${name}`)).rowCount).toBe(0);
    await owner.end();
  });

  describe('are read only where a question needs them', () => {
    interface Plan {
      readonly 'Relation Name'?: string;
      readonly Plans?: readonly Plan[];
    }
    const relationsIn = (plan: Plan): string[] => [
      ...(plan['Relation Name'] ? [plan['Relation Name']] : []),
      ...(plan.Plans ?? []).flatMap(relationsIn),
    ];
    const logsIn = (plan: Plan): string[] =>
      [...new Set(relationsIn(plan).filter((name) => name.startsWith('audit_log')))].sort();
    const explained = async (tx: Tx, text: string, values: readonly unknown[]) => {
      const [row] = await tx.planned<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
        `EXPLAIN (ANALYZE, COSTS OFF, FORMAT JSON) ${text}`,
        [...values],
      );
      return logsIn(row!['QUERY PLAN'][0]!.Plan);
    };
    /** What a query of the application asks, each statement explained where it is asked. */
    const plansOf = async (work: (tx: Tx) => Promise<unknown>) =>
      mawa.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
        const asked: (readonly [string, readonly unknown[]])[] = [];
        const noting = Object.create(tx) as Tx;
        noting.query = ((text: string, values: unknown[] = []) => {
          asked.push([text, values]);
          return tx.query(text, values);
        }) as Tx['query'];
        await work(noting);
        const logs: string[][] = [];
        for (const [text, values] of asked.filter(([one]) => one.includes('audit_log')))
          logs.push(await explained(tx, text, values));
        return logs;
      });
    const PAGE = `SELECT a.seq FROM audit_log a WHERE ${ASKED_ROWS} ORDER BY a.at DESC, a.seq DESC LIMIT 51`;
    const asked = (filter: Parameters<typeof questionOf>[0]) =>
      mawa.transactions.run(auditor.actor, (tx) =>
        explained(tx, PAGE, questionOf(filter, tx.today).values),
      );

    it('one day of the auditor reads one partition', async () => {
      expect(await asked({ day: `${last}-06-15` } as never)).toEqual([`audit_log_y${last}`]);
      expect(await asked({ day: `${first}-06-15` } as never)).toEqual([`audit_log_y${first}`]);
    });

    it('so does one day of one account, and of one act', async () => {
      const day = `${last}-06-15`;
      expect(await asked({ day, who: officer.actor.userId } as never)).toEqual([
        `audit_log_y${last}`,
      ]);
      expect(await asked({ day, action: 'people.read' } as never)).toEqual([`audit_log_y${last}`]);
    });

    it('one record within one day reads one by its function too', async () => {
      const touched = await mawa.transactions.run(auditor.actor, async (tx) => {
        // What this connection read before and has not reported yet is among them.
        const scans = async () =>
          new Map(
            (
              await tx.query<{ name: string; count: number }>(
                `SELECT relname AS name, (seq_scan + coalesce(idx_scan, 0))::int AS count FROM pg_stat_xact_user_tables
                  WHERE schemaname = 'partitions'`,
              )
            ).map(({ name, count }) => [name, count]),
          );
        const before = await scans();
        const [from, until] = [`${last}-06-15Z`, `${last}-06-16Z`];
        await tx.query('SELECT audit_rows_of($1, $2, $3)', [randomUUID(), from, until]);
        return [...(await scans())].filter(([name, count]) => count !== (before.get(name) ?? 0));
      });
      expect(touched.map(([name]) => name)).toEqual([`audit_log_y${last}`]);
    });

    it('a range of days over New Year reads two', async () => {
      const range = { from: `${first}-12-20`, to: `${last}-01-10` };
      expect(await asked(range as never)).toEqual([`audit_log_y${first}`, `audit_log_y${last}`]);
    });

    it('the alarms, which look at the last day of an account, leave out the years before', async () => {
      mawa.clock.set(`${last}-06-15T12:00:00Z`);
      const [events] = await plansOf((tx) => eventsOf(tx, [officer.actor.userId]));
      expect(events).not.toContain(`audit_log_y${first}`);
      // The last act before the day may be of any year: it is found by the index of accounts.
      const [past] = await plansOf((tx) => pastOf(tx, [officer.actor.userId]));
      expect(past).toContain(`audit_log_y${first}`);
    });
  });

  describe('are made by a chore each night', () => {
    const keep = () => mawa.app.get(KeepPartitionsSchedule).run();

    it('with nothing to do while next year has its own', async () => {
      mawa.clock.set(`${first}-12-31T23:00:00Z`);
      expect(await keep()).toBe(0);
    });

    it('one more once a new year began, with a row of the log that says so', async () => {
      mawa.clock.set(`${last}-01-01T03:50:00Z`);
      const at = mawa.clock.now();
      const state = await partitionsState(mawa.database.appUrl, at);
      expect(partitionFindings(state, at)).toEqual([
        { state: 'wrong', key: 'partition_missing', params: { year: String(last + 1) } },
      ]);
      expect([await keep(), await keep()]).toEqual([1, 0]);
      expect(await partitions()).toContain(ofYear(last + 1));
      expect(
        await sql(`SELECT fields FROM audit_log WHERE action = 'audit.make_partitions'`),
      ).toEqual([{ fields: ['made:1'] }]);
      const kept = await partitionsState(mawa.database.appUrl, at);
      expect(kept).toEqual({ lastYear: last + 1, hasRowsBeyond: false });
      expect(partitionFindings(kept, at)).toEqual([
        { state: 'good', key: 'partitions', params: { year: String(last + 1) } },
      ]);
      await rowAt(`${last + 1}-03-01T00:00:00Z`);
      expect(await partitionOf(`${last + 1}-03-01T00:00:00Z`)).toEqual([ofYear(last + 1)]);
    });

    it('by nobody but the system', async () => {
      for (const statement of ['keep_audit_partitions()', 'audit_partitions_state()'])
        await expect(
          mawa.transactions.run(auditor.actor, (tx) => tx.query(`SELECT ${statement}`)),
        ).rejects.toMatchObject({ code: '42501' });
    });

    it('while rows of other years are added and one reads the log', async () => {
      mawa.clock.set(`${last + 1}-02-01T03:50:00Z`);
      const writer = new Client({ connectionString: mawa.database.adminUrl });
      await writer.connect();
      await writer.query('BEGIN');
      await writer.query(
        `INSERT INTO audit_log (lane, at, action, subject_kind, body) VALUES (0, '${last}-07-01Z', 'test.act', 'test', '{}')`,
      );
      expect(await keep()).toBe(1);
      await writer.query('COMMIT');
      // Whoever has read the default partition is waited for two seconds; the next night tries again.
      await writer.query('BEGIN');
      await writer.query('SELECT count(*) FROM audit_log');
      mawa.clock.set(`${last + 2}-02-01T03:50:00Z`);
      await expect(keep()).rejects.toMatchObject({ code: '55P03' });
      await writer.query('COMMIT');
      await writer.end();
      expect(await keep()).toBe(1);
    });

    it('not for a year of which the default partition holds rows, until they are moved as docs/operation.md says', async () => {
      const year = last + 4;
      const at = `${year}-05-05T05:05:05Z`;
      await rowAt(at);
      expect(await partitionOf(at)).toEqual(['partitions.audit_log_default']);
      const before = await sql('SELECT seq, at, body FROM audit_log WHERE at = $1', [at]);
      mawa.clock.set(`${year}-05-06T03:50:00Z`);
      expect(await keep()).toBe(0);
      const now = mawa.clock.now();
      const state = await partitionsState(mawa.database.appUrl, now);
      expect(partitionFindings(state, now)).toEqual([
        { state: 'wrong', key: 'partition_missing', params: { year: String(year + 1) } },
        { state: 'wrong', key: 'partition_default_used' },
      ]);
      await sql(
        recipe('move')
          .replaceAll('2031', String(year))
          .replaceAll('2032', String(year + 1)),
      );
      expect(await partitionOf(at)).toEqual([ofYear(year)]);
      expect(await sql('SELECT seq, at, body FROM audit_log WHERE at = $1', [at])).toEqual(before);
      expect(await keep()).toBe(1);
      expect((await partitionsState(mawa.database.appUrl, now)).hasRowsBeyond).toBe(false);
    });
  });

  /** The SQL of docs/operation.md that begins with this comment. */
  const recipe = (name: string): string => {
    const text = readFileSync(join(ROOT, 'docs', 'operation.md'), 'utf8');
    const found = [...text.matchAll(/```sql\n([\s\S]*?)```/g)].find(([, one]) =>
      one!.startsWith(`-- ${name}`),
    );
    return found![1]!;
  };

  it('of an old year can be detached as docs/operation.md says: its rows are missed until it is attached again', async () => {
    const { app } = mawa;
    await app.get(AuditSealer).seal();
    const found = async () => {
      const { findings } = await app.get(AuditVerifier).verify({ sealedWithinMs: 0 });
      return [...new Set(findings.map(({ kind }) => kind))];
    };
    const before = await found();
    expect(before).not.toContain('row_missing');
    const ofThisYear = (text: string) =>
      text.replaceAll('2027', String(first + 1)).replaceAll('2026', String(first));
    await sql(ofThisYear(recipe('detach')));
    expect(await partitions()).not.toContain(ofYear(first));
    expect(await found()).toContain('row_missing');
    await sql(ofThisYear(recipe('attach')));
    expect(await found()).toEqual(before);
  });
});

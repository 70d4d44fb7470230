import { randomBytes } from 'node:crypto';
import type { Tx } from '../../modules/platform/database/transactions';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const SECOND = '00000000-0000-4000-8000-000000000003';

interface Reach {
  readonly principals: string[];
  readonly hidden: string[];
}

describe('what an actor may reach, kept for a transaction', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let caseId: string;
  let house: string;

  beforeAll(async () => {
    mawa = await startApp();
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO shelters (code_name, region, kind, receives, languages, created_at)
       VALUES ('Maison A', '04', 'emergency', '{woman}', '{fr}', '2026-01-01Z') RETURNING id`,
    );
    house = rows[0]!.id;
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house] });
    const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
    caseId = (body.cases as { id: string }[])[0]!.id;
  });
  afterAll(() => mawa.stop());

  const as = <T>(who: SignedIn, work: (tx: Tx) => Promise<T>): Promise<T> =>
    mawa.transactions.run(who.actor, work);
  const one = async <T>(tx: Tx, sql: string, params: unknown[] = []): Promise<T> =>
    (await tx.query<T>(sql, params))[0]!;
  const reach = (tx: Tx): Promise<Reach> =>
    one(tx, 'SELECT r.principals, r.hidden_cases AS hidden FROM actor_reach() r');
  const seen = async (tx: Tx): Promise<number> =>
    (await one<{ n: number }>(tx, 'SELECT count(*)::int AS n FROM cases WHERE id = $1', [caseId]))
      .n;
  const kept = async (tx: Tx): Promise<string> =>
    (await one<{ kept: string }>(tx, `SELECT current_setting('mawa.reach', true) AS kept`)).kept;
  const keep = (tx: Tx, text: string) =>
    tx.query(`SELECT set_config('mawa.reach', $1, true)`, [text]);

  it('is their own principals and opens their own cases', async () => {
    expect(await as(officer, reach)).toEqual({ principals: [officer.actor.userId], hidden: [] });
    expect(await as(manager, reach)).toEqual({
      principals: [house, manager.actor.userId],
      hidden: [],
    });
    expect(await as(officer, seen)).toBe(1);
    expect(await as(manager, seen)).toBe(0);
  });

  it('is computed once: the second question of a transaction finds the first answer', async () => {
    await as(officer, async (tx) => {
      await seen(tx);
      const first = await kept(tx);
      expect(first).toMatch(/^[0-9a-f]{64}\(/);
      await seen(tx);
      expect(await kept(tx)).toBe(first);
    });
  });

  it.each([
    ['without a signature', (list: string) => list],
    ['with a signature of noughts', (list: string) => '0'.repeat(64) + list],
    ['with a signature by chance', (list: string) => randomBytes(32).toString('hex') + list],
  ])('shows nothing more to a role that writes the value by hand, %s', async (_, forge) => {
    await as(manager, async (tx) => {
      const forged = forge(`("{${officer.actor.userId}}","{}")`);
      await keep(tx, forged);
      expect(await seen(tx)).toBe(0);
      expect(await reach(tx)).toEqual({ principals: [house, manager.actor.userId], hidden: [] });
      expect(await kept(tx)).not.toBe(forged);
    });
  });

  it('shows nothing more with the signature of another list, transaction, actor or instant', async () => {
    const signed = await as(officer, async (tx) => {
      await seen(tx);
      return kept(tx);
    });
    await as(manager, async (tx) => {
      await keep(tx, signed);
      expect(await seen(tx)).toBe(0);
    });
    await as(manager, async (tx) => {
      await seen(tx);
      const own = await kept(tx);
      await keep(tx, own.replace(house, officer.actor.userId));
      expect(await seen(tx)).toBe(0);
    });
    await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [officer.actor.userId]);
    try {
      await as(officer, async (tx) => {
        await keep(tx, signed);
        expect(await seen(tx)).toBe(0);
        expect(await reach(tx)).toEqual({ principals: [], hidden: [] });
      });
    } finally {
      await mawa.admin.query('UPDATE users SET active = true WHERE id = $1', [
        officer.actor.userId,
      ]);
    }
  });

  it('hands neither the key nor a signature to the role of the application', async () => {
    await expect(as(manager, (tx) => tx.query('SELECT key FROM reach_key'))).rejects.toThrow(
      /permission denied/,
    );
    await expect(
      as(manager, (tx) => tx.query(`SELECT reach_signature('("{}","{}")')`)),
    ).rejects.toThrow(/permission denied/);
  });

  it.each([
    [
      'a membership',
      () =>
        `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
         VALUES ('${officer.actor.userId}', 'shelter', '${house}', '2026-01-01Z', '${SECOND}')`,
      (before: Reach) => ({ ...before, principals: [house, ...before.principals] }),
    ],
    [
      'a restriction of a case',
      () =>
        `INSERT INTO case_restrictions (id, case_id, reason, set_by)
         VALUES (gen_random_uuid(), '${caseId}', '\\x00', '${SECOND}')`,
      (before: Reach) => ({ ...before, hidden: [caseId] }),
    ],
    [
      'an ended role',
      () =>
        `UPDATE user_roles SET ended_at = '2026-01-01Z', ended_by = '${SECOND}'
          WHERE user_id = '${officer.actor.userId}'`,
      (before: Reach) => ({ ...before, principals: [] }),
    ],
  ])('is computed again when the transaction changes %s', async (_, change, expected) => {
    const ask = async (): Promise<Reach> => {
      const { rows } = await mawa.admin.query<Reach>(
        'SELECT r.principals, r.hidden_cases AS hidden FROM actor_reach() r',
      );
      return rows[0]!;
    };
    await mawa.admin.query('BEGIN');
    try {
      await mawa.admin.query(
        `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true)`,
        [officer.actor.userId, mawa.clock.now().toISOString()],
      );
      const before = await ask();
      await mawa.admin.query(change());
      expect(await ask()).toEqual(expected(before));
    } finally {
      await mawa.admin.query('ROLLBACK');
    }
  });

  it('reads the access rows of these principals alone, however many stays the person has had', async () => {
    const fetched = async (tx: Tx): Promise<number> =>
      (
        await one<{ n: number }>(
          tx,
          `SELECT (pg_stat_get_xact_tuples_fetched('case_access'::regclass)
                 + pg_stat_get_xact_tuples_returned('case_access'::regclass))::int AS n`,
        )
      ).n;
    await mawa.admin.query(
      `BEGIN; SET LOCAL session_replication_role = replica;
       SELECT set_config('mawa.now', '2026-01-01Z', true);
       INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, until_at)
       SELECT '${caseId}', 'shelter', gen_random_uuid(), 'stay', '{facts}', gen_random_uuid(), '2026-02-01Z'
         FROM generate_series(1, 2000); COMMIT; ANALYZE case_access`,
    );
    for (const question of [
      seen,
      (tx: Tx) => tx.query(`SELECT may_write_case($1, 'facts', actor_reach())`, [caseId]),
      (tx: Tx) => tx.query('SELECT mawa_holds_fully($1)', [caseId]),
    ]) {
      // Of a case that is not theirs nothing is found, and a search of all rows would not stop before the end.
      await as(manager, async (tx) => {
        await tx.query('SELECT actor_reach()');
        const before = await fetched(tx);
        await question(tx);
        expect((await fetched(tx)) - before).toBeLessThanOrEqual(1);
      });
    }
  });
});

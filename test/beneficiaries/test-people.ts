/** People and access restrictions for the tests of case access. */
import { PermissionGuard } from '../../modules/access';
import type { SignedIn, TestApp } from '../support/app';

export interface TestPerson {
  readonly id: string;
  readonly caseNumber: string;
  readonly path: string;
}

export async function aPerson(by: SignedIn, facts: object = {}): Promise<TestPerson> {
  const [person] = await aFamily(by, [facts]);
  return person!;
}

export async function aFamily(by: SignedIn, people: object[]): Promise<TestPerson[]> {
  const named = {
    names: { given: 'Mahjouba', family: 'Tizaoui' },
    sex: 'female',
    story: 'un récit',
  };
  const { body } = await by
    .post('/api/v1/people', { people: people.map((facts) => ({ ...named, ...facts })) })
    .expect(201);
  return (body.cases as { id: string; caseNumber: string }[]).map(({ id, caseNumber }) => ({
    id,
    caseNumber,
    path: `/api/v1/people/${id}`,
  }));
}

/** A shelter with these people in its beds: straight to the rows that the bed's trigger writes. */
export async function opensTo(
  mawa: TestApp,
  shelterId: string,
  reason: 'hold' | 'stay',
  people: readonly TestPerson[],
): Promise<void> {
  await mawa.admin.query(
    `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, from_at)
     SELECT c, 'shelter', $2, reason, parts, gen_random_uuid(), '2026-11-24Z'
       FROM unnest($1::uuid[]) AS c, access_reasons WHERE reason = $3`,
    [people.map(({ id }) => id), shelterId, reason],
  );
}

/** The application's policy says yes to everything while `work` runs; row level security stands alone. */
export async function withRowSecurityAlone<T>(mawa: TestApp, work: () => Promise<T>): Promise<T> {
  const guard = mawa.app.get(PermissionGuard) as unknown as { allows: () => boolean };
  const allows = jest.spyOn(guard, 'allows').mockReturnValue(true);
  try {
    return await work();
  } finally {
    allows.mockRestore();
  }
}

/** How many rows of a person each table shows to this reader by SQL. */
export async function rowsSeen(mawa: TestApp, reader: SignedIn, { id }: TestPerson) {
  return mawa.transactions.run(reader.actor, async (tx) => {
    const [row] = await tx.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM cases WHERE id = $1) AS cases,
              (SELECT count(*)::int FROM case_access WHERE case_id = $1) AS access,
              (SELECT count(*)::int FROM case_seals WHERE case_id = $1) AS seals,
              (SELECT count(*)::int FROM keys.case_keys WHERE case_id = $1) AS keys,
              (SELECT count(*)::int FROM stage_changes WHERE case_id = $1) AS stages,
              (SELECT count(*)::int FROM family_members WHERE case_id = $1) AS family,
              (SELECT count(*)::int FROM case_blocks WHERE case_id = $1) AS blocks,
              (SELECT count(*)::int FROM case_restrictions WHERE case_id = $1) AS restrictions,
              (SELECT count(*)::int FROM case_named WHERE case_id = $1) AS named,
              (SELECT count(*)::int FROM tasks WHERE case_id = $1) AS tasks,
              (SELECT count(*)::int FROM break_glass WHERE case_id = $1) AS glass`,
      [id],
    );
    return Object.entries(row!)
      .filter(([, count]) => count > 0)
      .map(([table]) => table);
  });
}

/** The same account at a later hour, signed in anew; the clock goes back afterwards. */
export async function tomorrow(
  mawa: TestApp,
  who: SignedIn,
  at: string,
  look: (later: SignedIn) => Promise<unknown> | PromiseLike<unknown>,
): Promise<void> {
  const before = mawa.clock.now();
  mawa.clock.set(at);
  try {
    await look(await mawa.signInAs(who.email));
  } finally {
    mawa.clock.set(before);
  }
}

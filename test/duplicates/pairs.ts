/** Two files that may be one person's, found as the application finds them. */
import { JobRunner } from '../../modules/platform/queue';
import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import type { SignedIn, TestApp } from '../support/app';

export const MINA = {
  names: { given: 'Fatima Zahra', family: 'Bennani' },
  sex: 'female',
  birthYear: 1999,
  nationality: 'MA',
};
/** The same woman as another colleague writes her. */
export const MINA_AGAIN = {
  names: { given: 'فاطمة الزهراء', family: 'بناني' },
  sex: 'female',
  birthYear: 1999,
  nationality: 'MA',
};

/** Runs what registrations have asked for, as a worker would. */
export async function compareNow(mawa: TestApp): Promise<void> {
  const runner = mawa.app.get(JobRunner);
  const { rows } = await mawa.admin.query<{ id: string }>(
    `SELECT id FROM jobs WHERE kind = 'find-duplicates' AND state = 'waiting' ORDER BY asked_at`,
  );
  for (const { id } of rows) await runner.handle('find-duplicates', id);
}

/** As the schedule asks for it at night. */
export async function compareAtNight(mawa: TestApp): Promise<void> {
  await mawa.app.get(JobRunner).tick('find-duplicates');
  await compareNow(mawa);
}

export interface PairRow {
  readonly id: string;
  readonly case_id: string;
  readonly other_id: string;
  readonly strength: string;
  readonly reasons: string[];
  readonly state: string;
  readonly found_how: string;
}

export async function pairOf(
  mawa: TestApp,
  one: TestPerson,
  other: TestPerson,
): Promise<PairRow | undefined> {
  const { rows } = await mawa.admin.query<PairRow>(
    `SELECT * FROM duplicate_pairs WHERE (case_id, other_id) IN (($1, $2), ($2, $1))`,
    [one.id, other.id],
  );
  return rows[0];
}

/** The pairs that somebody has a task about. */
export async function noticesOf(who: SignedIn): Promise<string[]> {
  const { body } = await who.get('/api/v1/tasks?whose=all').expect(200);
  return (body.tasks as { kind: string; subjectId: string; caseId: null }[])
    .filter(({ kind, caseId }) => kind === 'duplicate' && caseId === null)
    .map(({ subjectId }) => subjectId);
}

export interface TwoSides {
  readonly mina: TestPerson;
  readonly again: TestPerson;
  readonly here: SignedIn;
  readonly there: SignedIn;
}

/** Registered by two colleagues who know nothing of each other. */
export async function twoSides(mawa: TestApp): Promise<TwoSides> {
  const here = await mawa.signIn('reintegration_officer');
  const there = await mawa.signIn('reintegration_officer');
  const mina = await aPerson(here, MINA);
  const again = await aPerson(there, MINA_AGAIN);
  await compareNow(mawa);
  return { mina, again, here, there };
}

export interface HeldPair {
  readonly officer: SignedIn;
  /** Registered first: it goes on unless it is said otherwise. */
  readonly mina: TestPerson;
  readonly again: TestPerson;
  readonly pair: string;
}

/** Both registered by one colleague, who so answers for both. */
export async function bothHeld(
  mawa: TestApp,
  first: object = {},
  second: object = {},
): Promise<HeldPair> {
  const officer = await mawa.signIn('reintegration_officer');
  const mina = await aPerson(officer, { ...MINA, registeredOn: '2026-10-01', ...first });
  const again = await aPerson(officer, { ...MINA_AGAIN, ...second });
  await compareNow(mawa);
  return { officer, mina, again, pair: (await pairOf(mawa, mina, again))!.id };
}

export const joining = (into: TestPerson, more: object = {}) => ({
  intoId: into.id,
  why: 'known_to_team',
  choices: { names: 'into' },
  ...more,
});

export async function join(
  who: SignedIn,
  pair: string,
  into: TestPerson,
  more: object = {},
): Promise<string> {
  const { body } = await who
    .post(`/api/v1/duplicates/${pair}/merge`, joining(into, more))
    .expect(201);
  return (body as { id: string }).id;
}

/** Every row of these people in every table that refers to a person, but for what is written of joining itself. */
export async function digestOf(
  mawa: TestApp,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const { rows: columns } = await mawa.admin.query<{ table: string; column: string }>(
    `SELECT conrelid::regclass::text AS table, a.attname AS column
       FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      WHERE c.contype = 'f' AND c.confrelid = 'cases'::regclass AND a.atttypid = 'uuid'::regtype
      UNION SELECT 'cases', 'id' UNION SELECT 'keys.case_keys', 'case_id'`,
  );
  const digests: Record<string, string> = {};
  for (const { table, column } of columns) {
    if (/^(duplicate_|case_merge)/.test(table)) continue;
    const { rows } = await mawa.admin.query<{ digest: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS digest
         FROM ${table} t WHERE ${column} = ANY ($1::uuid[])`,
      [ids],
    );
    digests[`${table}.${column}`] = rows[0]!.digest;
  }
  return digests;
}

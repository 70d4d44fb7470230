/** Two files that may be one person's, found as the application finds them. */
import { JobRunner } from '../../src/queue';
import { aPerson, type TestPerson } from '../beneficiaries/guards';
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
  for (const { id } of rows) await runner.answer('find-duplicates', id);
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
export async function toldOf(who: SignedIn): Promise<string[]> {
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

/** Queries of unsealed facts and case numbers; row-level security decides which cases are visible. */
import { firstNotNull } from '../platform/database/first-not-null';
import type { Tx } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';
import { isCivilDate, type CivilDate } from '../platform/shared/nights.rules';
import type { BornBetween, Exploitation } from './new-person.types';
import { CLEAR_FACTS, type ClearFacts, selectFacts } from './person.fields';
import type { Stage } from './stage.rules';

export interface PersonRow extends Readonly<ClearFacts> {
  readonly id: string;
  readonly caseNumber: string;
  readonly registeredOn: CivilDate;
  readonly stage: Stage;
  readonly bornBetween: BornBetween | null;
  readonly mayCall: boolean | null;
}

/** Range of birth dates of the row `c`, if the age was assessed. */
export const BORN_BETWEEN = `CASE WHEN c.born_from IS NOT NULL
  THEN jsonb_build_object('from', c.born_from, 'until', c.born_until) END AS "bornBetween"`;

const COLUMNS = `c.id, c.case_number AS "caseNumber", c.registered_on::text AS "registeredOn", c.stage,
  ${selectFacts(CLEAR_FACTS, 'c')}, ${BORN_BETWEEN}, c.may_call AS "mayCall"`;

export async function personOf(tx: Tx, caseId: string): Promise<PersonRow | null> {
  const [row] = await tx.query<PersonRow>(`SELECT ${COLUMNS} FROM cases c WHERE c.id = $1`, [
    caseId,
  ]);
  return row ?? null;
}

/** The number of a file that was joined to another still finds the person. */
export async function personByNumber(tx: Tx, caseNumber: string): Promise<PersonRow | null> {
  const [row] = await tx.query<PersonRow>(
    `SELECT ${COLUMNS} FROM cases n JOIN cases c ON c.id = ${firstNotNull('n.merged_into', 'n.id')} WHERE n.case_number = $1`,
    [caseNumber],
  );
  return row ?? null;
}

/** Something about the person is overdue, or is due within seven days (overdue things too). */
export const WAITING_FILTERS = ['overdue', 'week'] as const;
export type WaitingFilter = (typeof WAITING_FILTERS)[number];

export interface PeopleFilter {
  readonly stage?: string;
  readonly sex?: string;
  readonly nationality?: string;
  /** Those that the actor answers for in their own name, or as a deputy. */
  readonly whose?: 'mine';
  readonly waiting?: WaitingFilter;
  /** Year of registration. */
  readonly year?: number;
}

export interface PeoplePage {
  readonly people: PersonRow[];
  /** Total over all pages. */
  readonly total: number;
  /** Hand it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

export const PAGE_SIZE = 50;

const OPEN_TASKS = `SELECT t.case_id FROM tasks t
  WHERE t.done_at IS NULL AND (t.for_user IS NULL OR t.for_user = mawa_actor())`;

/** In the name of the actor, or of a colleague whose deputy the actor is. */
const MINE = `c.id = ANY (ARRAY(SELECT a.case_id FROM case_access a
  WHERE a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
    AND a.principal_id = ANY ((SELECT (actor_reach()).principals)::uuid[])
    AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())))`;

/** Which of the rows `c` the filter keeps; a file that was joined to another never. */
export function peopleWhere(filter: PeopleFilter): { wheres: string[]; params: unknown[] } {
  const params: unknown[] = [];
  const wheres: string[] = ['c.merged_into IS NULL'];
  const where = (condition: (place: string) => string, value: unknown): void => {
    params.push(value);
    wheres.push(condition(`$${params.length}`));
  };
  if (filter.stage) where((p) => `c.stage = ${p}`, filter.stage);
  if (filter.sex === 'unknown') wheres.push('c.sex IS NULL');
  else if (filter.sex) where((p) => `c.sex = ${p}`, filter.sex);
  if (filter.nationality) where((p) => `c.nationality = ${p}`, filter.nationality);
  if (filter.whose === 'mine') wheres.push(MINE);
  if (filter.waiting) {
    where(
      (p) => `c.id IN (${OPEN_TASKS} AND t.due_at <= mawa_now() + make_interval(days => ${p}))`,
      filter.waiting === 'week' ? 7 : 0,
    );
  }
  if (filter.year) {
    where((p) => `c.registered_on >= make_date(${p}, 1, 1)`, filter.year);
    where((p) => `c.registered_on < make_date(${p}, 1, 1)`, filter.year + 1);
  }
  return { wheres, params };
}

/** Last registered first; the next page by key, so that a new registration shifts nothing. */
export async function listPeople(
  tx: Tx,
  filter: PeopleFilter,
  after: string | null,
): Promise<PeoplePage> {
  const { wheres, params } = peopleWhere(filter);
  const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM cases c WHERE ${wheres.join(' AND ')}`,
    params,
  );
  if (after !== null) {
    const { day, id } = cursorOf(after);
    params.push(day, id);
    const [d, i] = [`$${params.length - 1}::date`, `$${params.length}::uuid`];
    wheres.push(`(c.registered_on < ${d} OR c.registered_on = ${d} AND c.id > ${i})`);
  }
  const people = await tx.query<PersonRow>(
    `SELECT ${COLUMNS} FROM cases c WHERE ${wheres.join(' AND ')}
      ORDER BY c.registered_on DESC, c.id LIMIT ${PAGE_SIZE + 1}`,
    params,
  );
  const shown = people.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  const next = people.length > PAGE_SIZE && last ? `${last.registeredOn}_${last.id}` : null;
  return { people: shown, total, next };
}

export interface NextTask {
  readonly kind: string;
  readonly dueAt: Date;
  readonly overdue: boolean;
}

/** First visible task of each of these people that is not assigned to somebody else. */
export async function nextTasksOf(
  tx: Tx,
  caseIds: readonly string[],
): Promise<Map<string, NextTask>> {
  const rows = await tx.query<NextTask & { caseId: string }>(
    `SELECT DISTINCT ON (t.case_id) t.case_id AS "caseId", t.kind, t.due_at AS "dueAt",
            t.due_at <= mawa_now() AS overdue
       FROM (${OPEN_TASKS.replace('t.case_id', 't.*')} AND t.case_id = ANY ($1)) t
      ORDER BY t.case_id, t.due_at, t.id`,
    [caseIds],
  );
  return new Map(rows.map(({ caseId, ...task }) => [caseId, task]));
}

const CURSOR = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function cursorOf(text: string): { day: CivilDate; id: string } {
  const [, day, id] = CURSOR.exec(text) ?? [];
  if (!isCivilDate(day) || id === undefined) {
    throw new DomainError('invalid', 'common.invalid_value', {}, 'after');
  }
  return { day, id };
}

/** Elements of one case, or of all joined cases of a person. */
export async function exploitationOf(tx: Tx, files: readonly string[]): Promise<Exploitation> {
  const rows = await tx.query<{ element: 'act' | 'means' | 'purpose'; code: string }>(
    'SELECT DISTINCT element, code FROM case_exploitation WHERE case_id = ANY ($1) ORDER BY element, code',
    [files],
  );
  const of = (element: string) => rows.filter((r) => r.element === element).map((r) => r.code);
  return { acts: of('act'), means: of('means'), purposes: of('purpose') };
}

export interface RelativeRow {
  readonly id: string;
  readonly caseNumber: string;
  readonly relation: string;
}

/** Visible family members, each under the continuing case number. */
export const familyOf = (tx: Tx, files: readonly string[]): Promise<RelativeRow[]> =>
  tx.query<RelativeRow>(
    `SELECT * FROM (
       SELECT DISTINCT ON (c.id) c.id, c.case_number AS "caseNumber", o.relation
         FROM family_members f JOIN family_members o USING (family_id)
         JOIN cases own ON own.id = o.case_id JOIN cases c ON c.id = ${firstNotNull('own.merged_into', 'own.id')}
        WHERE f.case_id = ANY ($1) AND o.case_id <> ALL ($1) ORDER BY c.id, o.family_id) once
      ORDER BY relation, "caseNumber"`,
    [files],
  );

export interface CaseStatus {
  /** To the others of the family, where there is one. */
  readonly relation: string | null;
  readonly restricted: boolean;
  /** Kept apart from somebody of a network that the actor reads; other networks are not counted. */
  readonly apartFromNetwork: boolean;
  /** Id of the duplicate pair of which the actor was notified: this person may be registered under another number. */
  readonly perhapsKnown: string | null;
  /** Numbers under which organisations kept the person before Mawa, of all files of the person. */
  readonly earlierNumbers: readonly string[];
}

/** Status shown with a case, in one statement. */
export async function readCaseStatus(
  tx: Tx,
  caseId: string,
  files: readonly string[],
): Promise<CaseStatus> {
  const [row] = await tx.query<CaseStatus>(
    `SELECT (SELECT relation FROM family_members WHERE case_id = $1 ORDER BY family_id LIMIT 1) AS relation,
            EXISTS (SELECT 1 FROM case_restrictions WHERE case_id = ANY ($2) AND lifted_at IS NULL) AS restricted,
            EXISTS (SELECT 1 FROM network_apart WHERE case_id = ANY ($2) AND ended_at IS NULL) AS "apartFromNetwork",
            (SELECT pair_id FROM duplicate_notices WHERE case_id = $1 AND user_id = mawa_actor()
                AND answer IS DISTINCT FROM 'declined' ORDER BY at, pair_id LIMIT 1) AS "perhapsKnown",
            ARRAY(SELECT number FROM earlier_numbers WHERE case_id = ANY ($2) ORDER BY at, number) AS "earlierNumbers"`,
    [caseId, files],
  );
  return row!;
}

/** Which parts of the case the actor's access rows open at this instant; the role narrows them further. */
export async function partsOpenedTo(tx: Tx, caseId: string): Promise<string[]> {
  const [row] = await tx.query<{ parts: string[] }>(
    `SELECT ARRAY(SELECT DISTINCT p FROM case_access a CROSS JOIN unnest(a.parts) AS p
        WHERE a.case_id = $1 AND a.from_at <= mawa_now()
          AND (a.until_at IS NULL OR a.until_at > mawa_now())) AS parts`,
    [caseId],
  );
  return row?.parts ?? [];
}

/** Both at once, for a page that asks for much. */
export async function partsOf(
  tx: Tx,
  caseId: string,
): Promise<{ opened: string[]; written: string[] }> {
  const [row] = await tx.query<{ opened: string[]; written: string[] }>(
    `SELECT coalesce(array_agg(DISTINCT p) FILTER (WHERE p = ANY (a.parts)), '{}') AS opened,
            coalesce(array_agg(DISTINCT p) FILTER (WHERE p = ANY (r.writes)), '{}') AS written
       FROM case_access a LEFT JOIN access_reasons r USING (reason)
      CROSS JOIN LATERAL (SELECT unnest(a.parts) UNION SELECT unnest(r.writes)) x (p)
      WHERE a.case_id = $1 AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())`,
    [caseId],
  );
  return row ?? { opened: [], written: [] };
}

/** Which parts of the case the actor may also write, from the reasons of the access rows. */
export async function partsWrittenBy(tx: Tx, caseId: string): Promise<string[]> {
  const [row] = await tx.query<{ parts: string[] }>(
    `SELECT ARRAY(SELECT DISTINCT p FROM case_access a JOIN access_reasons r USING (reason) CROSS JOIN unnest(r.writes) AS p
        WHERE a.case_id = $1 AND a.from_at <= mawa_now()
          AND (a.until_at IS NULL OR a.until_at > mawa_now())) AS parts`,
    [caseId],
  );
  return row?.parts ?? [];
}

/** Case numbers of people kept apart from this person; only for readers of both. */
export const keptApartFrom = (
  tx: Tx,
  files: readonly string[],
): Promise<{ id: string; caseNumber: string }[]> =>
  tx.query(
    `SELECT k.id, c.case_number AS "caseNumber" FROM keep_apart k
       JOIN cases c ON c.id = CASE WHEN k.case_id = ANY ($1) THEN k.from_case_id ELSE k.case_id END
      WHERE (k.case_id = ANY ($1) OR k.from_case_id = ANY ($1)) AND k.ended_at IS NULL ORDER BY c.case_number`,
    [files],
  );

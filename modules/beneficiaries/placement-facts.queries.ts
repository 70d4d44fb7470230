/** Facts of people for placement: the age on the first night, never a birth date. */
import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';
import { notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import type { CaseSeals } from './case-seals.service';
import type { BornBetween } from './new-person.types';
import { BORN_BETWEEN } from './people.queries';
import {
  type ClearFact,
  type ClearFacts,
  pickFacts,
  PLACING_FACTS,
  type PlacingFact,
  selectFacts,
} from './person.fields';
import { ageRange } from './person.rules';

export interface PlacementFact extends Readonly<Pick<ClearFacts, PlacingFact>> {
  readonly caseId: string;
  /** Completed years on that day; a range where the day of birth is unknown, null where all is. */
  readonly ageLow: number | null;
  readonly ageHigh: number | null;
  /** An age that the rules ask for, where the person turns so old within a year after that day. */
  readonly turnsAge: number | null;
  readonly turnsOn: CivilDate | null;
  /** False where the age may rise on any night: then nothing about it is sure after the first. */
  readonly birthdayKnown: boolean;
  /** The ages that were looked for in the birthday. */
  readonly ruleAges: readonly number[];
}

const READ = [
  'birthYear',
  'ageAtRegistration',
  'ageCertainty',
  ...PLACING_FACTS,
] as const satisfies ClearFact[];

interface Row extends Readonly<Pick<ClearFacts, (typeof READ)[number]>> {
  readonly caseId: string;
  readonly bornBetween: BornBetween | null;
  readonly registeredOn: CivilDate;
}

/** For those who ask without rules of their own. */
const RULES_CHANGE_AT: readonly number[] = [2, 18];
const LOOK_AHEAD_DAYS = 366;

/** In the requested order. If one of them is not visible to the actor, "not found" for all. */
export async function placementFactsOf(
  tx: Tx,
  seals: CaseSeals,
  caseIds: readonly string[],
  on: CivilDate,
  ages: readonly number[] = RULES_CHANGE_AT,
): Promise<PlacementFact[]> {
  const rows = await tx.query<Row>(
    `SELECT c.id AS "caseId", ${selectFacts(READ, 'c')}, ${BORN_BETWEEN}, c.registered_on::text AS "registeredOn"
       FROM cases c WHERE c.id = ANY ($1)`,
    [caseIds],
  );
  const byId = new Map(rows.map((row) => [row.caseId, row]));
  if (caseIds.some((id) => !byId.has(id))) throw notFound();
  const opened = await seals.open(tx, caseIds, ['birth_date']);
  if (opened.size > 0) {
    const ids = [...opened.keys()];
    await record(tx, {
      action: 'people.use_birth_date',
      kind: 'case',
      ids,
      fields: ['birth_date'],
    });
  }
  return caseIds.map((id) => {
    const birthDate = opened.get(id)?.birth_date ?? null;
    return factOf(byId.get(id)!, birthDate, on, ages);
  });
}

function factOf(
  row: Row,
  birthDate: CivilDate | null,
  on: CivilDate,
  ages: readonly number[],
): PlacementFact {
  const age = ageRange({ ...row, birthDate }, on);
  const turn = birthDate === null ? null : nextTurn(birthDate, on, ages);
  return {
    ...pickFacts(row, PLACING_FACTS),
    caseId: row.caseId,
    ageLow: age?.low ?? null,
    ageHigh: age?.high ?? null,
    turnsAge: turn?.age ?? null,
    turnsOn: turn?.on ?? null,
    birthdayKnown: birthDate !== null,
    ruleAges: ages,
  };
}

/** Next birthday within a year at which other placement rules apply. */
export function nextTurn(
  born: CivilDate,
  on: CivilDate,
  ages: readonly number[] = RULES_CHANGE_AT,
): { age: number; on: CivilDate } | null {
  for (const age of ages) {
    const birthday = birthdayOf(born, age);
    if (birthday > on && birthday <= addDays(on, LOOK_AHEAD_DAYS)) return { age, on: birthday };
  }
  return null;
}

/** The first day on which `ageOn` counts that many years: 1 March for a 29 February without one. */
function birthdayOf(born: CivilDate, age: number): CivilDate {
  const [year, month, day] = born.split('-').map(Number) as [number, number, number];
  return new Date(Date.UTC(year + age, month - 1, day)).toISOString().slice(0, 10);
}

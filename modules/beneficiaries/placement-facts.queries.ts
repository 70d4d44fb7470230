/** What choosing a bed needs of people: an age on the first night, never a birth date. */
import { record } from '../audit';
import type { Tx } from '../platform/database/transactions';
import { notFound } from '../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import type { CaseSeals } from './case-seals.service';
import type { AccessNeed, AgeCertainty, BornBetween, Sex } from './new-person.types';
import { BORN_BETWEEN } from './people.queries';
import { ageRange } from './person.rules';

export interface PlacementFact {
  readonly caseId: string;
  readonly sex: Sex | null;
  /** Completed years on that day; a range where the day of birth is unknown, null where all is. */
  readonly ageLow: number | null;
  readonly ageHigh: number | null;
  /** An age that the rules ask for, where the person turns so old within a year after that day. */
  readonly turnsAge: number | null;
  readonly turnsOn: CivilDate | null;
  /** False where the age may rise on any night: then nothing about it is sure after the first. */
  readonly birthdayKnown: boolean;
  readonly accessNeed: AccessNeed | null;
  readonly pregnant: boolean | null;
  readonly languages: readonly string[];
  /** The ages that were looked for in the birthday. */
  readonly ruleAges: readonly number[];
}

interface Row {
  readonly caseId: string;
  readonly sex: Sex | null;
  readonly birthYear: number | null;
  readonly ageAtRegistration: number | null;
  readonly ageCertainty: AgeCertainty;
  readonly bornBetween: BornBetween | null;
  readonly registeredOn: CivilDate;
  readonly accessNeed: AccessNeed | null;
  readonly pregnant: boolean | null;
  readonly languages: string[];
}

/** For those who ask without rules of their own. */
const RULES_CHANGE_AT: readonly number[] = [2, 18];
const LOOK_AHEAD_DAYS = 366;

/** In the order asked for. Somebody whom the actor may not see: not found, for all of them. */
export async function placementFactsOf(
  tx: Tx,
  seals: CaseSeals,
  caseIds: readonly string[],
  on: CivilDate,
  ages: readonly number[] = RULES_CHANGE_AT,
): Promise<PlacementFact[]> {
  const rows = await tx.query<Row>(
    `SELECT c.id AS "caseId", c.sex, c.birth_year AS "birthYear", ${BORN_BETWEEN},
            c.age_at_registration AS "ageAtRegistration", c.age_certainty AS "ageCertainty",
            c.registered_on::text AS "registeredOn", c.access_need AS "accessNeed", c.pregnant, c.languages
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
  const { caseId, sex, accessNeed, pregnant, languages } = row;
  const age = ageRange({ ...row, birthDate }, on);
  const turn = birthDate === null ? null : nextTurn(birthDate, on, ages);
  return {
    caseId,
    sex,
    ageLow: age?.low ?? null,
    ageHigh: age?.high ?? null,
    turnsAge: turn?.age ?? null,
    turnsOn: turn?.on ?? null,
    birthdayKnown: birthDate !== null,
    accessNeed,
    pregnant,
    languages,
    ruleAges: ages,
  };
}

/** The next birthday at which other rules of placing begin, if it comes within a year. */
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

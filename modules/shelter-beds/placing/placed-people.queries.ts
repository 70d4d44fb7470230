/** Facts about people for placement, as rows of request_people. */
import {
  factColumns,
  factRecord,
  factRow,
  PLACING_FACTS,
  type PlacementFact,
} from '../../beneficiaries';

export interface PersonRow extends Omit<PlacementFact, 'birthdayKnown'> {
  /** Null where a request asked before it was written down. */
  readonly birthdayKnown: boolean | null;
}

/** Without rule_ages, which a new row takes from the rules in force. */
export const PERSON_COLUMNS = `age_low, age_high, turns_age, turns_on, birthday_known, ${factColumns(PLACING_FACTS)}`;

/** The rows of personRowsOf(), as columns of jsonb_to_recordset(). */
export const PERSON_RECORD = `case_id uuid, age_low smallint, age_high smallint, turns_age smallint, turns_on date,
  birthday_known boolean, rule_ages smallint[], ${factRecord(PLACING_FACTS)}`;

export const personRowsOf = (people: readonly PersonRow[]): string =>
  JSON.stringify(
    people.map((one) => ({
      case_id: one.caseId,
      age_low: one.ageLow,
      age_high: one.ageHigh,
      turns_age: one.turnsAge,
      turns_on: one.turnsOn,
      birthday_known: one.birthdayKnown,
      rule_ages: one.ruleAges,
      ...factRow(one, PLACING_FACTS),
    })),
  );

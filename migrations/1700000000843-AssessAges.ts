import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights, writable } from './support';

/** The list of reasons of a correction as it stands, with or without one: another migration may have added its own. */
const reasons = (change: string): string => `
  DO $$
  DECLARE v_list text[];
  BEGIN
    SELECT array_agg(m[1] ORDER BY m[1]) INTO v_list FROM pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([a-z_]+)''::text', 'g') m
     WHERE c.conrelid = 'case_corrections'::regclass AND c.conname = 'case_corrections_why_check';
    v_list := ${change};
    ALTER TABLE case_corrections DROP CONSTRAINT case_corrections_why_check;
    EXECUTE 'ALTER TABLE case_corrections ADD CONSTRAINT case_corrections_why_check CHECK (why IN ('
      || (SELECT string_agg(quote_literal(w), ', ' ORDER BY w) FROM unnest(v_list) AS w) || '))';
  END $$;`;

/** How many years it may be off, taken off the younger end and added to the elder. */
const LOW = 'low - margin';
const HIGH = 'high + margin';

/**
 * Unknown age: who assessed it, how, and what came of it with its margin. The latest that stands sets the
 * days between which the person can be born; placing reads these, and the end that protects counts.
 */
export class AssessAges1700000000843 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE age_assessments (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        assessed_on date NOT NULL CHECK (assessed_on BETWEEN '2000-01-01' AND '2100-01-01'),
        methods text[] NOT NULL,
        institution text NOT NULL CHECK (institution IN ('programme', 'social_service', 'hospital', 'court', 'prosecutor', 'consulate', 'other')),
        -- Completed years on that day.
        low smallint NOT NULL CHECK (low BETWEEN 0 AND 120),
        high smallint NOT NULL CHECK (high BETWEEN 0 AND 120),
        margin smallint NOT NULL CHECK (margin BETWEEN 0 AND 10),
        conclusion text NOT NULL CHECK (conclusion IN ('child', 'adult', 'undetermined')),
        benefit_of_doubt boolean NOT NULL,
        agreement text NOT NULL CHECK (agreement IN ('consent', 'assent', 'guardian', 'refused', 'not_asked')),
        note bytea,
        recorded_at timestamptz NOT NULL DEFAULT mawa_now(),
        recorded_by uuid NOT NULL REFERENCES users (id),
        -- The version of the case that it made; null where it changed nothing.
        applied_version integer,
        withdrawn_at timestamptz,
        withdrawn_by uuid REFERENCES users (id),
        withdrawn_why text CHECK (withdrawn_why IN ('mistake', 'contested', 'person_asked')),
        CONSTRAINT age_assessments_range CHECK (low <= high),
        -- An x-ray of bones is contested: it is written down, and decides nothing by itself.
        CONSTRAINT age_assessments_method CHECK (
          methods <@ ARRAY['documents', 'statement', 'interview', 'social', 'medical', 'bone_xray', 'other']
          AND methods && ARRAY['documents', 'statement', 'interview', 'social', 'medical', 'other']),
        CONSTRAINT age_assessments_conclude_what_they_found CHECK (CASE conclusion
          WHEN 'adult' THEN ${LOW} >= 18 AND NOT benefit_of_doubt
          WHEN 'undetermined' THEN ${LOW} < 18 AND ${HIGH} >= 18 AND NOT benefit_of_doubt
          ELSE ${LOW} < 18 AND benefit_of_doubt = (${HIGH} >= 18) END),
        CONSTRAINT age_assessments_withdrawal_is_signed CHECK (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_why) IN (0, 3))
      );
      CREATE INDEX age_assessments_by_case ON age_assessments (case_id, assessed_on DESC, recorded_at DESC);
      ${caseTable('age_assessments', 'health')}
      ${twoRights('age_assessments', 'health', { writes: 'facts' })}
      CREATE TRIGGER age_assessments_take_no_more BEFORE INSERT ON age_assessments FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      GRANT SELECT, INSERT ON age_assessments TO mawa_app;
      GRANT UPDATE (withdrawn_at, withdrawn_by, withdrawn_why) ON age_assessments TO mawa_app;
      GRANT SELECT (case_id), DELETE ON age_assessments TO mawa_gate;
      CREATE POLICY age_assessments_at_the_gate ON age_assessments TO mawa_gate USING (true);

      ALTER TABLE cases ADD COLUMN born_from date;
      ALTER TABLE cases ADD COLUMN born_until date;
      ALTER TABLE cases ADD CONSTRAINT cases_born_between CHECK ((born_from IS NULL) = (born_until IS NULL)
        AND born_from <= born_until AND born_from >= '1850-01-01');
      CREATE TRIGGER case_ages_change_by_version BEFORE UPDATE ON cases FOR EACH ROW
        WHEN (OLD.id = NEW.id AND (OLD.born_from, OLD.born_until) IS DISTINCT FROM (NEW.born_from, NEW.born_until))
        EXECUTE FUNCTION case_facts_change_by_version();
      ${reasons(`array_append(v_list, 'assessment')`)}

      -- Whether an age was told from a birthday: else it may rise on any night after the first.
      ALTER TABLE request_people ADD COLUMN birthday_known boolean;
      -- What is known of people may change while they wait; whose bed is asked for, and when, may not.
      GRANT UPDATE (sex, age_low, age_high, turns_age, turns_on, birthday_known, access_need, pregnant, languages)
        ON request_people TO mawa_app;
      CREATE POLICY request_people_follow_the_facts ON request_people AS RESTRICTIVE FOR UPDATE TO mawa_app
        USING (${writable('request_people.case_id', 'facts')});

      -- An erased person's birthday goes from what was asked for as well.
      GRANT UPDATE (age_low, age_high, turns_age, turns_on, birthday_known, access_need, pregnant, languages)
        ON request_people TO mawa_gate;
      CREATE FUNCTION ages_are_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM age_assessments WHERE case_id = OLD.id;
        UPDATE request_people SET age_low = NULL, age_high = NULL, turns_age = NULL, turns_on = NULL, birthday_known = NULL,
          access_need = NULL, pregnant = NULL, languages = '{}' WHERE case_id = OLD.id;
        NEW.born_from := NULL;
        NEW.born_until := NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER ages_are_erased BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION ages_are_erased();
      -- Handed over last: afterwards this role may no longer say who calls it.
      ALTER FUNCTION ages_are_erased() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER ages_are_erased ON cases;
      DROP FUNCTION ages_are_erased;
      REVOKE UPDATE (age_low, age_high, turns_age, turns_on, birthday_known, access_need, pregnant, languages)
        ON request_people FROM mawa_gate;
      DROP POLICY request_people_follow_the_facts ON request_people;
      REVOKE UPDATE (sex, age_low, age_high, turns_age, turns_on, birthday_known, access_need, pregnant, languages)
        ON request_people FROM mawa_app;
      ALTER TABLE request_people DROP COLUMN birthday_known;
      ${reasons(`array_remove(v_list, 'assessment')`)}
      DROP TRIGGER case_ages_change_by_version ON cases;
      ALTER TABLE cases DROP COLUMN born_from, DROP COLUMN born_until;
      DROP TABLE age_assessments;
    `);
  }
}

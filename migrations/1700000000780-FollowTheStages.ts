import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable } from './support';

const HERE = "'shelter_manager','reintegration_officer','case_supervisor'";
const CASE_LEADS = "'reintegration_officer','case_supervisor'";
const AUTHORITIES = "'police','prosecutor','judge','labour_inspector'";
const SIGNALS = `${AUTHORITIES},'health_service','social_service','organisation','hotline','self','programme'`;
const TOGETHER = "'self','organisation','programme'";
const OURS = "'self','programme'";

const TRANSITIONS: readonly [from: string, to: string, roles: string, deciders: string][] = [
  ['detected', 'first_contact', HERE, SIGNALS],
  ['detected', 'presumed', HERE, SIGNALS],
  ['detected', 'not_victim', CASE_LEADS, `${AUTHORITIES},'programme'`],
  ['detected', 'closed', CASE_LEADS, OURS],
  ['first_contact', 'presumed', HERE, SIGNALS],
  ['first_contact', 'not_victim', CASE_LEADS, `${AUTHORITIES},'programme'`],
  ['first_contact', 'closed', CASE_LEADS, OURS],
  ['presumed', 'reflection_period', HERE, `${AUTHORITIES},${OURS}`],
  ['presumed', 'identified', CASE_LEADS, AUTHORITIES],
  ['presumed', 'assisted', HERE, TOGETHER],
  ['presumed', 'not_victim', "'case_supervisor'", AUTHORITIES],
  ['presumed', 'closed', CASE_LEADS, OURS],
  ['reflection_period', 'identified', CASE_LEADS, AUTHORITIES],
  ['reflection_period', 'assisted', HERE, TOGETHER],
  ['reflection_period', 'not_victim', "'case_supervisor'", AUTHORITIES],
  ['reflection_period', 'closed', CASE_LEADS, OURS],
  ['identified', 'assisted', HERE, TOGETHER],
  ['identified', 'exiting', CASE_LEADS, OURS],
  ['identified', 'closed', CASE_LEADS, OURS],
  ['not_victim', 'presumed', CASE_LEADS, SIGNALS],
  ['not_victim', 'closed', CASE_LEADS, OURS],
  ['assisted', 'identified', CASE_LEADS, AUTHORITIES],
  ['assisted', 'exiting', CASE_LEADS, OURS],
  ['assisted', 'not_victim', "'case_supervisor'", AUTHORITIES],
  ['assisted', 'closed', CASE_LEADS, OURS],
  ['exiting', 'followed_up', CASE_LEADS, OURS],
  ['exiting', 'assisted', HERE, OURS],
  ['exiting', 'closed', CASE_LEADS, OURS],
  ['followed_up', 'assisted', CASE_LEADS, OURS],
  ['followed_up', 'closed', CASE_LEADS, OURS],
  ['closed', 'presumed', CASE_LEADS, SIGNALS],
  ['closed', 'assisted', CASE_LEADS, TOGETHER],
  ['closed', 'followed_up', CASE_LEADS, OURS],
];

/** Coming back after an end needs a reason of these. */
const REOPENS = ['not_victim>presumed', 'closed>presumed', 'closed>assisted', 'closed>followed_up'];

/**
 * The steps between the stages of the referral mechanism stand in one table: from, to, which role
 * writes it down, who may have decided it. A trigger holds every change to it, whoever writes.
 */
export class FollowTheStages1700000000780 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const rows = TRANSITIONS.map(
      ([from, to, roles, deciders]) =>
        `('${from}', '${to}', ARRAY[${roles}], ARRAY[${deciders}], ${REOPENS.includes(`${from}>${to}`)}, '2026-11/1')`,
    );
    await queryRunner.query(`
      CREATE TABLE stage_transitions (
        from_stage text NOT NULL,
        to_stage text NOT NULL CHECK (to_stage <> from_stage),
        roles text[] NOT NULL CHECK (cardinality(roles) > 0),
        deciders text[] NOT NULL CHECK (cardinality(deciders) > 0),
        reopens boolean NOT NULL,
        edition text NOT NULL,
        -- A step that is no longer taken stays for those who took it.
        retired_at timestamptz,
        PRIMARY KEY (from_stage, to_stage)
      );
      INSERT INTO stage_transitions (from_stage, to_stage, roles, deciders, reopens, edition) VALUES
        ${rows.join(',\n        ')};
      GRANT SELECT ON stage_transitions TO mawa_app;
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('reflection_period_days', '2020-01-01Z', '30', 'at least 30 days (Council of Europe Convention, article 13)'),
        ('reflection_warning_days', '2020-01-01Z', '7', 'programme rule');

      ALTER TABLE stage_changes
        ADD COLUMN decided_by text,
        ADD COLUMN until_on date,
        ADD CONSTRAINT stage_changes_only_reflection_ends CHECK (until_on IS NULL OR to_stage = 'reflection_period'),
        ADD CONSTRAINT stage_changes_take_a_known_step
          FOREIGN KEY (from_stage, to_stage) REFERENCES stage_transitions (from_stage, to_stage);

      -- What was said about the step, sealed; the account of a person is for those who may read it.
      CREATE TABLE stage_notes (
        change_id uuid PRIMARY KEY REFERENCES stage_changes (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        sealed bytea NOT NULL
      );
      CREATE INDEX stage_notes_by_case ON stage_notes (case_id);
      ${caseTable('stage_notes', 'story')}
      GRANT SELECT, INSERT ON stage_notes TO mawa_app;

      CREATE FUNCTION stage_change_is_allowed() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        step stage_transitions;
        standing text;
        last text;
      BEGIN
        SELECT stage INTO standing FROM cases WHERE id = NEW.case_id FOR UPDATE;
        SELECT to_stage INTO last FROM stage_changes WHERE case_id = NEW.case_id ORDER BY at DESC, id DESC LIMIT 1;
        -- What was reached before the file was opened is written with its opening alone.
        IF NEW.reason IN ('registered', 'earlier_records') THEN
          IF NEW.from_stage IS DISTINCT FROM last OR (NEW.reason = 'registered') <> (last IS NULL)
             OR EXISTS (SELECT 1 FROM stage_changes s WHERE s.case_id = NEW.case_id AND s.xmin <> pg_current_xact_id()::xid) THEN
            RAISE EXCEPTION 'earlier stages are written when the file is opened' USING ERRCODE = '23514';
          END IF;
          RETURN NEW;
        END IF;
        IF NEW.from_stage IS DISTINCT FROM coalesce(last, standing) THEN
          RAISE EXCEPTION 'the person is at another stage' USING ERRCODE = '23514';
        END IF;
        SELECT * INTO step FROM stage_transitions t
         WHERE t.from_stage = NEW.from_stage AND t.to_stage = NEW.to_stage
           AND (t.retired_at IS NULL OR t.retired_at > mawa_now());
        IF NOT FOUND THEN
          RAISE EXCEPTION 'no step leads there' USING ERRCODE = '23514';
        END IF;
        IF NEW."by" IS DISTINCT FROM mawa_actor() OR NOT mawa_has_role(VARIADIC step.roles) THEN
          RAISE EXCEPTION 'this role does not write this step' USING ERRCODE = '42501';
        END IF;
        IF NOT coalesce(NEW.decided_by = ANY (step.deciders), false) THEN
          RAISE EXCEPTION 'somebody else decides this step' USING ERRCODE = '23514';
        END IF;
        IF step.reopens AND NEW.reason NOT IN ('new_facts', 'person_wishes', 'authority_decision', 'correction') THEN
          RAISE EXCEPTION 'opening again needs its reason' USING ERRCODE = '23514';
        END IF;
        IF (NEW.to_stage = 'reflection_period') <> (NEW.until_on IS NOT NULL) THEN
          RAISE EXCEPTION 'a reflection period has its end' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER stage_change_is_allowed BEFORE INSERT ON stage_changes
        FOR EACH ROW EXECUTE FUNCTION stage_change_is_allowed();

      -- The stage of a case is the last one written down: at commit the two agree.
      CREATE FUNCTION stage_is_the_last_change() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        of_case uuid := coalesce(to_jsonb(NEW) ->> 'case_id', to_jsonb(NEW) ->> 'id')::uuid;
        last text;
      BEGIN
        SELECT to_stage INTO last FROM stage_changes WHERE case_id = of_case ORDER BY at DESC, id DESC LIMIT 1;
        IF EXISTS (SELECT 1 FROM cases WHERE id = of_case AND stage IS DISTINCT FROM last) THEN
          RAISE EXCEPTION 'a stage changes by a written step' USING ERRCODE = '23514';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER stage_is_the_last_change AFTER INSERT ON stage_changes
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stage_is_the_last_change();
      CREATE CONSTRAINT TRIGGER stage_is_the_last_change AFTER UPDATE OF stage ON cases
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stage_is_the_last_change();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER stage_is_the_last_change ON cases;
      DROP TRIGGER stage_is_the_last_change ON stage_changes;
      DROP TRIGGER stage_change_is_allowed ON stage_changes;
      DROP FUNCTION stage_is_the_last_change, stage_change_is_allowed;
      DROP TABLE stage_notes;
      ALTER TABLE stage_changes DROP CONSTRAINT stage_changes_take_a_known_step,
        DROP CONSTRAINT stage_changes_only_reflection_ends, DROP COLUMN decided_by, DROP COLUMN until_on;
      DELETE FROM settings WHERE key IN ('reflection_period_days', 'reflection_warning_days');
      DROP TABLE stage_transitions;
    `);
  }
}

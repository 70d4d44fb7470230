import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable } from './support';

/**
 * All that a consent says, and which one stands: one row per person, purpose and recipient, kept by
 * the database with each new consent, so that what needs a live consent can point at it.
 */
export class LetConsentsStand1700000000761 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE consents
        DROP CONSTRAINT consents_case_id_fkey,
        ADD CONSTRAINT consents_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id) ON UPDATE CASCADE,
        ADD COLUMN text_id uuid,
        ADD COLUMN channel text NOT NULL DEFAULT 'in_person' CHECK (channel IN ('in_person', 'phone', 'video')),
        ADD COLUMN interpreter boolean NOT NULL DEFAULT false,
        ADD COLUMN points jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(points) = 'object'),
        ADD COLUMN until_at timestamptz,
        ADD COLUMN guardian_relation text CHECK (guardian_relation IN
          ('mother', 'father', 'relative', 'legal_guardian', 'ad_hoc', 'authority')),
        ADD COLUMN guardian_case_id uuid REFERENCES cases (id) ON UPDATE CASCADE,
        ADD COLUMN guardian_sealed bytea,
        ADD COLUMN assent text CHECK (assent IN ('given', 'refused', 'too_young')),
        ADD COLUMN recorded_by uuid REFERENCES users (id),
        ADD CONSTRAINT consents_under_a_text FOREIGN KEY (text_id, purpose) REFERENCES consent_texts (id, purpose),
        ADD CONSTRAINT consents_only_given_ones_end CHECK (until_at IS NULL OR (decision = 'given' AND until_at > at)),
        ADD CONSTRAINT consents_guardian_and_assent
          CHECK (decision <> 'given' OR (guardian_relation IS NULL) = (assent IS NULL)),
        ADD CONSTRAINT consents_childs_refusal_stands
          CHECK (NOT (decision = 'given' AND purpose = 'sharing' AND assent = 'refused'));

      CREATE TABLE consent_standing (
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        purpose text NOT NULL,
        recipient_id uuid REFERENCES organisations (id),
        consent_id uuid NOT NULL REFERENCES consents (id),
        given boolean NOT NULL,
        at timestamptz NOT NULL,
        until_at timestamptz,
        CONSTRAINT consent_standing_once UNIQUE NULLS NOT DISTINCT (case_id, purpose, recipient_id),
        CONSTRAINT consent_standing_bears_shares UNIQUE (case_id, purpose, recipient_id, given)
      );
      CREATE INDEX consent_standing_by_end ON consent_standing (until_at) WHERE given;

      ALTER TABLE consents NO FORCE ROW LEVEL SECURITY;
      UPDATE consents SET until_at = at + make_interval(months => (
          SELECT (value -> purpose ->> 'months')::int FROM settings WHERE key = 'consent_purposes'))
        WHERE decision = 'given';
      INSERT INTO consent_standing (case_id, purpose, recipient_id, consent_id, given, at, until_at)
        SELECT DISTINCT ON (case_id, purpose, recipient_id) case_id, purpose, recipient_id, id, decision = 'given', at, until_at
          FROM consents ORDER BY case_id, purpose, recipient_id, at DESC, id DESC;
      ALTER TABLE consents FORCE ROW LEVEL SECURITY;

      ${caseTable('consent_standing', 'care')}
      CREATE POLICY consent_standing_kept ON consent_standing TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY consent_standing_for_figures ON consent_standing FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON consent_standing TO mawa_app;
      GRANT SELECT, INSERT, UPDATE ON consent_standing TO mawa_gate;
      GRANT SELECT (case_id, purpose, recipient_id, given, until_at) ON consent_standing TO mawa_figures;

      -- Of two answers at once the later counts; one that is not later is refused.
      CREATE FUNCTION consent_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO consent_standing AS s (case_id, purpose, recipient_id, consent_id, given, at, until_at)
        VALUES (NEW.case_id, NEW.purpose, NEW.recipient_id, NEW.id, NEW.decision = 'given', NEW.at, NEW.until_at)
        ON CONFLICT ON CONSTRAINT consent_standing_once DO UPDATE
          SET consent_id = NEW.id, given = NEW.decision = 'given', at = NEW.at, until_at = NEW.until_at
          WHERE s.at < NEW.at;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'a newer consent stands' USING ERRCODE = '23505', CONSTRAINT = 'consents_newest_stands';
        END IF;
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION consent_stands() FROM PUBLIC;
      CREATE TRIGGER consents_stand AFTER INSERT ON consents FOR EACH ROW EXECUTE FUNCTION consent_stands();
      ALTER FUNCTION consent_stands() OWNER TO mawa_gate;

      -- For exports and figures: of these people, those who agreed to exactly this and still do.
      -- Whom the reader may not see is left out: this never tells more than the reader may know.
      CREATE FUNCTION exclude_without_consent(p_cases uuid[], p_purpose text, p_recipient uuid)
        RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        SELECT s.case_id FROM consent_standing s
         WHERE s.case_id = ANY (p_cases) AND s.purpose = p_purpose
           AND s.recipient_id IS NOT DISTINCT FROM p_recipient
           AND s.given AND (s.until_at IS NULL OR s.until_at > mawa_now()) $$;
      GRANT EXECUTE ON FUNCTION exclude_without_consent(uuid[], text, uuid) TO mawa_app, mawa_figures;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION exclude_without_consent;
      DROP TRIGGER consents_stand ON consents;
      DROP FUNCTION consent_stands;
      DROP TABLE consent_standing;
      ALTER TABLE consents
        DROP COLUMN text_id, DROP COLUMN channel, DROP COLUMN interpreter, DROP COLUMN points, DROP COLUMN until_at,
        DROP COLUMN guardian_relation, DROP COLUMN guardian_case_id, DROP COLUMN guardian_sealed,
        DROP COLUMN assent, DROP COLUMN recorded_by,
        DROP CONSTRAINT consents_case_id_fkey,
        ADD CONSTRAINT consents_case_id_fkey FOREIGN KEY (case_id) REFERENCES cases (id);
    `);
  }
}

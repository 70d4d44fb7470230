import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, twoRights } from './support';

/**
 * The register of what was told to whom, why and under which consent. An open share points at a
 * consent that stands: a withdrawal closes it in the same transaction, and its partner is told.
 */
export class RegisterShares1700000000762 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE shares (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        reference text NOT NULL CONSTRAINT shares_reference_once UNIQUE CHECK (reference ~ '^P-[0-9A-Z]{4}-[0-9A-Z]{4}$'),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        recipient_id uuid NOT NULL REFERENCES organisations (id),
        purpose text NOT NULL,
        consent_id uuid NOT NULL REFERENCES consents (id),
        what text[] NOT NULL CHECK (cardinality(what) BETWEEN 1 AND 12 AND what <@ ARRAY['case_number', 'facts', 'identity',
          'contact', 'safe_contact', 'story', 'health', 'legal', 'care', 'documents', 'needs']),
        why text NOT NULL CHECK (why IN ('referral', 'joint_support', 'health_care', 'legal_aid', 'training', 'return', 'research')),
        how text NOT NULL CHECK (how IN ('oral', 'file', 'report', 'partner_link')),
        source_kind text CHECK (source_kind ~ '^[a-z_]{3,40}$'),
        source_id uuid,
        opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        opened_at timestamptz NOT NULL DEFAULT mawa_now(),
        until_at timestamptz NOT NULL,
        closed_at timestamptz,
        closed_by uuid REFERENCES users (id),
        closed_why text CHECK (closed_why IN ('withdrawn', 'refused', 'expired', 'ended')),
        needs_given boolean GENERATED ALWAYS AS (CASE WHEN closed_at IS NULL THEN true END) STORED,
        CONSTRAINT shares_closed_by_somebody
          CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (closed_why IS NULL)),
        CONSTRAINT shares_end_after_they_open CHECK (until_at > opened_at),
        -- No open share without a consent that stands; asked at commit, so that erasing may go row by row.
        CONSTRAINT shares_open_under_consent FOREIGN KEY (case_id, purpose, recipient_id, needs_given)
          REFERENCES consent_standing (case_id, purpose, recipient_id, given) DEFERRABLE INITIALLY DEFERRED
      );
      CREATE INDEX shares_by_case ON shares (case_id, opened_at);
      CREATE INDEX shares_by_recipient ON shares (recipient_id, opened_at);
      CREATE INDEX shares_by_end ON shares (until_at) WHERE closed_at IS NULL;
      ${caseTable('shares', 'care')}
      ${twoRights('shares', 'care')}
      CREATE POLICY shares_closed_by_the_gate ON shares TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT, UPDATE (closed_at, closed_by, closed_why) ON shares TO mawa_app;
      GRANT SELECT, UPDATE (closed_at, closed_by, closed_why) ON shares TO mawa_gate;

      -- What a partner reads: the reference of the share, never of whom or why it ended.
      CREATE TABLE share_notices (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        share_id uuid NOT NULL CONSTRAINT share_notices_once UNIQUE REFERENCES shares (id),
        organisation_id uuid NOT NULL REFERENCES organisations (id),
        reference text NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        told_at timestamptz,
        told_by uuid REFERENCES users (id),
        told_how text CHECK (told_how IN ('account', 'phone')),
        CHECK ((told_at IS NULL) = (told_by IS NULL) AND (told_at IS NULL) = (told_how IS NULL))
      );
      CREATE INDEX share_notices_by_organisation ON share_notices (organisation_id, at);
      ALTER TABLE share_notices ENABLE ROW LEVEL SECURITY;
      ALTER TABLE share_notices FORCE ROW LEVEL SECURITY;
      CREATE FUNCTION mawa_partner_organisation() RETURNS uuid LANGUAGE sql STABLE AS $$
        SELECT organisation_id FROM users
         WHERE id = mawa_actor() AND active AND mawa_has_role('partner_viewer') $$;
      CREATE POLICY share_notices_of_own_partner ON share_notices TO mawa_app
        USING (organisation_id = (SELECT mawa_partner_organisation())
          OR EXISTS (SELECT 1 FROM shares s WHERE s.id = share_notices.share_id));
      CREATE POLICY share_notices_from_the_gate ON share_notices TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, UPDATE (told_at, told_by, told_how) ON share_notices TO mawa_app;
      GRANT SELECT, INSERT ON share_notices TO mawa_gate;
      GRANT UPDATE (done_at, done_by) ON tasks TO mawa_gate;
      CREATE POLICY tasks_ended_by_the_gate ON tasks FOR UPDATE TO mawa_gate USING (true) WITH CHECK (true);

      -- The row of the standing consent is held until the share is committed: a withdrawal at the same
      -- moment waits and closes it, or has been first and the share is refused.
      CREATE FUNCTION share_needs_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        standing record;
      BEGIN
        SELECT s.consent_id, s.until_at INTO standing FROM consent_standing s
         WHERE s.case_id = NEW.case_id AND s.purpose = NEW.purpose AND s.recipient_id = NEW.recipient_id
           AND s.given AND (s.until_at IS NULL OR s.until_at > mawa_now()) FOR SHARE;
        IF NOT FOUND OR standing.consent_id <> NEW.consent_id THEN
          RAISE EXCEPTION 'no consent stands for this share'
            USING ERRCODE = '23514', CONSTRAINT = 'shares_need_a_live_consent';
        END IF;
        NEW.until_at := least(NEW.until_at, standing.until_at);
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION share_needs_consent() FROM PUBLIC;
      CREATE TRIGGER shares_need_consent BEFORE INSERT ON shares FOR EACH ROW EXECUTE FUNCTION share_needs_consent();
      ALTER FUNCTION share_needs_consent() OWNER TO mawa_gate;

      CREATE FUNCTION share_tells_its_partner() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO share_notices (share_id, organisation_id, reference, at)
        VALUES (NEW.id, NEW.recipient_id, NEW.reference, mawa_now());
        IF NOT EXISTS (SELECT 1 FROM users u JOIN user_roles r ON r.user_id = u.id
             WHERE u.organisation_id = NEW.recipient_id AND u.active AND r.role = 'partner_viewer' AND r.ended_at IS NULL) THEN
          PERFORM open_task('tell_partner', NEW.case_id, NEW.id, 'reintegration_officer', NULL,
            mawa_now() + make_interval(hours => mawa_setting('tell_partner_hours')::int));
        END IF;
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION share_tells_its_partner() FROM PUBLIC;
      CREATE TRIGGER shares_tell_their_partner AFTER UPDATE OF closed_at ON shares FOR EACH ROW
        WHEN (OLD.closed_at IS NULL AND NEW.closed_at IS NOT NULL) EXECUTE FUNCTION share_tells_its_partner();
      ALTER FUNCTION share_tells_its_partner() OWNER TO mawa_gate;

      CREATE FUNCTION partner_was_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE tasks SET done_at = NEW.told_at, done_by = NEW.told_by
         WHERE kind = 'tell_partner' AND subject_id = NEW.share_id AND done_at IS NULL;
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION partner_was_told() FROM PUBLIC;
      CREATE TRIGGER share_notices_are_told AFTER UPDATE OF told_at ON share_notices FOR EACH ROW
        WHEN (OLD.told_at IS NULL AND NEW.told_at IS NOT NULL) EXECUTE FUNCTION partner_was_told();
      ALTER FUNCTION partner_was_told() OWNER TO mawa_gate;

      -- Erasing gives the row of a person a new id: nothing of theirs stays shared, and partners are told.
      CREATE FUNCTION shares_end_with_their_person() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = 'ended'
         WHERE case_id = OLD.id AND closed_at IS NULL;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION shares_end_with_their_person() FROM PUBLIC;
      CREATE TRIGGER cases_end_their_shares BEFORE UPDATE OF id ON cases FOR EACH ROW
        WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION shares_end_with_their_person();
      ALTER FUNCTION shares_end_with_their_person() OWNER TO mawa_gate;

      -- A refusal or a withdrawal closes what is open under it.
      SET LOCAL ROLE mawa_gate;
      CREATE OR REPLACE FUNCTION consent_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
        IF NEW.decision <> 'given' THEN
          UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = NEW.decision
           WHERE case_id = NEW.case_id AND purpose = NEW.purpose AND recipient_id = NEW.recipient_id AND closed_at IS NULL;
        END IF;
        RETURN NULL;
      END $$;
      RESET ROLE;

      -- Every hour: what has run out closes, and who must be asked again becomes a task, once a consent.
      GRANT SELECT (id, stage) ON cases TO mawa_gate;
      CREATE FUNCTION tend_consents() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = 'expired'
         WHERE closed_at IS NULL AND until_at <= mawa_now();
        PERFORM open_task('consent_expires', s.case_id, s.consent_id, 'reintegration_officer', NULL, s.until_at)
           FROM consent_standing s JOIN cases c ON c.id = s.case_id AND c.stage NOT IN ('closed', 'not_victim')
          WHERE s.given AND s.until_at <= mawa_now() + make_interval(days => mawa_setting('consent_remind_days')::int)
            AND NOT EXISTS (SELECT 1 FROM tasks t WHERE t.kind = 'consent_expires' AND t.subject_id = s.consent_id);
      END $$;
      REVOKE EXECUTE ON FUNCTION tend_consents() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tend_consents() TO mawa_app;
      ALTER FUNCTION tend_consents() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION tend_consents;
      DROP TRIGGER cases_end_their_shares ON cases;
      DROP FUNCTION shares_end_with_their_person;
      SET LOCAL ROLE mawa_gate;
      CREATE OR REPLACE FUNCTION consent_stands() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
      RESET ROLE;
      DROP TABLE share_notices, shares;
      DROP FUNCTION share_needs_consent, share_tells_its_partner, partner_was_told, mawa_partner_organisation;
      DROP POLICY tasks_ended_by_the_gate ON tasks;
      REVOKE UPDATE (done_at, done_by) ON tasks FROM mawa_gate;
      REVOKE SELECT (stage) ON cases FROM mawa_gate;
    `);
  }
}

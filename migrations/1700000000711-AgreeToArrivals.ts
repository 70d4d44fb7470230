import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, visible } from './support';

/**
 * A shelter does not open an identity by itself. Whoever is checked in was agreed to by somebody who
 * holds the case, or asked of that very shelter, or came in an emergency that is named and reviewed.
 */
export class AgreeToArrivals1700000000711 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('arrival_review_hours', '2020-01-01Z', '24', 'programme rule: an arrival nobody had agreed to is reviewed');

      CREATE TABLE arrival_agreements (
        booking_id uuid PRIMARY KEY REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        basis text NOT NULL CHECK (basis IN ('holder', 'addressed', 'emergency')),
        -- A code of the list arrival_reasons, in this edition.
        reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
        list_version text,
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CHECK ((basis = 'emergency') = (reason IS NOT NULL) AND (reason IS NULL) = (list_version IS NULL))
      );
      CREATE INDEX arrival_agreements_by_case ON arrival_agreements (case_id);
      ALTER TABLE arrival_agreements ENABLE ROW LEVEL SECURITY;
      ALTER TABLE arrival_agreements FORCE ROW LEVEL SECURITY;
      CREATE POLICY arrival_agreements_read ON arrival_agreements FOR SELECT TO mawa_app
        USING (${visible('arrival_agreements.case_id', 'facts')});
      -- The basis is what it says, whoever writes it.
      CREATE POLICY arrival_agreements_write ON arrival_agreements FOR INSERT TO mawa_app
        WITH CHECK (by = (SELECT mawa_actor()) AND EXISTS (
          SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
            LEFT JOIN bed_requests q ON q.id = bp.request_id
           WHERE bp.booking_id = arrival_agreements.booking_id AND bp.case_id = arrival_agreements.case_id
             AND CASE arrival_agreements.basis WHEN 'holder' THEN mawa_holds_fully(bp.case_id)
                   WHEN 'addressed' THEN q.shelter_id = k.shelter_id ELSE true END));
      GRANT SELECT, INSERT ON arrival_agreements TO mawa_app;
      GRANT SELECT ON arrival_agreements TO mawa_gate;
      CREATE POLICY arrival_agreements_for_the_gate ON arrival_agreements FOR SELECT TO mawa_gate USING (true);

      -- What those who hold the case found of it afterwards.
      CREATE TABLE arrival_reviews (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        finding text NOT NULL CHECK (finding IN ('agreed', 'objected')),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX arrival_reviews_by_case ON arrival_reviews (case_id);
      ${caseTable('arrival_reviews', 'facts')}
      CREATE POLICY arrival_reviews_by_holders ON arrival_reviews AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (by = (SELECT mawa_actor()) AND mawa_holds_fully(case_id));
      GRANT SELECT, INSERT ON arrival_reviews TO mawa_app;

      CREATE FUNCTION arrivals_are_agreed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_is_system() AND NOT EXISTS (SELECT 1 FROM arrival_agreements WHERE booking_id = NEW.booking_id) THEN
          RAISE EXCEPTION 'nobody agreed to this arrival' USING ERRCODE = '23514', CONSTRAINT = 'arrivals_are_agreed';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER arrivals_are_agreed BEFORE UPDATE OF state ON booking_people
        FOR EACH ROW WHEN (NEW.state = 'stay' AND OLD.state <> 'stay') EXECUTE FUNCTION arrivals_are_agreed();

      -- Nobody has a bed without having been asked for: a booking of a person begins as a hold of an open request.
      DROP POLICY booking_people_place ON booking_people;
      CREATE POLICY booking_people_place ON booking_people FOR INSERT TO mawa_app
        WITH CHECK (${visible('booking_people.case_id', 'placement')} AND state = 'hold' AND EXISTS (
          SELECT 1 FROM request_people p WHERE p.request_id = booking_people.request_id
             AND p.case_id = booking_people.case_id AND p.state = 'open'));

      -- A task for each who holds the case, but for whoever causes it. Whoever causes it need not see them.
      GRANT SELECT, UPDATE (done_at, done_by) ON tasks TO mawa_gate;
      CREATE POLICY tasks_at_the_gate ON tasks FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY tasks_done_at_the_gate ON tasks FOR UPDATE TO mawa_gate USING (true);
      CREATE FUNCTION tell_holders(p_kind text, p_case uuid, p_subject uuid, p_due timestamptz) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO tasks (kind, case_id, subject_id, for_user, due_at)
        SELECT DISTINCT p_kind, p_case, p_subject, a.principal_id, p_due
          FROM case_access a JOIN users u ON u.id = a.principal_id AND u.active
         WHERE a.case_id = p_case AND a.principal_kind = 'user' AND a.reason IN ('registered', 'assigned')
           AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())
           AND a.principal_id <> mawa_actor()
        ON CONFLICT DO NOTHING;
        IF NOT FOUND AND NOT mawa_holds_fully(p_case) THEN
          INSERT INTO tasks (kind, case_id, subject_id, for_role, due_at)
          VALUES (p_kind, p_case, p_subject, 'case_supervisor', p_due) ON CONFLICT DO NOTHING;
        END IF;
      END $$;
      REVOKE EXECUTE ON FUNCTION tell_holders(text, uuid, uuid, timestamptz) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION tell_holders(text, uuid, uuid, timestamptz) TO mawa_app;

      -- Whether a hold is agreed to is asked no more once it is, or once there is no hold.
      CREATE FUNCTION holds_are_confirmed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
         WHERE kind = 'confirm_hold' AND subject_id = NEW.booking_id AND done_at IS NULL;
        RETURN NULL;
      END $$;
      CREATE TRIGGER holds_are_confirmed AFTER INSERT ON arrival_agreements
        FOR EACH ROW EXECUTE FUNCTION holds_are_confirmed();
      CREATE TRIGGER holds_are_over AFTER UPDATE OF state ON booking_people
        FOR EACH ROW WHEN (NEW.state NOT IN ('hold', 'promised')) EXECUTE FUNCTION holds_are_confirmed();
      CREATE INDEX tasks_by_subject ON tasks (subject_id) WHERE done_at IS NULL;

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION arrivals_are_agreed() OWNER TO mawa_gate;
      ALTER FUNCTION tell_holders(text, uuid, uuid, timestamptz) OWNER TO mawa_gate;
      ALTER FUNCTION holds_are_confirmed() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX tasks_by_subject;
      DROP TRIGGER holds_are_over ON booking_people;
      DROP TRIGGER arrivals_are_agreed ON booking_people;
      DROP TABLE arrival_reviews, arrival_agreements;
      DROP FUNCTION holds_are_confirmed, tell_holders, arrivals_are_agreed;
      DROP POLICY tasks_done_at_the_gate ON tasks;
      DROP POLICY tasks_at_the_gate ON tasks;
      REVOKE SELECT, UPDATE (done_at, done_by) ON tasks FROM mawa_gate;
      DROP POLICY booking_people_place ON booking_people;
      CREATE POLICY booking_people_place ON booking_people FOR INSERT TO mawa_app
        WITH CHECK (${visible('booking_people.case_id', 'placement')});
      DELETE FROM settings WHERE key = 'arrival_review_hours';
    `);
  }
}

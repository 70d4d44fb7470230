import type { MigrationInterface, QueryRunner } from 'typeorm';
import { twoRights } from './support';

/** The paper of a cost, looked up whoever holds the file: a day, never of whom. */
const SAME_PAPER = (column: string): string =>
  `upper(regexp_replace(${column}, '[^[:alnum:]]', '', 'g'))`;

/**
 * The receipt of a cost, and one session for several people: who was there, and the part of its cost
 * that falls on each, adding up to the whole.
 */
export class ShareServices1700000000896 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE services ADD COLUMN receipt text;
      ALTER TABLE services ADD CONSTRAINT services_receipt_of_a_cost CHECK (receipt IS NULL
        OR cost_amount IS NOT NULL AND length(receipt) <= 60 AND receipt = btrim(receipt) AND receipt <> ''
        AND receipt !~ '[[:cntrl:]]' AND receipt !~* '(^|[^[:alnum:]])M-[0-9A-Z]{4}-[0-9A-Z]{3}-[0-9A-Z]($|[^[:alnum:]])');
      CREATE INDEX services_by_receipt ON services (${SAME_PAPER('receipt')}) WHERE receipt IS NOT NULL;
      -- Of one bill that several people share: what the parts before this one make.
      ALTER TABLE services ADD COLUMN bill_before numeric(12,2) CHECK (bill_before >= 0);
      ALTER TABLE services ADD CONSTRAINT services_part_of_a_bill CHECK (bill_before IS NULL OR cost_amount IS NOT NULL);
      GRANT SELECT (bill_before) ON services TO mawa_figures;

      CREATE FUNCTION blind_receipt_used(p_provider uuid, p_receipt text) RETURNS date LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_may_open_cases() THEN RAISE EXCEPTION 'not asked by one who opens cases' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
        VALUES (0, mawa_actor(), 'blind.receipt_used', 'service', '{"question":"receipt used"}');
        RETURN (SELECT max(given_on) FROM services WHERE cancelled_at IS NULL AND receipt IS NOT NULL
          AND ${SAME_PAPER('receipt')} = ${SAME_PAPER('p_receipt')} AND provider_id IS NOT DISTINCT FROM p_provider);
      END $$;
      GRANT SELECT (given_on, cancelled_at, receipt, provider_id) ON services TO mawa_blind;
      CREATE POLICY services_for_blind ON services FOR SELECT TO mawa_blind USING (true);
      REVOKE EXECUTE ON FUNCTION blind_receipt_used(uuid, text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION blind_receipt_used(uuid, text) TO mawa_app;
      ALTER FUNCTION blind_receipt_used(uuid, text) OWNER TO mawa_blind;

      CREATE TABLE service_sessions (
        id uuid PRIMARY KEY,
        type_code text NOT NULL REFERENCES service_types (code),
        held_on date NOT NULL,
        -- For each person present.
        quantity numeric(8,2) NOT NULL CHECK (quantity > 0 AND quantity <= 10000),
        provider_id uuid REFERENCES organisations (id),
        -- Of the whole.
        cost_amount numeric(12,2) CHECK (cost_amount > 0),
        cost_currency char(3),
        receipt text,
        present smallint NOT NULL CHECK (present BETWEEN 0 AND 200),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        cancelled_at timestamptz,
        cancelled_by uuid REFERENCES users (id),
        cancel_reason text CHECK (cancel_reason ~ '^[a-z_]{3,40}$'),
        CHECK ((cost_amount IS NULL) = (cost_currency IS NULL)),
        CHECK (num_nonnulls(cancelled_at, cancelled_by, cancel_reason) IN (0, 3)),
        CONSTRAINT service_sessions_cost_falls_on_somebody CHECK (cost_amount IS NULL OR present > 0)
      );
      CREATE INDEX service_sessions_by_day ON service_sessions (held_on DESC, id);
      CREATE TABLE service_attendance (
        session_id uuid NOT NULL REFERENCES service_sessions (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        attendance text NOT NULL CHECK (attendance IN ('present', 'absent', 'excused')),
        service_id uuid UNIQUE REFERENCES services (id),
        PRIMARY KEY (session_id, case_id),
        CONSTRAINT service_attendance_present_was_served CHECK ((attendance = 'present') = (service_id IS NOT NULL))
      );
      CREATE INDEX service_attendance_by_case ON service_attendance (case_id);
      ALTER TABLE service_attendance ENABLE ROW LEVEL SECURITY;
      ALTER TABLE service_attendance FORCE ROW LEVEL SECURITY;
      ${twoRights('service_attendance', 'care')}
      CREATE TRIGGER service_attendance_take_no_more BEFORE INSERT ON service_attendance FOR EACH ROW
        EXECUTE FUNCTION file_takes_no_more();
      ALTER TABLE service_sessions ENABLE ROW LEVEL SECURITY;
      ALTER TABLE service_sessions FORCE ROW LEVEL SECURITY;
      -- Whoever held it, and whoever sees somebody who was asked to it.
      CREATE POLICY service_sessions_read ON service_sessions FOR SELECT TO mawa_app USING (by = (SELECT mawa_actor())
        OR EXISTS (SELECT 1 FROM service_attendance a WHERE a.session_id = service_sessions.id));
      CREATE POLICY service_sessions_add ON service_sessions FOR INSERT TO mawa_app WITH CHECK (by = (SELECT mawa_actor()));
      CREATE POLICY service_sessions_change ON service_sessions FOR UPDATE TO mawa_app USING (by = (SELECT mawa_actor())
        OR EXISTS (SELECT 1 FROM service_attendance a WHERE a.session_id = service_sessions.id)) WITH CHECK (true);
      GRANT SELECT, INSERT ON service_sessions, service_attendance TO mawa_app;
      GRANT UPDATE (cancelled_at, cancelled_by, cancel_reason) ON service_sessions TO mawa_app;

      -- The parts make the whole, to the cent, for as many as were there.
      CREATE FUNCTION service_session_adds_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_id uuid; v_session record; v_count integer; v_sum numeric; v_same boolean;
      BEGIN
        v_id := CASE WHEN TG_TABLE_NAME = 'service_sessions' THEN (to_jsonb(NEW)->>'id')::uuid ELSE (to_jsonb(NEW)->>'session_id')::uuid END;
        SELECT * INTO v_session FROM service_sessions WHERE id = v_id;
        SELECT count(*), sum(s.cost_amount), bool_and(s.type_code = v_session.type_code AND s.given_on = v_session.held_on
            AND s.case_id = a.case_id AND s.cost_currency IS NOT DISTINCT FROM v_session.cost_currency)
          INTO v_count, v_sum, v_same FROM service_attendance a JOIN services s ON s.id = a.service_id WHERE a.session_id = v_id;
        IF v_count <> v_session.present OR v_sum IS DISTINCT FROM v_session.cost_amount OR NOT coalesce(v_same, true) THEN
          RAISE EXCEPTION 'the parts do not make the session' USING ERRCODE = '23514', CONSTRAINT = 'service_session_adds_up';
        END IF;
        RETURN NULL;
      END $$;
      GRANT SELECT ON service_sessions, service_attendance TO mawa_gate;
      GRANT SELECT (id, case_id, type_code, given_on, cost_amount, cost_currency, cancelled_at) ON services TO mawa_gate;
      CREATE POLICY service_sessions_at_the_gate ON service_sessions FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY service_attendance_at_the_gate ON service_attendance FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY services_at_the_gate ON services FOR SELECT TO mawa_gate USING (true);
      REVOKE EXECUTE ON FUNCTION service_session_adds_up() FROM PUBLIC;
      CREATE CONSTRAINT TRIGGER service_session_adds_up AFTER INSERT ON service_sessions
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION service_session_adds_up();
      CREATE CONSTRAINT TRIGGER service_attendance_adds_up AFTER INSERT ON service_attendance
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION service_session_adds_up();
      ALTER FUNCTION service_session_adds_up() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE service_attendance, service_sessions CASCADE;
      DROP FUNCTION service_session_adds_up, blind_receipt_used;
      DROP POLICY services_at_the_gate ON services;
      DROP POLICY services_for_blind ON services;
      REVOKE SELECT (id, case_id, type_code, given_on, cost_amount, cost_currency, cancelled_at) ON services FROM mawa_gate;
      REVOKE SELECT (given_on, cancelled_at, receipt, provider_id) ON services FROM mawa_blind;
      ALTER TABLE services DROP COLUMN bill_before, DROP COLUMN receipt;
    `);
  }
}

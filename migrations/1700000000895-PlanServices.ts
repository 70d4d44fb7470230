import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_SERVICES_1 } from './data/lists-services-1';
import { dropLists, seedLists } from './data/seed-lists';
import { twoRights } from './support';

const walled = (table: string): string => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      ${twoRights(table, 'care')}
      CREATE TRIGGER ${table}_take_no_more BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();`;

/**
 * What is to come: an appointment of somebody for a service, answered once, given or missed or
 * cancelled. Each change of its state is a row that a trigger writes. It ends with the case.
 */
export class PlanServices1700000000895 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE service_appointments (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        type_code text NOT NULL REFERENCES service_types (code),
        due_on date NOT NULL CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
        -- By the clock on the wall; empty: some time that day.
        due_at time(0),
        quantity numeric(8,2) NOT NULL DEFAULT 1 CHECK (quantity > 0 AND quantity <= 10000),
        provider_id uuid REFERENCES organisations (id),
        series_id uuid,
        series_place smallint CHECK (series_place BETWEEN 1 AND 52),
        -- The missed one in whose place it stands.
        replaces uuid REFERENCES service_appointments (id),
        note_sealed bytea,
        planned_by uuid NOT NULL REFERENCES users (id),
        planned_at timestamptz NOT NULL DEFAULT mawa_now(),
        state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'given', 'missed', 'cancelled')),
        service_id uuid UNIQUE REFERENCES services (id),
        reason text CHECK (reason ~ '^[a-z_]{3,40}$'),
        list_version integer CHECK (list_version > 0),
        answered_by uuid REFERENCES users (id),
        answered_at timestamptz,
        UNIQUE (series_id, series_place),
        CONSTRAINT service_appointments_in_a_series CHECK ((series_id IS NULL) = (series_place IS NULL)),
        CONSTRAINT service_appointments_given_has_its_service CHECK ((state = 'given') = (service_id IS NOT NULL)),
        CONSTRAINT service_appointments_missed_says_why CHECK ((state = 'missed') = (list_version IS NOT NULL)
          AND (state IN ('missed', 'cancelled')) = (reason IS NOT NULL)),
        CONSTRAINT service_appointments_answered_by_somebody CHECK (
          num_nonnulls(answered_at, answered_by) = CASE state WHEN 'planned' THEN 0 ELSE 2 END),
        CONSTRAINT service_appointments_not_in_place_of_itself CHECK (replaces <> id)
      );
      CREATE INDEX service_appointments_by_case ON service_appointments (case_id, due_on);
      CREATE INDEX service_appointments_waiting ON service_appointments (due_on) WHERE state = 'planned';
      CREATE UNIQUE INDEX service_appointments_one_other_day ON service_appointments (replaces) WHERE state <> 'cancelled';
      ${walled('service_appointments')}
      GRANT SELECT, INSERT ON service_appointments TO mawa_app;
      GRANT UPDATE (state, service_id, reason, list_version, answered_by, answered_at) ON service_appointments TO mawa_app;

      CREATE TABLE service_appointment_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        appointment_id uuid NOT NULL REFERENCES service_appointments (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        from_state text,
        to_state text NOT NULL,
        reason text,
        service_id uuid REFERENCES services (id),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX service_appointment_changes_by_appointment ON service_appointment_changes (appointment_id, id);
      CREATE INDEX service_appointment_changes_by_case ON service_appointment_changes (case_id);
      ALTER TABLE service_appointment_changes ENABLE ROW LEVEL SECURITY;
      ALTER TABLE service_appointment_changes FORCE ROW LEVEL SECURITY;
      ${twoRights('service_appointment_changes', 'care')}
      GRANT SELECT, INSERT ON service_appointment_changes TO mawa_app;

      GRANT SELECT ON service_appointments TO mawa_gate;
      GRANT UPDATE (state, service_id, reason, list_version, answered_by, answered_at, note_sealed) ON service_appointments TO mawa_gate;
      GRANT INSERT ON service_appointment_changes TO mawa_gate;
      CREATE POLICY service_appointments_at_the_gate ON service_appointments TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY service_appointment_changes_at_the_gate ON service_appointment_changes FOR INSERT TO mawa_gate WITH CHECK (true);
      GRANT EXECUTE ON FUNCTION mawa_person(uuid), mawa_files(uuid) TO mawa_gate;

      -- Who, when and why stand in a row of their own, whoever changes the state.
      CREATE FUNCTION service_appointment_is_written_down() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO service_appointment_changes (appointment_id, case_id, from_state, to_state, reason, service_id, by)
        VALUES (NEW.id, NEW.case_id, CASE TG_OP WHEN 'UPDATE' THEN OLD.state END, NEW.state, NEW.reason, NEW.service_id, mawa_actor());
        RETURN NULL;
      END $$;
      CREATE TRIGGER service_appointment_is_planned AFTER INSERT ON service_appointments FOR EACH ROW
        EXECUTE FUNCTION service_appointment_is_written_down();
      CREATE TRIGGER service_appointment_is_answered AFTER UPDATE OF state ON service_appointments FOR EACH ROW
        WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION service_appointment_is_written_down();

      -- One answer, once; taken back on the day on which it was given, or with the service that it led to.
      CREATE FUNCTION service_appointment_moves() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_undone boolean := false;
      BEGIN
        IF OLD.service_id IS NOT NULL THEN
          v_undone := EXISTS (SELECT 1 FROM services s WHERE s.id = OLD.service_id AND s.cancelled_at IS NOT NULL);
        END IF;
        IF OLD.state <> 'planned' AND NOT (v_undone AND NEW.state IN ('planned', 'cancelled'))
          AND (NEW.state <> 'planned' OR OLD.state = 'given') THEN
          RAISE EXCEPTION 'answered already' USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_answered_once';
        END IF;
        IF OLD.state IN ('missed', 'cancelled') AND mawa_day(OLD.answered_at) <> mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'taken back on the same day alone' USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_taken_back_that_day';
        END IF;
        IF NEW.state = 'missed' AND NEW.due_on > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'its day has not come' USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_is_to_come';
        END IF;
        IF NEW.state = 'given' THEN
          IF NOT EXISTS (SELECT 1 FROM services s WHERE s.id = NEW.service_id
              AND s.cancelled_at IS NULL AND s.type_code = NEW.type_code AND mawa_same(s.case_id, NEW.case_id)) THEN
            RAISE EXCEPTION 'another service' USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_given_as_planned';
          END IF;
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER service_appointment_moves BEFORE UPDATE OF state ON service_appointments FOR EACH ROW
        WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION service_appointment_moves();

      -- A closed case has nothing to come, and was given nothing after the day of its closing. The row of the
      -- case is held, so that closing and planning wait for each other.
      CREATE FUNCTION mawa_closed_on(p_case uuid) RETURNS date LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_case uuid := mawa_person(p_case); v_stage text;
      BEGIN
        SELECT stage INTO v_stage FROM cases WHERE id = v_case FOR SHARE;
        IF v_stage <> 'closed' THEN RETURN NULL; END IF;
        RETURN (SELECT mawa_day(max(at)) FROM stage_changes WHERE case_id = v_case AND to_stage = 'closed');
      END $$;
      GRANT SELECT (case_id, to_stage, at) ON stage_changes TO mawa_gate;
      CREATE POLICY stage_changes_dated_by_the_gate ON stage_changes FOR SELECT TO mawa_gate USING (true);
      REVOKE EXECUTE ON FUNCTION mawa_closed_on(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION mawa_closed_on(uuid) TO mawa_app, mawa_gate;
      ALTER FUNCTION mawa_closed_on(uuid) OWNER TO mawa_gate;
      CREATE FUNCTION service_appointment_of_an_open_case() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF mawa_closed_on(NEW.case_id) IS NOT NULL THEN
          RAISE EXCEPTION 'this case is closed' USING ERRCODE = '23514', CONSTRAINT = 'service_appointment_of_an_open_case';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER service_appointment_of_an_open_case BEFORE INSERT OR UPDATE OF state ON service_appointments
        FOR EACH ROW WHEN (NEW.state = 'planned') EXECUTE FUNCTION service_appointment_of_an_open_case();
      CREATE FUNCTION service_before_the_closing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.given_on > mawa_closed_on(NEW.case_id) THEN
          RAISE EXCEPTION 'this case was closed before' USING ERRCODE = '23514', CONSTRAINT = 'service_before_the_closing';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER service_before_the_closing BEFORE INSERT ON services FOR EACH ROW
        EXECUTE FUNCTION service_before_the_closing();

      CREATE FUNCTION service_appointments_end(p_case uuid, p_reason text) RETURNS void LANGUAGE sql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        UPDATE service_appointments SET state = 'cancelled', reason = p_reason, answered_by = mawa_actor(), answered_at = mawa_now()
         WHERE case_id IN (SELECT mawa_files(p_case)) AND state = 'planned' $$;
      REVOKE EXECUTE ON FUNCTION service_appointments_end(uuid, text) FROM PUBLIC;
      ALTER FUNCTION service_appointments_end(uuid, text) OWNER TO mawa_gate;
      CREATE FUNCTION service_appointments_end_with_the_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM service_appointments_end(NEW.case_id, 'case_closed');
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION service_appointments_end_with_the_case() FROM PUBLIC;
      CREATE TRIGGER service_appointments_end_with_the_case AFTER INSERT ON stage_changes FOR EACH ROW
        WHEN (NEW.to_stage = 'closed') EXECUTE FUNCTION service_appointments_end_with_the_case();
      ALTER FUNCTION service_appointments_end_with_the_case() OWNER TO mawa_gate;

      -- What was said of an erased person's days to come is destroyed; what was given stays as a number.
      CREATE FUNCTION service_appointments_are_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM service_appointments_end(OLD.id, 'erased');
        UPDATE service_appointments SET note_sealed = NULL WHERE case_id = OLD.id AND note_sealed IS NOT NULL;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION service_appointments_are_erased() FROM PUBLIC;
      CREATE TRIGGER service_appointments_are_erased BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION service_appointments_are_erased();
      ALTER FUNCTION service_appointments_are_erased() OWNER TO mawa_gate;

      -- A service that is cancelled takes its answer back: the appointment waits again, or ends with a closed case.
      CREATE FUNCTION service_appointment_waits_again() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE service_appointments SET service_id = NULL, state = 'planned', answered_by = NULL, answered_at = NULL
         WHERE service_id = NEW.id AND mawa_closed_on(case_id) IS NULL;
        UPDATE service_appointments SET service_id = NULL, state = 'cancelled', reason = 'case_closed',
            answered_by = mawa_actor(), answered_at = mawa_now()
         WHERE service_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER service_appointment_waits_again AFTER UPDATE OF cancelled_at ON services FOR EACH ROW
        WHEN (OLD.cancelled_at IS NULL AND NEW.cancelled_at IS NOT NULL) EXECUTE FUNCTION service_appointment_waits_again();
    `);
    await seedLists(queryRunner, LISTS_SERVICES_1, 100);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropLists(
      queryRunner,
      LISTS_SERVICES_1.map(({ name }) => name),
    );
    await queryRunner.query(`
      DROP TRIGGER service_appointment_waits_again ON services;
      DROP TRIGGER service_before_the_closing ON services;
      DROP TRIGGER service_appointments_are_erased ON cases;
      DROP TRIGGER service_appointments_end_with_the_case ON stage_changes;
      DROP TABLE service_appointment_changes, service_appointments;
      DROP FUNCTION service_appointment_waits_again, service_appointments_are_erased, service_appointments_end_with_the_case,
        service_appointments_end, service_before_the_closing, service_appointment_of_an_open_case, mawa_closed_on,
        service_appointment_moves, service_appointment_is_written_down;
      DROP POLICY stage_changes_dated_by_the_gate ON stage_changes;
      REVOKE SELECT (case_id, to_stage, at) ON stage_changes FROM mawa_gate;
    `);
  }
}

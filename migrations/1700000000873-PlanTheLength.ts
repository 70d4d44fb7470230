import type { MigrationInterface, QueryRunner } from 'typeorm';
import { twoRights } from './support';
import { LISTS_2 } from './data/lists-2';
import { dropLists, seedLists } from './data/seed-lists';

/**
 * How long a house lets people stay, as dated rows, and what follows: warnings in time for those who
 * hold the case, once each, and more nights that one asks for and another approves.
 */
export class PlanTheLength1700000000873 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('stay_warning_days', '2020-01-01Z', '[30, 14, 7]', 'programme rule: how many days before the longest stay is over those who follow the person are told');

      CREATE TABLE shelter_stay_limits (
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        valid daterange NOT NULL CHECK (NOT isempty(valid) AND lower(valid) IS NOT NULL),
        -- Null: as long as it takes.
        nights integer CHECK (nights > 0),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT shelter_stay_limits_one_at_a_time EXCLUDE USING gist (shelter_id WITH =, valid WITH &&)
      );
      INSERT INTO shelter_stay_limits (shelter_id, valid, nights, by, at)
      SELECT id, '[2000-01-01,)', maximum_stay_nights, '00000000-0000-4000-8000-000000000004', created_at
        FROM shelters WHERE maximum_stay_nights IS NOT NULL;
      GRANT SELECT, INSERT ON shelter_stay_limits TO mawa_app;
      GRANT UPDATE (valid) ON shelter_stay_limits TO mawa_app;
      GRANT SELECT ON shelter_stay_limits TO mawa_gate;
      CREATE FUNCTION stay_limit_begins() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO shelter_stay_limits (shelter_id, valid, nights, by)
        VALUES (NEW.id, '[2000-01-01,)', NEW.maximum_stay_nights, mawa_actor());
        RETURN NULL;
      END $$;
      CREATE TRIGGER stay_limit_begins AFTER INSERT ON shelters FOR EACH ROW
        WHEN (NEW.maximum_stay_nights IS NOT NULL) EXECUTE FUNCTION stay_limit_begins();

      CREATE TABLE stay_extensions (
        id uuid PRIMARY KEY,
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        nights smallint NOT NULL CHECK (nights BETWEEN 1 AND 365),
        reason text NOT NULL CHECK (reason ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        sealed bytea,
        asked_by uuid NOT NULL REFERENCES users (id),
        asked_at timestamptz NOT NULL DEFAULT mawa_now(),
        decision text CHECK (decision IN ('approved', 'refused')),
        decided_by uuid REFERENCES users (id),
        decided_at timestamptz,
        CONSTRAINT stay_extensions_second_person CHECK (decided_by <> asked_by),
        CHECK (num_nonnulls(decision, decided_by, decided_at) IN (0, 3))
      );
      CREATE UNIQUE INDEX stay_extensions_one_open ON stay_extensions (booking_id) WHERE decision IS NULL;
      CREATE INDEX stay_extensions_by_booking ON stay_extensions (booking_id);
      CREATE INDEX stay_extensions_by_case ON stay_extensions (case_id);
      ALTER TABLE stay_extensions ENABLE ROW LEVEL SECURITY;
      ALTER TABLE stay_extensions FORCE ROW LEVEL SECURITY;
      ${twoRights('stay_extensions', 'care')}
      CREATE POLICY stay_extensions_for_the_gate ON stay_extensions FOR SELECT TO mawa_gate USING (true);
      GRANT SELECT, INSERT ON stay_extensions TO mawa_app;
      GRANT UPDATE (decision, decided_by, decided_at) ON stay_extensions TO mawa_app;
      GRANT SELECT ON stay_extensions TO mawa_gate;
      CREATE POLICY stay_extensions_asked_by_oneself ON stay_extensions AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (asked_by = (SELECT mawa_actor()) AND decision IS NULL);
      CREATE FUNCTION stay_extensions_are_decided_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.decision IS NOT NULL OR NEW.decided_by IS DISTINCT FROM mawa_actor() THEN
          RAISE EXCEPTION 'decided once, by whoever says so' USING ERRCODE = '23514', CONSTRAINT = 'stay_extensions_are_decided_once';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER stay_extensions_are_decided_once BEFORE UPDATE OF decision, decided_by, decided_at ON stay_extensions
        FOR EACH ROW EXECUTE FUNCTION stay_extensions_are_decided_once();

      -- Which warning was given for which end; none is given twice.
      CREATE TABLE stay_warnings (
        booking_id uuid NOT NULL REFERENCES bookings (id),
        ends_on date NOT NULL,
        days smallint NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (booking_id, ends_on, days)
      );
      GRANT SELECT, INSERT ON stay_warnings TO mawa_gate;

      -- The bookings of one stay in one house, whichever beds it went through.
      CREATE FUNCTION stay_chain(p_booking uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
        WITH RECURSIVE chain AS (
          SELECT k.id, k.shelter_id FROM bookings k WHERE k.id = p_booking
          UNION
          SELECT o.id, o.shelter_id FROM chain c
            JOIN bed_move_parts p ON p.to_booking = c.id JOIN bed_moves m ON m.id = p.move_id AND m.undone_at IS NULL
            JOIN bookings o ON o.id = p.from_booking AND o.shelter_id = c.shelter_id)
        SELECT id FROM chain $$;
      -- When it began, how long the house lets it last, and what was approved beyond.
      CREATE FUNCTION stay_length(p_booking uuid) RETURNS TABLE (began date, limit_nights integer, extended integer, ends_on date)
        LANGUAGE sql STABLE AS $$
        SELECT x.began, x.most, x.more, x.began + x.most + x.more FROM (
          SELECT (SELECT min(lower(k.nights)) FROM bookings k WHERE k.id IN (SELECT stay_chain(p_booking)) AND k.state <> 'void') AS began,
                 (SELECT l.nights FROM shelter_stay_limits l JOIN bookings k ON k.shelter_id = l.shelter_id
                   WHERE k.id = p_booking AND l.valid @> mawa_tonight()) AS most,
                 coalesce((SELECT sum(e.nights)::int FROM stay_extensions e
                   WHERE e.booking_id IN (SELECT stay_chain(p_booking)) AND e.decision = 'approved'), 0) AS more) x $$;

      GRANT SELECT ON beds, bed_moves, bed_move_parts TO mawa_gate;
      -- Each night: whose stay nears its end hears it, the closest warning alone.
      CREATE FUNCTION warn_of_stays() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_stay record; v_days integer; v_new integer; v_count integer := 0;
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'asked by the closing of a night alone' USING ERRCODE = '42501';
        END IF;
        FOR v_stay IN
          SELECT k.id, bp.case_id, s.ends_on FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id
           CROSS JOIN LATERAL stay_length(k.id) s
           WHERE k.state = 'stay' AND s.ends_on IS NOT NULL
             AND EXISTS (SELECT 1 FROM shelter_stay_limits l WHERE l.shelter_id = k.shelter_id AND l.nights IS NOT NULL)
             AND s.ends_on - mawa_tonight() <= (SELECT max(d::int) FROM jsonb_array_elements_text(mawa_setting('stay_warning_days')) d)
           ORDER BY k.id
        LOOP
          SELECT min(d::int) INTO v_days FROM jsonb_array_elements_text(mawa_setting('stay_warning_days')) d
           WHERE v_stay.ends_on - mawa_tonight() <= d::int;
          INSERT INTO stay_warnings (booking_id, ends_on, days) VALUES (v_stay.id, v_stay.ends_on, v_days) ON CONFLICT DO NOTHING;
          GET DIAGNOSTICS v_new = ROW_COUNT;
          IF v_new > 0 THEN
            PERFORM tell_holders('stay_limit', v_stay.case_id, v_stay.id, (v_stay.ends_on + time '09:00') AT TIME ZONE 'UTC');
            v_count := v_count + 1;
          END IF;
        END LOOP;
        RETURN v_count;
      END $$;
      REVOKE EXECUTE ON FUNCTION warn_of_stays() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION warn_of_stays() TO mawa_app;
      ALTER FUNCTION warn_of_stays() OWNER TO mawa_gate;
    `);
    await seedLists(
      queryRunner,
      LISTS_2.filter(({ name }) => name === 'extension_reasons'),
      65,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropLists(queryRunner, ['extension_reasons']);
    await queryRunner.query(`
      DROP FUNCTION warn_of_stays, stay_length, stay_chain;
      DROP TABLE stay_warnings, stay_extensions;
      DROP TRIGGER stay_limit_begins ON shelters;
      DROP FUNCTION stay_limit_begins;
      DROP TABLE shelter_stay_limits;
      DELETE FROM settings WHERE key = 'stay_warning_days';
    `);
  }
}

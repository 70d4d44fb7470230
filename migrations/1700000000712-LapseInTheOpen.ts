import type { MigrationInterface, QueryRunner } from 'typeorm';

const LAPSING = `'00000000-0000-4000-8000-000000000002'::uuid`;
const lapse = (by: string, audit: string) => `
      CREATE OR REPLACE FUNCTION lapse_holds(p_beds uuid[], p_cases uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_ids uuid[];
      BEGIN
        WITH lapsed AS (
          UPDATE bookings k SET state = 'void', outcome = 'lapsed', hold_until = NULL, version = version + 1
           WHERE k.state = 'hold' AND k.hold_until <= mawa_now()
             AND (p_beds IS NULL OR k.bed_id = ANY (p_beds)
               OR EXISTS (SELECT 1 FROM booking_people bp WHERE bp.booking_id = k.id AND bp.case_id = ANY (p_cases)))
          RETURNING k.id),
        written AS (
          INSERT INTO booking_changes (booking_id, from_state, to_state, by, reason)
          SELECT id, 'hold', 'void', ${by}, 'lapsed' FROM lapsed RETURNING booking_id)
        SELECT array_agg(booking_id) INTO v_ids FROM written;
        ${audit}
        RETURN coalesce(cardinality(v_ids), 0);
      END $$;`;

/** A hold lapses by itself: that is written down, by the system user whose work it is. A hold is renewed within a limit. */
export class LapseInTheOpen1700000000712 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (booking_id) ON booking_changes TO mawa_gate;
      SET LOCAL ROLE mawa_gate;
      ${lapse(LAPSING, `IF v_ids IS NOT NULL THEN PERFORM audit_of_the_system(${LAPSING}, 'beds.lapse', 'booking', v_ids); END IF;`)}
      RESET ROLE;

      -- What a hold opens lasts as long as the hold, and a hold no longer than the programme says.
      CREATE FUNCTION hold_access_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.hold_until > NEW.created_at + make_interval(mins => (mawa_setting('hold_limit_minutes'))::int) THEN
          RAISE EXCEPTION 'this hold has been renewed long enough' USING ERRCODE = '23514', CONSTRAINT = 'bookings_hold_limit';
        END IF;
        UPDATE case_access SET until_at = NEW.hold_until
         WHERE source_id = NEW.id AND reason = 'hold' AND until_at > mawa_now();
        RETURN NULL;
      END $$;
      CREATE TRIGGER hold_access_follows AFTER UPDATE OF hold_until ON bookings
        FOR EACH ROW WHEN (OLD.state = 'hold' AND NEW.state = 'hold' AND NEW.hold_until IS DISTINCT FROM OLD.hold_until)
        EXECUTE FUNCTION hold_access_follows();
      ALTER FUNCTION hold_access_follows() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER hold_access_follows ON bookings;
      DROP FUNCTION hold_access_follows;
      SET LOCAL ROLE mawa_gate;
      ${lapse('mawa_actor()', '')}
      RESET ROLE;
      REVOKE SELECT (booking_id) ON booking_changes FROM mawa_gate;
    `);
  }
}

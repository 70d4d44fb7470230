import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Placements that could meet in a room, or on a pair of people who are kept apart, take turns; a
 * bed never leaves service under somebody who sleeps in it; a request that is opened again is
 * announced again.
 */
export class PlaceInTurn1700000000620 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- All locks of a placement, always in one order. Pairs that are kept apart are locked too, so
      -- that two people of a pair are never placed at the same instant, each unseen by the other.
      CREATE FUNCTION placing_locks(p_beds uuid[], p_cases uuid[]) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(k) FROM (
          SELECT DISTINCT hashtextextended(t.key, 0) AS k FROM (
            SELECT unnest(p_beds)::text AS key
            UNION ALL SELECT b.room_id::text FROM beds b WHERE b.id = ANY (p_beds)
            UNION ALL SELECT unnest(p_cases)::text
            UNION ALL SELECT 'apart/' || least(ka.case_id, ka.from_case_id) || '/' || greatest(ka.case_id, ka.from_case_id)
              FROM keep_apart ka
             WHERE (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL
          ) t ORDER BY 1 OFFSET 0) ordered;
      END $$;
      REVOKE EXECUTE ON FUNCTION placing_locks(uuid[], uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION placing_locks(uuid[], uuid[]) TO mawa_app;

      -- An administrator keeps the inventory and sees no booking: the table itself says no.
      CREATE FUNCTION beds_keep_their_bookings() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM bookings k WHERE k.bed_id = NEW.id AND k.state <> 'void'
             AND (k.state <> 'hold' OR k.hold_until > mawa_now()) AND NOT k.nights <@ NEW.in_service) THEN
          RAISE EXCEPTION 'the bed is booked on nights after this one'
            USING ERRCODE = '23514', CONSTRAINT = 'beds_keep_their_bookings';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER beds_keep_their_bookings BEFORE UPDATE OF in_service ON beds
        FOR EACH ROW EXECUTE FUNCTION beds_keep_their_bookings();

      -- It was announced by one who holds these people fully; a bed that fell through announces it again.
      CREATE FUNCTION request_access_returns() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, given_by)
        SELECT p.case_id, 'shelter', s.id, r.reason, r.parts, NEW.id, mawa_actor()
          FROM request_people p CROSS JOIN shelters s JOIN access_reasons r ON r.reason = 'request'
         WHERE p.request_id = NEW.id AND s.active
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE TRIGGER request_access_returns AFTER UPDATE OF state ON bed_requests
        FOR EACH ROW WHEN (OLD.state = 'placed' AND NEW.state = 'open') EXECUTE FUNCTION request_access_returns();

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION placing_locks(uuid[], uuid[]) OWNER TO mawa_blind;
      ALTER FUNCTION beds_keep_their_bookings() OWNER TO mawa_gate;
      ALTER FUNCTION request_access_returns() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER request_access_returns ON bed_requests;
      DROP TRIGGER beds_keep_their_bookings ON beds;
      DROP FUNCTION request_access_returns, beds_keep_their_bookings, placing_locks;
    `);
  }
}

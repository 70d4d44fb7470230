import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Past its planned exit and not yet left: the person sleeps there tonight, whatever the range says. */
const OVERDUE = `k.state = 'stay' AND upper(k.nights) <= mawa_tonight() AND p_nights @> mawa_tonight()`;

/**
 * Whoever stays beyond the planned exit still sleeps in the house: the blind questions about the
 * company of a room and about people kept apart count them.
 */
export class CountThoseWhoStayed1700000000680 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE mawa_blind;
      CREATE OR REPLACE FUNCTION blind_strangers(p_rooms uuid[], p_nights daterange, p_cases uuid[])
        RETURNS TABLE (room_id uuid, strangers integer) LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.strangers', 'room', p_rooms, '{"question":"strangers"}');
        RETURN QUERY
          SELECT b.room_id, count(*)::integer
            FROM bookings k
            JOIN beds b ON b.id = k.bed_id
            JOIN booking_people bp ON bp.booking_id = k.id
           WHERE b.room_id = ANY (p_rooms) AND (k.nights && p_nights OR ${OVERDUE}) AND k.state IN ('hold', 'promised', 'stay')
             AND (k.state <> 'hold' OR k.hold_until > mawa_now())
             AND NOT bp.case_id = ANY (p_cases)
             AND NOT EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
                              WHERE f.case_id = bp.case_id AND g.case_id = ANY (p_cases))
           GROUP BY b.room_id;
      END $$;

      CREATE OR REPLACE FUNCTION blind_barred(p_shelters uuid[], p_nights daterange, p_cases uuid[])
        RETURNS TABLE (shelter_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.barred', 'shelter', p_shelters, '{"question":"barred"}');
        RETURN QUERY
          SELECT DISTINCT k.shelter_id
            FROM keep_apart ka
            JOIN booking_people bp ON bp.case_id = CASE WHEN ka.case_id = ANY (p_cases) THEN ka.from_case_id ELSE ka.case_id END
            JOIN bookings k ON k.id = bp.booking_id
           WHERE (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL
             AND k.shelter_id = ANY (p_shelters) AND (k.nights && p_nights OR ${OVERDUE})
             AND k.state IN ('hold', 'promised', 'stay') AND (k.state <> 'hold' OR k.hold_until > mawa_now());
      END $$;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE mawa_blind;
      CREATE OR REPLACE FUNCTION blind_strangers(p_rooms uuid[], p_nights daterange, p_cases uuid[])
        RETURNS TABLE (room_id uuid, strangers integer) LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.strangers', 'room', p_rooms, '{"question":"strangers"}');
        RETURN QUERY
          SELECT b.room_id, count(*)::integer
            FROM bookings k
            JOIN beds b ON b.id = k.bed_id
            JOIN booking_people bp ON bp.booking_id = k.id
           WHERE b.room_id = ANY (p_rooms) AND k.nights && p_nights AND k.state IN ('hold', 'promised', 'stay')
             AND (k.state <> 'hold' OR k.hold_until > mawa_now())
             AND NOT bp.case_id = ANY (p_cases)
             AND NOT EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
                              WHERE f.case_id = bp.case_id AND g.case_id = ANY (p_cases))
           GROUP BY b.room_id;
      END $$;

      CREATE OR REPLACE FUNCTION blind_barred(p_shelters uuid[], p_nights daterange, p_cases uuid[])
        RETURNS TABLE (shelter_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.barred', 'shelter', p_shelters, '{"question":"barred"}');
        RETURN QUERY
          SELECT DISTINCT k.shelter_id
            FROM keep_apart ka
            JOIN booking_people bp ON bp.case_id = CASE WHEN ka.case_id = ANY (p_cases) THEN ka.from_case_id ELSE ka.case_id END
            JOIN bookings k ON k.id = bp.booking_id
           WHERE (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL
             AND k.shelter_id = ANY (p_shelters) AND k.nights && p_nights
             AND k.state IN ('hold', 'promised', 'stay') AND (k.state <> 'hold' OR k.hold_until > mawa_now());
      END $$;
      RESET ROLE;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever simply still sleeps in a bed is prolonged, whatever the rules say. Whether somebody should
 * look at that stay is a blind question of the night's closing: it names bookings and no cause.
 */
export class LookAtThoseWhoStay1700000000713 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION blind_stays_to_review(p_bookings uuid[], p_night date) RETURNS TABLE (booking_id uuid, case_id uuid)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_is_system() THEN RAISE EXCEPTION 'asked by the closing of a night alone' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.stays_to_review', 'booking', p_bookings, '{"question":"stays to review"}');
        RETURN QUERY
          WITH there AS (
            SELECT k.id, k.shelter_id, b.room_id, k.mix_sign, bp.case_id AS who
              FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN booking_people bp ON bp.booking_id = k.id
             WHERE (k.id = ANY (p_bookings) OR k.nights @> p_night AND k.state IN ('hold', 'promised', 'stay')
                 AND (k.state <> 'hold' OR k.hold_until > mawa_now()))
               AND k.shelter_id IN (SELECT s.shelter_id FROM bookings s WHERE s.id = ANY (p_bookings))),
          uneasy AS (
            SELECT m.id AS one, m.who AS one_who, t.id AS other, t.who AS other_who
              FROM there m JOIN there t ON t.id <> m.id AND t.shelter_id = m.shelter_id
             WHERE m.id = ANY (p_bookings)
               AND (EXISTS (SELECT 1 FROM keep_apart ka WHERE ka.ended_at IS NULL
                     AND (ka.case_id = m.who AND ka.from_case_id = t.who OR ka.case_id = t.who AND ka.from_case_id = m.who))
                 OR m.room_id = t.room_id AND m.mix_sign <> t.mix_sign
                   AND NOT EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
                                    WHERE f.case_id = m.who AND g.case_id = t.who)))
          SELECT one, one_who FROM uneasy UNION SELECT other, other_who FROM uneasy;
      END $$;
      REVOKE EXECUTE ON FUNCTION blind_stays_to_review(uuid[], date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION blind_stays_to_review(uuid[], date) TO mawa_app;
      ALTER FUNCTION blind_stays_to_review(uuid[], date) OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION blind_stays_to_review');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever looks at the bed board hears at once that somebody acted. What is told is a shelter and the
 * nights from the first to the last that changed: no person, no bed, no booking, not even what was done.
 * Of a request nothing at all is told but that one changed somewhere.
 */
export class TellTheBoard1700000000880 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE FUNCTION tell_the_board(p_shelter uuid, p_nights daterange) RETURNS void LANGUAGE sql AS $$
        SELECT pg_notify('mawa_board', jsonb_strip_nulls(jsonb_build_object(
          'shelter', p_shelter, 'from', lower(p_nights), 'until', upper(p_nights)))::text) $$;

      CREATE FUNCTION bookings_tell_the_board() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'UPDATE' AND OLD.shelter_id = NEW.shelter_id THEN
          PERFORM tell_the_board(NEW.shelter_id, range_merge(OLD.nights, NEW.nights));
        ELSE
          PERFORM tell_the_board(NEW.shelter_id, NEW.nights);
          IF TG_OP = 'UPDATE' THEN PERFORM tell_the_board(OLD.shelter_id, OLD.nights); END IF;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER bookings_tell_the_board_of_new AFTER INSERT ON bookings
        FOR EACH ROW WHEN (NEW.state <> 'void') EXECUTE FUNCTION bookings_tell_the_board();
      CREATE TRIGGER bookings_tell_the_board AFTER UPDATE ON bookings
        FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION bookings_tell_the_board();

      CREATE FUNCTION beds_tell_the_board() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tell_the_board(NEW.shelter_id, NEW.in_service);
        IF TG_OP = 'UPDATE' THEN PERFORM tell_the_board(OLD.shelter_id, OLD.in_service); END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER beds_tell_the_board AFTER INSERT OR UPDATE ON beds
        FOR EACH ROW EXECUTE FUNCTION beds_tell_the_board();

      CREATE FUNCTION requests_tell_the_board() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM tell_the_board(NULL, NULL);
        RETURN NULL;
      END $$;
      CREATE TRIGGER requests_tell_the_board_of_new AFTER INSERT ON bed_requests
        FOR EACH ROW EXECUTE FUNCTION requests_tell_the_board();
      CREATE TRIGGER requests_tell_the_board AFTER UPDATE ON bed_requests
        FOR EACH ROW WHEN (OLD IS DISTINCT FROM NEW) EXECUTE FUNCTION requests_tell_the_board();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER bookings_tell_the_board_of_new ON bookings;
      DROP TRIGGER bookings_tell_the_board ON bookings;
      DROP TRIGGER beds_tell_the_board ON beds;
      DROP TRIGGER requests_tell_the_board_of_new ON bed_requests;
      DROP TRIGGER requests_tell_the_board ON bed_requests;
      DROP FUNCTION bookings_tell_the_board, beds_tell_the_board, requests_tell_the_board, tell_the_board;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a room is like is dated: a change ends a row and opens the next, from tonight on, so that past
 * nights keep the room that they had. `rooms` shows what holds tonight. Beds say whether they are there
 * the year round, for a season, or for when the house overflows.
 */
export class DateTheRooms1700000000886 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE room_facts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        room_id uuid NOT NULL REFERENCES rooms (id),
        during daterange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
        mix text NOT NULL CHECK (mix IN ('women', 'men', 'family', 'minors', 'mixed')),
        floor smallint NOT NULL CHECK (floor BETWEEN -5 AND 50),
        step_free boolean NOT NULL,
        near_staff boolean NOT NULL DEFAULT false,
        private_bathroom boolean NOT NULL DEFAULT false,
        -- Nobody: as it stood when the room was opened.
        set_by uuid REFERENCES users (id),
        set_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT room_facts_one_at_a_time EXCLUDE USING gist (room_id WITH =, during WITH &&)
      );
      GRANT SELECT, INSERT, UPDATE (during) ON room_facts TO mawa_app;
      GRANT SELECT ON room_facts TO mawa_gate, mawa_figures;
      GRANT SELECT ON rooms TO mawa_gate;
      INSERT INTO room_facts (room_id, during, mix, floor, step_free, set_at)
        SELECT id, daterange('2000-01-01', NULL), mix, floor, step_free, '2026-01-01Z' FROM rooms;

      CREATE FUNCTION rooms_open_with_facts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO room_facts (room_id, during, mix, floor, step_free, set_at)
        SELECT NEW.id, daterange('2000-01-01', NULL), NEW.mix, NEW.floor, NEW.step_free, s.created_at
          FROM shelters s WHERE s.id = NEW.shelter_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER rooms_open_with_facts AFTER INSERT ON rooms
        FOR EACH ROW EXECUTE FUNCTION rooms_open_with_facts();

      -- As far as a room is, for who may sleep there, what it is on this night.
      CREATE FUNCTION room_holds(p_room uuid, p_night date)
        RETURNS TABLE (mix text, step_free boolean, holds daterange) LANGUAGE sql STABLE AS $$
        SELECT f.mix, f.step_free, daterange(
            coalesce((SELECT max(upper(b.during)) FROM room_facts b WHERE b.room_id = p_room AND upper(b.during) <= p_night
              AND (b.mix, b.step_free) <> (f.mix, f.step_free)), '2000-01-01'),
            (SELECT min(lower(a.during)) FROM room_facts a WHERE a.room_id = p_room AND lower(a.during) > p_night
              AND (a.mix, a.step_free) <> (f.mix, f.step_free)))
          FROM room_facts f WHERE f.room_id = p_room AND f.during @> p_night $$;

      -- From when until when people are in these beds, or expected, on this night or later: the calendar alone.
      CREATE FUNCTION beds_booked(p_beds uuid[], p_from date) RETURNS TABLE (first date, last date)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT (mawa_allocates() OR mawa_has_role('administrator')) THEN
          RAISE EXCEPTION 'not asked by one who keeps the inventory' USING ERRCODE = '42501';
        END IF;
        RETURN QUERY
          SELECT greatest(lower(k.nights), p_from), upper(k.nights)
            FROM bookings k
           WHERE k.bed_id = ANY (p_beds) AND k.state IN ('hold', 'promised', 'stay')
             AND (k.state <> 'hold' OR k.hold_until > mawa_now())
             AND (k.nights && daterange(p_from, NULL) OR (k.state = 'stay' AND upper(k.nights) <= mawa_tonight() AND p_from <= mawa_tonight()));
      END $$;
      REVOKE EXECUTE ON FUNCTION beds_booked(uuid[], date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION beds_booked(uuid[], date) TO mawa_app;

      CREATE FUNCTION room_facts_look_ahead() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_before room_facts;
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF lower(NEW.during) <> lower(OLD.during) OR upper(OLD.during) IS NOT NULL OR upper(NEW.during) < mawa_tonight() THEN
            RAISE EXCEPTION 'what a room was is not written anew' USING ERRCODE = '23514', CONSTRAINT = 'room_facts_keep_the_past';
          END IF;
          RETURN NEW;
        END IF;
        SELECT * INTO v_before FROM room_facts WHERE room_id = NEW.room_id AND upper(during) = lower(NEW.during);
        IF NOT FOUND THEN RETURN NEW; END IF;
        IF lower(NEW.during) < mawa_tonight() THEN
          RAISE EXCEPTION 'what a room was is not written anew' USING ERRCODE = '23514', CONSTRAINT = 'room_facts_keep_the_past';
        END IF;
        -- Who sleeps where was chosen by these two.
        IF (v_before.mix, v_before.step_free) <> (NEW.mix, NEW.step_free) AND EXISTS (
            SELECT 1 FROM bookings k JOIN beds b ON b.id = k.bed_id
             WHERE b.room_id = NEW.room_id AND k.state IN ('hold', 'promised', 'stay')
               AND (k.state <> 'hold' OR k.hold_until > mawa_now())
               AND (k.nights && daterange(lower(NEW.during), NULL)
                 OR (k.state = 'stay' AND upper(k.nights) <= mawa_tonight() AND lower(NEW.during) <= mawa_tonight()))) THEN
          RAISE EXCEPTION 'people sleep there on nights after this one' USING ERRCODE = '23514', CONSTRAINT = 'room_facts_keep_their_people';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER room_facts_look_ahead BEFORE INSERT OR UPDATE ON room_facts
        FOR EACH ROW EXECUTE FUNCTION room_facts_look_ahead();

      -- Nobody is placed over a night from which the room is another.
      CREATE FUNCTION bookings_within_one_room() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.state IN ('hold', 'promised', 'stay') AND NOT EXISTS (
            SELECT 1 FROM beds b CROSS JOIN LATERAL room_holds(b.room_id, lower(NEW.nights)) h
             WHERE b.id = NEW.bed_id AND h.holds @> NEW.nights) THEN
          RAISE EXCEPTION 'the room becomes another within these nights'
            USING ERRCODE = '23514', CONSTRAINT = 'bookings_within_service';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER bookings_within_one_room BEFORE INSERT ON bookings
        FOR EACH ROW EXECUTE FUNCTION bookings_within_one_room();

      -- What holds tonight, for whoever asks nothing of other nights; the change and each night's closing call it.
      CREATE FUNCTION rooms_follow_their_facts() RETURNS void LANGUAGE sql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        UPDATE rooms r SET mix = f.mix, floor = f.floor, step_free = f.step_free
          FROM room_facts f
         WHERE f.room_id = r.id AND f.during @> mawa_tonight()
           AND (r.mix, r.floor, r.step_free) IS DISTINCT FROM (f.mix, f.floor, f.step_free) $$;
      REVOKE EXECUTE ON FUNCTION rooms_follow_their_facts() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION rooms_follow_their_facts() TO mawa_app;

      ALTER TABLE beds ADD COLUMN availability text NOT NULL DEFAULT 'year_round'
        CHECK (availability IN ('year_round', 'seasonal', 'overflow'));
      ALTER TABLE beds ADD CONSTRAINT beds_of_a_season_end CHECK (availability <> 'seasonal' OR upper(in_service) IS NOT NULL);
      UPDATE beds SET availability = 'overflow' WHERE kind = 'overflow';

      GRANT INSERT ON room_facts TO mawa_gate;
      GRANT UPDATE ON rooms TO mawa_gate;
      ALTER FUNCTION rooms_open_with_facts() OWNER TO mawa_gate;
      ALTER FUNCTION beds_booked(uuid[], date) OWNER TO mawa_gate;
      ALTER FUNCTION room_facts_look_ahead() OWNER TO mawa_gate;
      ALTER FUNCTION rooms_follow_their_facts() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER bookings_within_one_room ON bookings;
      DROP TRIGGER rooms_open_with_facts ON rooms;
      DROP FUNCTION bookings_within_one_room, rooms_open_with_facts, rooms_follow_their_facts, beds_booked, room_holds;
      DROP TABLE room_facts;
      DROP FUNCTION room_facts_look_ahead;
      REVOKE SELECT, UPDATE ON rooms FROM mawa_gate;
      ALTER TABLE beds DROP CONSTRAINT beds_of_a_season_end;
      ALTER TABLE beds DROP COLUMN availability;
    `);
  }
}

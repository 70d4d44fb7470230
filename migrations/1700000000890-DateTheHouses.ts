import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a house is like is dated, as a room is: its kind, whom it receives, what is spoken there, and how
 * its nights go. A change ends a row and opens the next, from tonight on. `shelters` shows what holds
 * tonight; whoever lives there when a house changes whom it receives, stays.
 */
export class DateTheHouses1700000000890 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE shelter_facts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        during daterange NOT NULL CHECK (NOT isempty(during) AND lower(during) IS NOT NULL),
        kind text NOT NULL CHECK (kind IN ('emergency', 'temporary')),
        receives text[] NOT NULL CHECK (receives <@ ARRAY['woman', 'man', 'girl', 'boy', 'any_gender'] AND cardinality(receives) > 0),
        languages text[] NOT NULL DEFAULT '{}',
        -- Null: nobody has said. Of the doors all is said or nothing.
        doors_close time,
        doors_open time,
        late_arrivals boolean,
        night_staff text CHECK (night_staff IN ('awake', 'asleep', 'on_call', 'none')),
        CONSTRAINT shelter_facts_doors_whole CHECK (num_nonnulls(doors_close, doors_open, late_arrivals) IN (0, 3)),
        -- Within one night, which begins at noon.
        CONSTRAINT shelter_facts_doors_in_turn CHECK (doors_close + interval '12 hours' < doors_open + interval '12 hours'),
        -- Nobody: as it stood when the house was opened.
        set_by uuid REFERENCES users (id),
        set_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT shelter_facts_one_at_a_time EXCLUDE USING gist (shelter_id WITH =, during WITH &&)
      );
      INSERT INTO shelter_facts (shelter_id, during, kind, receives, languages, set_at)
        SELECT id, daterange('2000-01-01', NULL), kind, receives, languages, created_at FROM shelters;

      ALTER TABLE shelter_facts ENABLE ROW LEVEL SECURITY;
      ALTER TABLE shelter_facts FORCE ROW LEVEL SECURITY;
      GRANT SELECT, INSERT, UPDATE (during) ON shelter_facts TO mawa_app;
      GRANT SELECT ON shelter_facts TO mawa_figures;
      GRANT SELECT, INSERT ON shelter_facts TO mawa_gate;
      CREATE POLICY shelter_facts_read ON shelter_facts FOR SELECT TO mawa_app, mawa_figures USING (true);
      CREATE POLICY shelter_facts_add ON shelter_facts FOR INSERT TO mawa_app
        WITH CHECK (((SELECT mawa_has_role('administrator')) OR (SELECT mawa_is_system())) AND set_by = (SELECT mawa_actor()));
      CREATE POLICY shelter_facts_end ON shelter_facts FOR UPDATE TO mawa_app
        USING ((SELECT mawa_has_role('administrator')) OR (SELECT mawa_is_system()));
      CREATE POLICY shelter_facts_for_the_gate ON shelter_facts TO mawa_gate USING (true);

      CREATE FUNCTION shelters_open_with_facts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO shelter_facts (shelter_id, during, kind, receives, languages, set_at)
        VALUES (NEW.id, daterange('2000-01-01', NULL), NEW.kind, NEW.receives, NEW.languages, NEW.created_at);
        RETURN NULL;
      END $$;
      CREATE TRIGGER shelters_open_with_facts AFTER INSERT ON shelters
        FOR EACH ROW EXECUTE FUNCTION shelters_open_with_facts();

      -- Who comes to this house on this night or later and is, or may be, one of these: the nights alone.
      CREATE FUNCTION arrivals_expected(p_shelter uuid, p_from date, p_signs text[]) RETURNS TABLE (night date)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT (mawa_allocates() OR mawa_has_role('administrator') OR mawa_is_system()) THEN
          RAISE EXCEPTION 'not asked by one who keeps the inventory' USING ERRCODE = '42501';
        END IF;
        RETURN QUERY
          SELECT lower(k.nights) FROM bookings k
           WHERE k.shelter_id = p_shelter AND k.state IN ('hold', 'promised') AND lower(k.nights) >= p_from
             AND (k.state <> 'hold' OR k.hold_until > mawa_now())
             AND cardinality(p_signs) > 0 AND (k.mix_sign IS NULL OR k.mix_sign = ANY (p_signs));
      END $$;
      REVOKE EXECUTE ON FUNCTION arrivals_expected(uuid, date, text[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION arrivals_expected(uuid, date, text[]) TO mawa_app;

      CREATE FUNCTION shelter_facts_look_ahead() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_before shelter_facts;
      BEGIN
        IF TG_OP = 'UPDATE' THEN
          IF lower(NEW.during) <> lower(OLD.during) OR upper(OLD.during) IS NOT NULL OR upper(NEW.during) < mawa_tonight() THEN
            RAISE EXCEPTION 'what a house was is not written anew' USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_the_past';
          END IF;
          RETURN NEW;
        END IF;
        SELECT * INTO v_before FROM shelter_facts WHERE shelter_id = NEW.shelter_id AND upper(during) = lower(NEW.during);
        IF NOT FOUND THEN
          IF EXISTS (SELECT 1 FROM shelter_facts WHERE shelter_id = NEW.shelter_id) THEN
            RAISE EXCEPTION 'what a house is follows what it was' USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_the_past';
          END IF;
          RETURN NEW;
        END IF;
        IF lower(NEW.during) < mawa_tonight() THEN
          RAISE EXCEPTION 'what a house was is not written anew' USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_the_past';
        END IF;
        IF EXISTS (SELECT 1 FROM arrivals_expected(NEW.shelter_id, lower(NEW.during),
             ARRAY(SELECT unnest(v_before.receives) EXCEPT SELECT unnest(NEW.receives)))) THEN
          RAISE EXCEPTION 'people are expected whom the house would receive no more'
            USING ERRCODE = '23514', CONSTRAINT = 'shelter_facts_keep_their_guests';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER shelter_facts_look_ahead BEFORE INSERT OR UPDATE ON shelter_facts
        FOR EACH ROW EXECUTE FUNCTION shelter_facts_look_ahead();

      -- What holds tonight, for whoever asks nothing of other nights; the change and each night's closing call it.
      CREATE FUNCTION shelters_follow_their_facts() RETURNS void LANGUAGE sql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        UPDATE shelters s SET kind = f.kind, receives = f.receives, languages = f.languages
          FROM shelter_facts f
         WHERE f.shelter_id = s.id AND f.during @> mawa_tonight()
           AND (s.kind, s.receives, s.languages) IS DISTINCT FROM (f.kind, f.receives, f.languages) $$;
      REVOKE EXECUTE ON FUNCTION shelters_follow_their_facts() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION shelters_follow_their_facts() TO mawa_app;
      REVOKE UPDATE ON shelters FROM mawa_app;
      GRANT UPDATE (code_name, region, organisation_id, maximum_stay_nights, active) ON shelters TO mawa_app;

      -- What a watch shows at this instant in the programme's time.
      CREATE FUNCTION mawa_clock(p_at timestamptz) RETURNS time LANGUAGE sql STABLE AS $$
        SELECT ((p_at AT TIME ZONE 'UTC')
          + make_interval(mins => coalesce(nullif(current_setting('mawa.offset', true), '')::int, 0)))::time $$;

      GRANT UPDATE (kind, receives, languages) ON shelters TO mawa_gate;
      ALTER FUNCTION shelters_open_with_facts() OWNER TO mawa_gate;
      ALTER FUNCTION arrivals_expected(uuid, date, text[]) OWNER TO mawa_gate;
      ALTER FUNCTION shelter_facts_look_ahead() OWNER TO mawa_gate;
      ALTER FUNCTION shelters_follow_their_facts() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER shelters_open_with_facts ON shelters;
      DROP TABLE shelter_facts;
      DROP FUNCTION shelter_facts_look_ahead, shelters_open_with_facts, shelters_follow_their_facts, mawa_clock;
      DROP FUNCTION arrivals_expected(uuid, date, text[]);
      REVOKE UPDATE (kind, receives, languages) ON shelters FROM mawa_gate;
      REVOKE UPDATE (code_name, region, organisation_id, maximum_stay_nights, active) ON shelters FROM mawa_app;
      GRANT UPDATE ON shelters TO mawa_app;
    `);
  }
}

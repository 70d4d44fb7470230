import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FIRST_READERS } from './data/complaint-readers-1';

/**
 * What sorting, naming and silence could open or close: a house once named and "the people who read
 * here" stay named, deadlines only come forward; of a house not yet known nobody reads whose
 * organisation may run it; and the commission reads what was taken from others, or what is late.
 */
export class KeepTheWallShut1700000000834 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Said to be about those who read: once said, for good.
      ALTER TABLE complaints ADD COLUMN about_readers boolean NOT NULL DEFAULT false;
      -- When a focal point last changed where it belongs or whom it is about, and so who may read it.
      ALTER TABLE complaints ADD COLUMN redirected_at timestamptz;
      -- Since when it was late, once it ever was; when it was last taken from somebody who had it in hand.
      ALTER TABLE complaints ADD COLUMN late_since timestamptz;
      ALTER TABLE complaints ADD COLUMN taken_over_at timestamptz;

      -- Every house that was ever given for it. Nobody's to read: it only keeps people out.
      CREATE TABLE complaint_places (
        complaint_id uuid NOT NULL REFERENCES complaints (id),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (complaint_id, shelter_id)
      );
      ALTER TABLE complaint_places ENABLE ROW LEVEL SECURITY;
      ALTER TABLE complaint_places FORCE ROW LEVEL SECURITY;
      CREATE POLICY complaint_places_for_the_gate ON complaint_places TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT, INSERT ON complaint_places TO mawa_gate;
      SET LOCAL ROLE mawa_gate;
      INSERT INTO complaint_places (complaint_id, shelter_id, at)
      SELECT id, shelter_id, received_at FROM complaints WHERE shelter_id IS NOT NULL;
      UPDATE complaints SET about_readers = true WHERE about = 'focal_point';
      RESET ROLE;

      CREATE FUNCTION complaint_keeps_its_word() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      BEGIN
        NEW.about_readers := NEW.about IS NOT DISTINCT FROM 'focal_point';
        IF TG_OP = 'INSERT' THEN
          NEW.redirected_at := NULL;
          NEW.late_since := NULL;
          NEW.taken_over_at := NULL;
          RETURN NEW;
        END IF;
        NEW.about_readers := NEW.about_readers OR OLD.about_readers;
        IF (NEW.about, NEW.region, NEW.shelter_id) IS DISTINCT FROM (OLD.about, OLD.region, OLD.shelter_id) THEN
          NEW.redirected_at := mawa_now();
        END IF;
        -- Answering what lies late does not make it have been in time.
        IF NEW.due_at IS DISTINCT FROM OLD.due_at THEN
          NEW.late_since := coalesce(OLD.late_since, CASE WHEN OLD.due_at < mawa_now() THEN OLD.due_at END);
        END IF;
        IF OLD.handler_id <> NEW.handler_id THEN NEW.taken_over_at := mawa_now(); END IF;
        IF OLD.safeguarding AND NOT NEW.safeguarding THEN
          RAISE EXCEPTION 'grave once, grave for good' USING ERRCODE = '23514', CONSTRAINT = 'complaint_stays_grave';
        END IF;
        IF NEW.acknowledge_by > OLD.acknowledge_by OR NEW.answer_by > OLD.answer_by
           OR (NEW.stage = OLD.stage AND (NEW.due_at > OLD.due_at OR (NEW.due_at IS NULL) <> (OLD.due_at IS NULL))) THEN
          RAISE EXCEPTION 'what was promised is not put off' USING ERRCODE = '23514', CONSTRAINT = 'complaint_is_not_put_off';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER complaints_keep_their_word BEFORE INSERT OR UPDATE ON complaints
        FOR EACH ROW EXECUTE FUNCTION complaint_keeps_its_word();

      CREATE FUNCTION complaint_was_somewhere() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO complaint_places (complaint_id, shelter_id) VALUES (NEW.id, NEW.shelter_id) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      -- By its name it comes before the one that asks anew who reads it.
      CREATE TRIGGER complaints_are_somewhere AFTER INSERT OR UPDATE OF shelter_id ON complaints
        FOR EACH ROW WHEN (NEW.shelter_id IS NOT NULL) EXECUTE FUNCTION complaint_was_somewhere();
      REVOKE EXECUTE ON FUNCTION complaint_keeps_its_word(), complaint_was_somewhere() FROM PUBLIC;
      ALTER FUNCTION complaint_was_somewhere() OWNER TO mawa_gate;

      SET LOCAL ROLE mawa_gate;
      -- Null: of every complaint. A membership counts for good: now, once, or still to come.
      CREATE OR REPLACE FUNCTION complaint_readers(p_of uuid) RETURNS TABLE (complaint_id uuid, user_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH f AS MATERIALIZED (SELECT * FROM focal_points()),
        c AS MATERIALIZED (
          SELECT id, about_readers, region, shelter_id, batch_id, safeguarding, handed_up_at, redirected_at, late_since, taken_over_at, acknowledge_by,
                 acknowledged_at, answer_by, answered_at, due_at
            FROM complaints WHERE p_of IS NULL OR id = p_of),
        a AS MATERIALIZED (SELECT x.* FROM complaint_accused x JOIN c ON c.id = x.complaint_id),
        -- Where it is, as far as anybody knows now.
        known AS MATERIALIZED (
          SELECT c.id, c.shelter_id FROM c WHERE c.shelter_id IS NOT NULL
          UNION SELECT c.id, b.shelter_id FROM c JOIN complaint_batches b ON b.id = c.batch_id WHERE b.shelter_id IS NOT NULL
          UNION SELECT a.complaint_id, a.shelter_id FROM a WHERE a.shelter_id IS NOT NULL
          UNION SELECT a.complaint_id, m.principal_id FROM a JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'shelter'),
        -- And wherever it was ever said to be.
        places AS MATERIALIZED (
          SELECT id, shelter_id FROM known UNION SELECT c.id, g.shelter_id FROM c JOIN complaint_places g ON g.complaint_id = c.id),
        houses AS MATERIALIZED (
          SELECT a.complaint_id AS id, a.organisation_id FROM a WHERE a.organisation_id IS NOT NULL
          UNION SELECT a.complaint_id, u.organisation_id FROM a JOIN users u ON u.id = a.user_id
          UNION SELECT a.complaint_id, m.principal_id FROM a JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'organisation'
          UNION SELECT p.id, s.organisation_id FROM places p JOIN shelters s ON s.id = p.shelter_id
          UNION SELECT p.id, u.organisation_id FROM places p
            JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
            JOIN users u ON u.id = m.user_id
           WHERE EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role IN ('shelter_manager', 'shelter_staff'))),
        free AS MATERIALIZED (
          SELECT c.*, f.user_id, f.level FROM c CROSS JOIN f
           WHERE NOT (c.about_readers AND f.level = 'first')
             AND NOT EXISTS (SELECT 1 FROM a WHERE a.complaint_id = c.id AND a.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM complaint_kept_out k WHERE k.complaint_id = c.id AND k.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM places p JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
                   WHERE p.id = c.id AND m.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM houses h WHERE h.id = c.id AND (h.organisation_id = f.organisation_id
                   OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = f.user_id AND m.principal_kind = 'organisation'
                        AND m.principal_id = h.organisation_id)))
             -- Nobody knows yet which house it is: then none who ever worked in one of that region, or whose
             -- organisation runs one there.
             AND (EXISTS (SELECT 1 FROM known p WHERE p.id = c.id)
               OR NOT EXISTS (SELECT 1 FROM shelters s
                    WHERE (coalesce(c.region, 'unknown') IN ('unknown', 'abroad') OR s.region = c.region)
                      AND (s.organisation_id = f.organisation_id OR EXISTS (SELECT 1 FROM memberships m
                             WHERE m.user_id = f.user_id AND m.principal_id IN (s.id, s.organisation_id))))))
        SELECT x.id, x.user_id FROM free x
         WHERE x.level = 'first' OR x.handed_up_at IS NOT NULL
            OR (SELECT count(*) FROM free y WHERE y.id = x.id AND y.level = 'first') < CASE WHEN x.safeguarding THEN 2 ELSE 1 END
            -- Somebody was named; somebody was shut out by where it was sorted; something was late.
            OR EXISTS (SELECT 1 FROM a WHERE a.complaint_id = x.id AND a.what <> 'unnamed')
            OR (x.redirected_at IS NOT NULL AND (SELECT count(*) FROM free y WHERE y.id = x.id AND y.level = 'first')
                  < (SELECT count(*) FROM f WHERE f.level = 'first'))
            OR coalesce(x.acknowledged_at, mawa_now()) > x.acknowledge_by
            OR coalesce(x.answered_at, mawa_now()) > x.answer_by
            OR x.due_at < mawa_now() OR x.late_since IS NOT NULL OR x.taken_over_at IS NOT NULL $$;
      RESET ROLE;

      -- One administrator alone sends nobody who reads into a house: it would take every complaint about that
      -- house from them, for good.
      CREATE FUNCTION focal_points_join_no_house() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = NEW.user_id AND r.role = 'focal_point' AND r.ended_at IS NULL) THEN
          RAISE EXCEPTION 'a focal point belongs to no house' USING ERRCODE = '23514', CONSTRAINT = 'focal_points_join_no_house';
        END IF;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION focal_points_join_no_house() FROM PUBLIC;
      CREATE TRIGGER focal_points_join_no_house BEFORE INSERT ON memberships FOR EACH ROW
        WHEN (current_user = 'mawa_app') EXECUTE FUNCTION focal_points_join_no_house();
      ALTER FUNCTION focal_points_join_no_house() OWNER TO mawa_gate;

      ALTER FUNCTION focal_points() SET search_path = public, pg_temp;
      REVOKE EXECUTE ON FUNCTION focal_points() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION focal_points() TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE EXECUTE ON FUNCTION focal_points() FROM mawa_gate;
      GRANT EXECUTE ON FUNCTION focal_points() TO PUBLIC;
      ALTER FUNCTION focal_points() RESET search_path;
      SET LOCAL ROLE mawa_gate;
      ${FIRST_READERS}
      RESET ROLE;
      DROP TRIGGER focal_points_join_no_house ON memberships;
      DROP FUNCTION focal_points_join_no_house;
      DROP TRIGGER complaints_are_somewhere ON complaints;
      DROP TRIGGER complaints_keep_their_word ON complaints;
      DROP FUNCTION complaint_was_somewhere, complaint_keeps_its_word;
      DROP TABLE complaint_places;
      ALTER TABLE complaints DROP COLUMN redirected_at, DROP COLUMN late_since, DROP COLUMN taken_over_at, DROP COLUMN about_readers;
    `);
  }
}

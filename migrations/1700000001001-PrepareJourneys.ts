import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_RETURNS_2 } from './data/lists-returns-2';
import { dropLists, seedLists } from './data/seed-lists';
import { caseTable, twoRights } from './support';

const TABLES = ['return_journeys', 'return_legs', 'return_checks'] as const;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;

const BEFORE = `            WHEN 'year' THEN`;
/** What a departure needs of the journey, beside the decision, the paper and fitness. */
const JOURNEY = `            WHEN 'journey' THEN coalesce((SELECT j.leaves_on >= p_on - 1 FROM return_journeys j
              WHERE j.track_id = p_track ORDER BY j.place DESC LIMIT 1), false)
            -- These two say nothing before there is a journey.
            WHEN 'day' THEN coalesce((SELECT j.leaves_on <= p_on FROM return_journeys j
              WHERE j.track_id = p_track ORDER BY j.place DESC LIMIT 1), true)
            WHEN 'escort' THEN coalesce((SELECT CASE
                WHEN (SELECT f.verdict FROM return_fitness f WHERE f.track_id = p_track ORDER BY f.place DESC LIMIT 1) = 'fit_escorted' THEN j.escort = 'medical'
                ELSE NOT coalesce(v_decision.as_child, false) OR j.escort <> 'none' END
              FROM return_journeys j WHERE j.track_id = p_track ORDER BY j.place DESC LIMIT 1), true)
            WHEN 'formalities' THEN NOT EXISTS (SELECT 1 FROM list_items i
              WHERE i.list = 'exit_formalities' AND NOT i.retired
                AND (i.code LIKE 'all\\_%' OR i.code LIKE lower(v_track.country) || '\\_%')
                AND i.version = (SELECT max(v.version) FROM list_versions v
                  WHERE v.list = i.list AND v.state = 'approved' AND v.holds_from <= mawa_day(mawa_now()))
                AND NOT EXISTS (SELECT 1 FROM return_checks k WHERE k.track_id = p_track AND k.item = i.code AND k.done_on <= p_on))
${BEFORE}`;
const NEEDS = ['journey', 'day', 'escort', 'formalities'] as const;

/** The one function that says what is missing learns new needs; everything else of it stays. */
const reword = (from: string, to: string): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('return_unmet(uuid, text, date)'::regprocedure);
      BEGIN
        IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in return_unmet'; END IF;
        EXECUTE replace(v_text, $w$${from}$w$, $w$${to}$w$);
      END $reword$;
      RESET ROLE;`;

/**
 * The journey of somebody who returns: legs, escort, needs, who waits at the end; and what has to be settled
 * before. Each saving is a journey anew and the last counts: a flight that is put off is another journey.
 */
export class PrepareJourneys1700000001001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await seedLists(queryRunner, LISTS_RETURNS_2, 112);
    await queryRunner.query(`
      CREATE TABLE return_journeys (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        leaves_on date NOT NULL CHECK (leaves_on BETWEEN '2000-01-01' AND '2100-01-01'),
        escort text NOT NULL CHECK (escort IN ('none', 'staff', 'medical', 'relative', 'agency')),
        needs text[] NOT NULL DEFAULT '{}' CHECK (needs <@ ARRAY['wheelchair', 'medicine', 'infant', 'food', 'interpreter', 'apart']),
        allowances text[] NOT NULL DEFAULT '{}' CHECK (allowances <@ ARRAY['pocket', 'onward', 'baggage', 'reception']),
        -- Who waits at the end; how they are reached is sealed.
        contact text NOT NULL CHECK (contact IN ('partner', 'authority', 'agency', 'family')),
        note bytea,
        ${WRITTEN},
        CONSTRAINT return_journeys_of_a_case UNIQUE (id, case_id),
        FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_journeys_by_track ON return_journeys (track_id, place);
      CREATE INDEX return_journeys_by_case ON return_journeys (case_id);
      CREATE INDEX return_journeys_by_day ON return_journeys (leaves_on);

      CREATE TABLE return_legs (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        journey_id uuid NOT NULL,
        leg smallint NOT NULL CHECK (leg BETWEEN 1 AND 6),
        mode text NOT NULL CHECK (mode IN ('air', 'road', 'sea', 'rail')),
        from_country text NOT NULL CHECK (from_country ~ '^[A-Z]{2}$'),
        to_country text NOT NULL CHECK (to_country ~ '^[A-Z]{2}$'),
        leaves_on date NOT NULL,
        -- By the clock of the place.
        leaves_at text CHECK (leaves_at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        reaches_on date NOT NULL,
        CONSTRAINT return_legs_once UNIQUE (journey_id, leg),
        CONSTRAINT return_legs_forward CHECK (reaches_on >= leaves_on),
        FOREIGN KEY (journey_id, case_id) REFERENCES return_journeys (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_legs_by_case ON return_legs (case_id);

      CREATE TABLE return_checks (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL,
        item text NOT NULL CHECK (item ~ '^[a-z0-9_]{2,60}$'),
        list_version integer NOT NULL CHECK (list_version >= 1),
        done_on date NOT NULL CHECK (done_on BETWEEN '2000-01-01' AND '2100-01-01'),
        outcome text NOT NULL CHECK (outcome IN ('done', 'not_needed')),
        ${WRITTEN},
        CONSTRAINT return_checks_once UNIQUE (track_id, item),
        FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_checks_by_case ON return_checks (case_id);

      ${TABLES.map((table) => caseTable(table, 'care') + twoRights(table, 'care')).join('')}
      ${TABLES.map(
        (table) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;`,
      ).join('')}
      GRANT INSERT (id, case_id, track_id, leaves_on, escort, needs, allowances, contact, note) ON return_journeys TO mawa_app;
      GRANT INSERT ON return_legs TO mawa_app;
      GRANT INSERT (id, case_id, track_id, item, list_version, done_on, outcome) ON return_checks TO mawa_app;
      GRANT UPDATE (note) ON return_journeys TO mawa_gate;
      -- Whoever makes a trigger has to be allowed its function, for as long as that takes.
      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION return_track_is_live() TO PUBLIC;
      RESET ROLE;
      CREATE TRIGGER return_journeys_on_a_live_track BEFORE INSERT ON return_journeys FOR EACH ROW EXECUTE FUNCTION return_track_is_live();
      CREATE TRIGGER return_checks_on_a_live_track BEFORE INSERT ON return_checks FOR EACH ROW EXECUTE FUNCTION return_track_is_live();
      SET LOCAL ROLE mawa_gate;
      REVOKE EXECUTE ON FUNCTION return_track_is_live() FROM PUBLIC;
      RESET ROLE;

      -- From here to the country of the track, one leg after the other.
      CREATE FUNCTION return_journey_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_broken boolean;
      BEGIN
        SELECT count(*) = 0 OR bool_or(l.broken) INTO v_broken FROM (
          SELECT leg <> row_number() OVER w OR from_country <> coalesce(lag(to_country) OVER w, 'MA')
              OR leaves_on < coalesce(lag(reaches_on) OVER w, leaves_on)
              OR lead(leg) OVER w IS NULL AND to_country <> (SELECT country FROM return_tracks WHERE id = NEW.track_id AND door = 'return')
              OR leg = 1 AND leaves_on <> NEW.leaves_on AS broken
            FROM return_legs WHERE journey_id = NEW.id WINDOW w AS (ORDER BY leg)) l;
        IF v_broken IS NOT FALSE THEN
          RAISE EXCEPTION 'the legs do not follow each other' USING ERRCODE = '23514', CONSTRAINT = 'return_journey_is_whole';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER return_journeys_are_whole AFTER INSERT ON return_journeys DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION return_journey_is_whole();

      CREATE FUNCTION return_journeys_follow_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE return_journeys SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION return_journeys_follow_erasure() FROM PUBLIC;
      CREATE TRIGGER return_journeys_follow_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION return_journeys_follow_erasure();
      ALTER FUNCTION return_journeys_follow_erasure() OWNER TO mawa_gate;

      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('return_departure_days', '2020-01-01Z', '60', 'programme rule: days ahead for which departures are shown');
      INSERT INTO return_needs (door, from_state, to_state, need, place)
        SELECT 'return', 'preparing', 'travelling', n.need, 100 + n.place FROM unnest(ARRAY['${NEEDS.join("', '")}']) WITH ORDINALITY n (need, place);
      ${reword(BEFORE, JOURNEY)}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${reword(JOURNEY, BEFORE)}
      DELETE FROM return_needs WHERE need IN ('${NEEDS.join("', '")}');
      DELETE FROM settings WHERE key = 'return_departure_days';
      DROP TRIGGER return_journeys_follow_erasure ON cases;
      DROP TABLE return_checks, return_legs, return_journeys CASCADE;
      DROP FUNCTION return_journey_is_whole, return_journeys_follow_erasure;
    `);
    await dropLists(
      queryRunner,
      LISTS_RETURNS_2.map(({ name }) => name),
    );
  }
}

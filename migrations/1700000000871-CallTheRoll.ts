import type { MigrationInterface, QueryRunner } from 'typeorm';
import { twoRights } from './support';
import { LISTS_2 } from './data/lists-2';
import { dropLists, seedLists } from './data/seed-lists';

const ABOUT_PEOPLE = ['roll_calls', 'nights_away', 'stay_leaves', 'missing_people'] as const;
const walled = (table: string): string => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      ${twoRights(table, 'care')}
      CREATE INDEX ${table}_by_case ON ${table} (case_id);`;

/**
 * Who of those whose bed is kept slept in it: called each night, on leave, or missing. A night away is
 * one row; figures and charges read it and nothing else (docs/nights.md).
 */
export class CallTheRoll1700000000871 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('away_nights_charged', '2020-01-01Z', '0', 'programme rule: 1 where a night away with the bed kept is charged'),
        ('leave_limit_nights', '2020-01-01Z', '14', 'programme rule: the longest leave with the bed kept');

      -- Each press; the last one of a night counts.
      CREATE TABLE roll_calls (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        night date NOT NULL,
        presence text NOT NULL CHECK (presence IN ('here', 'leave', 'missing')),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX roll_calls_by_night ON roll_calls (booking_id, night, id);

      -- The bed was kept and nobody slept in it.
      CREATE TABLE nights_away (
        booking_id uuid NOT NULL REFERENCES bookings (id),
        night date NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        why text NOT NULL CHECK (why IN ('leave', 'missing')),
        PRIMARY KEY (booking_id, night)
      );

      CREATE TABLE stay_leaves (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        nights daterange NOT NULL CHECK (NOT isempty(nights) AND lower(nights) IS NOT NULL AND upper(nights) IS NOT NULL),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_by uuid REFERENCES users (id),
        ended_at timestamptz,
        CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
        CONSTRAINT stay_leaves_one_at_a_time EXCLUDE USING gist (case_id WITH =, nights WITH &&) WHERE (ended_at IS NULL)
      );

      CREATE TABLE missing_people (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        booking_id uuid NOT NULL REFERENCES bookings (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        since_night date NOT NULL,
        noticed_by uuid NOT NULL REFERENCES users (id),
        noticed_at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_by uuid REFERENCES users (id),
        ended_at timestamptz,
        outcome text CHECK (outcome IN ('returned', 'safe_elsewhere', 'left', 'mistake')),
        CHECK (num_nonnulls(ended_at, ended_by, outcome) IN (0, 3))
      );
      CREATE UNIQUE INDEX missing_people_once ON missing_people (case_id) WHERE ended_at IS NULL;
      CREATE TABLE missing_steps (
        missing_id uuid NOT NULL REFERENCES missing_people (id),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        step text NOT NULL CHECK (step ~ '^[a-z_]{3,40}$'),
        list_version integer NOT NULL CHECK (list_version > 0),
        by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (missing_id, step)
      );
      ${[...ABOUT_PEOPLE, 'missing_steps'].map(walled).join('')}
      GRANT SELECT, INSERT ON roll_calls, missing_steps TO mawa_app;
      GRANT SELECT, INSERT, DELETE, UPDATE (booking_id, why) ON nights_away TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (booking_id, nights, ended_by, ended_at) ON stay_leaves TO mawa_app;
      GRANT SELECT, INSERT, UPDATE (booking_id, ended_by, ended_at, outcome) ON missing_people TO mawa_app;

      -- Which nights cost and count: coded, and nobody's name.
      CREATE POLICY nights_away_for_closing ON nights_away FOR SELECT TO mawa_app USING ((SELECT mawa_is_system()));
      CREATE POLICY nights_away_for_figures ON nights_away FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT (booking_id, night, why) ON nights_away TO mawa_figures;

      -- As a night closes: whoever is still missing was not there, unless somebody said otherwise.
      CREATE POLICY nights_away_by_the_gate ON nights_away TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY missing_people_for_the_gate ON missing_people FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY roll_calls_for_the_gate ON roll_calls FOR SELECT TO mawa_gate USING (true);
      GRANT SELECT, INSERT ON nights_away TO mawa_gate;
      GRANT SELECT ON missing_people, roll_calls TO mawa_gate;
      CREATE FUNCTION missing_were_away(p_night date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_is_system() THEN
          RAISE EXCEPTION 'asked by the closing of a night alone' USING ERRCODE = '42501';
        END IF;
        INSERT INTO nights_away (booking_id, night, case_id, why)
        SELECT k.id, p_night, bp.case_id, 'missing'
          FROM missing_people m JOIN booking_people bp ON bp.case_id = m.case_id AND bp.state = 'stay'
          JOIN bookings k ON k.id = bp.booking_id AND k.nights @> p_night
         WHERE m.ended_at IS NULL AND m.since_night <= p_night
           AND NOT EXISTS (SELECT 1 FROM roll_calls r WHERE r.booking_id = k.id AND r.night = p_night)
        ON CONFLICT DO NOTHING;
      END $$;
      REVOKE EXECUTE ON FUNCTION missing_were_away(date) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION missing_were_away(date) TO mawa_app;
      ALTER FUNCTION missing_were_away(date) OWNER TO mawa_gate;
    `);
    await seedLists(
      queryRunner,
      LISTS_2.filter(({ name }) => name === 'missing_first_steps'),
      61,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropLists(queryRunner, ['missing_first_steps']);
    await queryRunner.query(`
      DROP FUNCTION missing_were_away;
      DROP TABLE missing_steps, missing_people, stay_leaves, nights_away, roll_calls;
      DELETE FROM settings WHERE key IN ('away_nights_charged', 'leave_limit_nights');
    `);
  }
}

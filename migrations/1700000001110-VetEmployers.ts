import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_WORK } from './data/lists-work-1';
import { dropLists, seedLists } from './data/seed-lists';

const DAY = (column: string, more = 'NOT NULL') =>
  `${column} date ${more} CHECK (${column} BETWEEN '2000-01-01' AND '2100-01-01')`;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const CODED = (column: string) =>
  `${column} text NOT NULL CHECK (${column} ~ '^[A-Za-z0-9_]{1,60}$'),
        ${column}_version integer NOT NULL CHECK (${column}_version >= 1)`;
const TABLES = ['work_employers', 'work_vettings', 'work_offers', 'wage_floors', 'work_marks'];

/**
 * Who gives work: employers with the region they are in, each look at them as a row of which the last counts,
 * what they offer; the least that may be paid, and when somebody is asked how the work goes, both by date.
 */
export class VetEmployers1700000001110 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await seedLists(queryRunner, LISTS_WORK, 160);
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('work_alert_hours', '2020-01-01Z', '24', 'programme rule: hours within which a sign of forced labour is answered'),
        ('work_least_age', '2020-01-01Z', '15', 'to be confirmed: age under which nobody is placed in work (labour code)'),
        ('work_industry_week', '2020-01-01Z', '44', 'to be confirmed: legal hours of a week outside agriculture'),
        ('work_industry_month', '2020-01-01Z', '191', 'to be confirmed: hours of a month at that week, as practised'),
        ('work_farm_day', '2020-01-01Z', '8', 'to be confirmed: hours of an agricultural day'),
        ('work_farm_week', '2020-01-01Z', '48', 'to be confirmed: legal hours of an agricultural week'),
        ('work_farm_month', '2020-01-01Z', '26', 'to be confirmed: agricultural days of a month at that week');

      CREATE TABLE work_employers (
        id uuid PRIMARY KEY,
        name text NOT NULL CHECK (length(name) BETWEEN 2 AND 120),
        -- Of the list labour_sectors: sections and divisions of ISIC.
        ${CODED('sector')},
        region text NOT NULL CHECK (region ~ '^[0-9]{2}$'),
        -- Whom one speaks to, under a key of the employer.
        contact bytea,
        ${WRITTEN}
      );
      CREATE INDEX work_employers_by_name ON work_employers (name, id);

      -- The last row counts. "redo" is written by a sign of forced labour.
      CREATE TABLE work_vettings (
        id uuid PRIMARY KEY,
        employer_id uuid NOT NULL REFERENCES work_employers (id),
        ${DAY('on_day')},
        looked_at text[] NOT NULL DEFAULT '{}' CHECK (looked_at <@ ARRAY['visit', 'registration', 'contracts', 'payslips', 'cnss', 'workers_heard', 'housing', 'papers', 'hours']),
        result text NOT NULL CHECK (result IN ('accepted', 'conditions', 'refused', 'redo', 'struck')),
        ${DAY('expires_on', '')},
        reason text CHECK (reason IN ('signs', 'unsafe', 'law_not_kept', 'not_open', 'closed', 'asked_off')),
        -- Conditions and what was found, under the key of the employer.
        note bytea,
        ${WRITTEN},
        CONSTRAINT work_vettings_look_at_something CHECK (result IN ('redo', 'struck') OR cardinality(looked_at) > 0),
        CONSTRAINT work_vettings_expire CHECK ((result IN ('accepted', 'conditions')) = (expires_on IS NOT NULL)),
        CONSTRAINT work_vettings_last_some_time CHECK (expires_on > on_day AND expires_on <= on_day + 1100),
        CONSTRAINT work_vettings_say_why CHECK ((result IN ('refused', 'redo', 'struck')) = (reason IS NOT NULL)),
        CONSTRAINT work_vettings_name_conditions CHECK (result <> 'conditions' OR note IS NOT NULL)
      );
      CREATE INDEX work_vettings_by_employer ON work_vettings (employer_id, place DESC);

      CREATE TABLE work_offers (
        id uuid PRIMARY KEY,
        employer_id uuid NOT NULL REFERENCES work_employers (id),
        title text NOT NULL CHECK (length(title) BETWEEN 3 AND 120),
        ${CODED('occupation')},
        places smallint NOT NULL CHECK (places BETWEEN 1 AND 500),
        hours_a_week numeric(4,1) NOT NULL CHECK (hours_a_week BETWEEN 1 AND 84),
        wage numeric(10,2) NOT NULL CHECK (wage >= 0),
        wage_period text NOT NULL CHECK (wage_period IN ('hour', 'day', 'month')),
        ${DAY('from_day')},
        ${DAY('until_day')},
        ${WRITTEN},
        CONSTRAINT work_offers_hold_for_some_time CHECK (until_day >= from_day)
      );
      CREATE INDEX work_offers_by_employer ON work_offers (employer_id, until_day);
      CREATE INDEX work_offers_by_day ON work_offers (until_day);

      -- The last row of a kind and a day counts: a figure is confirmed or put right by another one.
      CREATE TABLE wage_floors (
        id uuid PRIMARY KEY,
        -- SMIG: outside agriculture, by the hour. SMAG: in agriculture, by the day.
        kind text NOT NULL CHECK (kind IN ('smig', 'smag')),
        ${DAY('valid_from')},
        amount numeric(8,2) NOT NULL CHECK (amount > 0),
        currency char(3) NOT NULL DEFAULT 'MAD' CHECK (currency = 'MAD'),
        source text NOT NULL CHECK (length(source) BETWEEN 3 AND 200),
        standing text NOT NULL CHECK (standing IN ('to_be_confirmed', 'confirmed')),
        by uuid DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY
      );
      CREATE INDEX wage_floors_by_day ON wage_floors (kind, valid_from DESC, place DESC);
      INSERT INTO wage_floors (id, kind, valid_from, amount, source, standing, by, at) VALUES
        (gen_random_uuid(), 'smig', '2025-01-01', 17.10, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z'),
        (gen_random_uuid(), 'smig', '2026-01-01', 17.92, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z'),
        (gen_random_uuid(), 'smag', '2025-04-01', 93.00, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z'),
        (gen_random_uuid(), 'smag', '2026-04-01', 97.44, 'public knowledge, decree not read', 'to_be_confirmed', NULL, '2020-01-01Z');

      -- A calendar holds for whoever starts from its day on.
      CREATE TABLE work_marks (
        valid_from date NOT NULL,
        months smallint NOT NULL CHECK (months BETWEEN 1 AND 60),
        days_before smallint NOT NULL CHECK (days_before BETWEEN 0 AND 90),
        days_after smallint NOT NULL CHECK (days_after BETWEEN 0 AND 90),
        source text NOT NULL,
        PRIMARY KEY (valid_from, months)
      );
      INSERT INTO work_marks (valid_from, months, days_before, days_after, source) VALUES
        ('2000-01-01', 1, 7, 14, 'programme rule, after common practice (not a standard)'),
        ('2000-01-01', 3, 14, 21, 'programme rule, after common practice (not a standard)'),
        ('2000-01-01', 6, 14, 30, 'programme rule, after common practice (not a standard)'),
        ('2000-01-01', 12, 30, 30, 'programme rule, after common practice (not a standard)');

      GRANT SELECT ON ${TABLES.join(', ')} TO mawa_app, mawa_gate;
      GRANT SELECT ON work_marks TO mawa_figures;
      GRANT SELECT (id, sector, region) ON work_employers TO mawa_figures;
      GRANT SELECT (id, employer_id, on_day, result, expires_on, place) ON work_vettings TO mawa_figures;
      GRANT INSERT (id, name, sector, sector_version, region, contact) ON work_employers TO mawa_app;
      GRANT INSERT (id, employer_id, on_day, looked_at, result, expires_on, reason, note) ON work_vettings TO mawa_app, mawa_gate;
      GRANT INSERT (id, employer_id, title, occupation, occupation_version, places, hours_a_week, wage, wage_period, from_day, until_day)
        ON work_offers TO mawa_app;
      GRANT INSERT (id, kind, valid_from, amount, source, standing) ON wage_floors TO mawa_app;
      -- A right to lock a row, so that who is placed and who strikes wait for each other, and places are given one by one.
      GRANT UPDATE (name) ON work_employers TO mawa_gate;
      GRANT UPDATE (places) ON work_offers TO mawa_gate;

      -- The last look at an employer on or before a day decides, and not beyond the day on which it expires.
      CREATE FUNCTION work_vetted(p_employer uuid, p_on date) RETURNS boolean LANGUAGE sql STABLE
        SET search_path = public, pg_temp AS $$
        SELECT coalesce((SELECT v.result IN ('accepted', 'conditions') AND p_on <= v.expires_on
          FROM work_vettings v WHERE v.employer_id = p_employer AND v.on_day <= p_on ORDER BY v.place DESC LIMIT 1), false) $$;
      GRANT EXECUTE ON FUNCTION work_vetted(uuid, date) TO mawa_app, mawa_gate, mawa_figures;

      -- The floor of a day, none where none is known.
      CREATE FUNCTION work_floor(p_kind text, p_on date) RETURNS numeric LANGUAGE sql STABLE
        SET search_path = public, pg_temp AS $$
        SELECT f.amount FROM wage_floors f WHERE f.kind = p_kind AND f.valid_from <= p_on
         ORDER BY f.valid_from DESC, f.place DESC LIMIT 1 $$;
      -- The least wage for a period: what floor/wage-floor.rules.ts says, to the centime.
      CREATE FUNCTION work_least_wage(p_kind text, p_floor numeric, p_period text, p_hours numeric, p_days smallint) RETURNS numeric
        LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
        SELECT round(CASE p_kind
          WHEN 'smig' THEN CASE p_period WHEN 'hour' THEN p_floor WHEN 'day' THEN p_floor * p_hours / p_days
            ELSE p_floor * p_hours * (mawa_setting('work_industry_month'))::text::numeric / (mawa_setting('work_industry_week'))::text::numeric END
          ELSE CASE p_period WHEN 'hour' THEN p_floor / (mawa_setting('work_farm_day'))::text::numeric
            WHEN 'day' THEN p_floor * p_hours / (p_days * (mawa_setting('work_farm_day'))::text::numeric)
            ELSE p_floor * p_hours * (mawa_setting('work_farm_month'))::text::numeric / (mawa_setting('work_farm_week'))::text::numeric END END, 2) $$;
      GRANT EXECUTE ON FUNCTION work_floor(text, date), work_least_wage(text, numeric, text, numeric, smallint) TO mawa_app, mawa_gate;

      CREATE FUNCTION work_vetting_is_lawful() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_last work_vettings; v_accepted_by uuid;
      BEGIN
        -- Whoever places somebody and whoever strikes the employer wait for each other.
        PERFORM 1 FROM work_employers WHERE id = NEW.employer_id FOR NO KEY UPDATE;
        IF NEW.on_day > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'not looked at yet' USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_has_happened';
        END IF;
        SELECT * INTO v_last FROM work_vettings WHERE employer_id = NEW.employer_id ORDER BY place DESC LIMIT 1;
        IF NEW.on_day < v_last.on_day THEN
          RAISE EXCEPTION 'before the last look' USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_in_order';
        END IF;
        IF NEW.result IN ('accepted', 'conditions') THEN
          SELECT v.by INTO v_accepted_by FROM work_vettings v WHERE v.employer_id = NEW.employer_id
             AND v.result IN ('accepted', 'conditions') ORDER BY v.place DESC LIMIT 1;
          -- Who refused does not lift it; who had accepted does not look a second time at what went wrong.
          IF (mawa_actor() = CASE WHEN v_last.result IN ('refused', 'struck') THEN v_last."by" WHEN v_last.result = 'redo' THEN v_accepted_by END) THEN
            RAISE EXCEPTION 'somebody else looks again' USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_by_a_second';
          END IF;
        ELSIF NEW.result = 'redo' AND pg_trigger_depth() < 2 THEN
          RAISE EXCEPTION 'a sign does that' USING ERRCODE = '23514', CONSTRAINT = 'work_vetting_redone_by_a_sign';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER work_vettings_are_lawful BEFORE INSERT ON work_vettings FOR EACH ROW EXECUTE FUNCTION work_vetting_is_lawful();
      REVOKE EXECUTE ON FUNCTION work_vetting_is_lawful() FROM PUBLIC;
      ALTER FUNCTION work_vetting_is_lawful() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE ${TABLES.toReversed().join(', ')} CASCADE;
      DROP FUNCTION work_vetting_is_lawful, work_least_wage, work_floor, work_vetted;
      DELETE FROM settings WHERE key LIKE 'work\\_%';
    `);
    await dropLists(
      queryRunner,
      LISTS_WORK.map(({ name }) => name),
    );
  }
}

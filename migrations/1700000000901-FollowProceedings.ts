import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LEGAL_TRANSITIONS } from './data/legal-transitions-1';
import { caseTable, twoRights } from './support';

const TABLES = [
  'proceedings',
  'proceeding_contacts',
  'hearings',
  'protection_measures',
  'court_orders',
  'legal_steps',
  'compensation_amounts',
  'accused_counts',
  'court_summaries',
] as const;

/** What moves by steps alone: kind of record, table, column of `legal_steps`. */
const MOVING = [
  ['proceeding', 'proceedings', 'proceeding_id'],
  ['hearing', 'hearings', 'hearing_id'],
  ['measure', 'protection_measures', 'measure_id'],
  ['order', 'court_orders', 'order_id'],
] as const;

const PARENT =
  'FOREIGN KEY (proceeding_id, case_id) REFERENCES proceedings (id, case_id) ON UPDATE CASCADE';

/**
 * Proceedings of a person and what belongs to them. A state is changed by a row of `legal_steps` and in
 * no other way; which steps are legal is one table, read by the pages and held by a trigger. All of it is
 * the part `legal` of the case; the accused are counts.
 */
export class FollowProceedings1700000000901 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE legal_transitions (
        of text NOT NULL CHECK (of IN ('proceeding', 'hearing', 'measure', 'order')),
        track text NOT NULL CHECK (track IN ('criminal', 'civil', 'administrative', 'any')),
        from_state text NOT NULL,
        to_state text NOT NULL,
        place smallint NOT NULL,
        PRIMARY KEY (of, track, from_state, to_state)
      );
      GRANT SELECT ON legal_transitions TO mawa_app, mawa_gate;
    `);
    for (const [place, row] of LEGAL_TRANSITIONS.entries()) {
      await queryRunner.query(
        'INSERT INTO legal_transitions (of, track, from_state, to_state, place) VALUES ($1, $2, $3, $4, $5)',
        [...row, place],
      );
    }
    await queryRunner.query(`
      CREATE TABLE proceedings (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        kind text NOT NULL CHECK (kind IN ('criminal_victim', 'criminal_civil_party', 'civil', 'compensation', 'labour', 'family',
          'residence', 'civil_status', 'administrative', 'other')),
        track text NOT NULL GENERATED ALWAYS AS (CASE WHEN kind IN ('criminal_victim', 'criminal_civil_party') THEN 'criminal'
          WHEN kind IN ('residence', 'civil_status', 'administrative') THEN 'administrative' ELSE 'civil' END) STORED,
        state text NOT NULL DEFAULT 'new',
        court_id uuid REFERENCES courts (id),
        -- The prosecutor's and the court's number, under the person's key.
        prosecutor_file bytea,
        court_file bytea,
        -- The same prosecutor's file gives the same keyed digest: what several people are victims of is one affair.
        file_digest bytea,
        opened_on date NOT NULL CHECK (opened_on BETWEEN '2000-01-01' AND '2100-01-01'),
        officer_id uuid NOT NULL REFERENCES users (id),
        revision integer NOT NULL DEFAULT 1,
        opened_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        opened_at timestamptz NOT NULL DEFAULT mawa_now(),
        CONSTRAINT proceedings_of_a_case UNIQUE (id, case_id)
      );
      CREATE INDEX proceedings_by_case ON proceedings (case_id);
      CREATE INDEX proceedings_by_officer ON proceedings (officer_id);

      CREATE TABLE proceeding_contacts (
        id uuid PRIMARY KEY,
        proceeding_id uuid NOT NULL,
        case_id uuid NOT NULL,
        role text NOT NULL CHECK (role IN ('lawyer', 'interpreter', 'expert', 'bailiff', 'other')),
        organisation_id uuid REFERENCES organisations (id),
        name bytea,
        phone bytea,
        -- ISO 639-3, of an interpreter.
        language text CHECK (language ~ '^[a-z]{3}$'),
        added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        added_at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_by uuid REFERENCES users (id),
        ended_at timestamptz,
        ${PARENT},
        CHECK ((ended_by IS NULL) = (ended_at IS NULL))
      );
      CREATE INDEX proceeding_contacts_by_proceeding ON proceeding_contacts (proceeding_id);
      CREATE INDEX proceeding_contacts_by_case ON proceeding_contacts (case_id);

      CREATE TABLE hearings (
        id uuid PRIMARY KEY,
        proceeding_id uuid NOT NULL,
        case_id uuid NOT NULL,
        court_id uuid NOT NULL REFERENCES courts (id),
        starts_at timestamptz NOT NULL,
        -- The civil day, by the programme's time when it was written.
        day date NOT NULL DEFAULT '2000-01-01',
        kind text NOT NULL CHECK (kind IN ('police', 'prosecutor', 'investigating_judge', 'trial', 'testimony', 'confrontation',
          'judgment', 'appeal', 'mediation', 'administrative', 'other')),
        state text NOT NULL DEFAULT 'new',
        -- Whether the person herself is to be there; null: not known.
        person_expected boolean,
        adjourned_from uuid,
        place bytea,
        note bytea,
        -- All that a calendar outside shows of it.
        code text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$'),
        added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        added_at timestamptz NOT NULL DEFAULT mawa_now(),
        ${PARENT},
        CONSTRAINT hearings_of_a_case UNIQUE (id, case_id),
        CONSTRAINT hearings_adjourned_once UNIQUE (adjourned_from),
        CONSTRAINT hearings_adjourn_their_own FOREIGN KEY (adjourned_from, case_id) REFERENCES hearings (id, case_id) ON UPDATE CASCADE
      );
      CREATE UNIQUE INDEX hearings_once ON hearings (proceeding_id, court_id, starts_at) WHERE state IN ('new', 'planned');
      CREATE INDEX hearings_by_day ON hearings (day) WHERE state = 'planned';
      CREATE INDEX hearings_by_proceeding ON hearings (proceeding_id);
      CREATE INDEX hearings_by_case ON hearings (case_id);

      CREATE TABLE protection_measures (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        proceeding_id uuid,
        -- A code of an owned list, with the version that it was chosen from.
        kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{2,60}$'),
        kind_version integer NOT NULL CHECK (kind_version >= 1),
        state text NOT NULL DEFAULT 'new',
        until_on date CHECK (until_on BETWEEN '2000-01-01' AND '2100-01-01'),
        added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        added_at timestamptz NOT NULL DEFAULT mawa_now(),
        ${PARENT},
        CONSTRAINT protection_measures_of_a_case UNIQUE (id, case_id)
      );
      CREATE INDEX protection_measures_by_case ON protection_measures (case_id);

      CREATE TABLE court_orders (
        id uuid PRIMARY KEY,
        proceeding_id uuid NOT NULL,
        case_id uuid NOT NULL,
        -- A code of an owned list, with the version that it was chosen from.
        kind text NOT NULL CHECK (kind ~ '^[a-z0-9_]{2,60}$'),
        kind_version integer NOT NULL CHECK (kind_version >= 1),
        state text NOT NULL DEFAULT 'new',
        made_on date NOT NULL CHECK (made_on BETWEEN '2000-01-01' AND '2100-01-01'),
        due_on date CHECK (due_on >= made_on AND due_on <= '2100-01-01'),
        text bytea,
        added_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        added_at timestamptz NOT NULL DEFAULT mawa_now(),
        ${PARENT},
        CONSTRAINT court_orders_of_a_case UNIQUE (id, case_id)
      );
      CREATE INDEX court_orders_by_proceeding ON court_orders (proceeding_id);
      CREATE INDEX court_orders_by_case ON court_orders (case_id);

      CREATE TABLE legal_steps (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        proceeding_id uuid,
        hearing_id uuid,
        measure_id uuid,
        order_id uuid,
        of text NOT NULL GENERATED ALWAYS AS (CASE WHEN proceeding_id IS NOT NULL THEN 'proceeding' WHEN hearing_id IS NOT NULL THEN 'hearing'
          WHEN measure_id IS NOT NULL THEN 'measure' ELSE 'order' END) STORED,
        from_state text NOT NULL,
        to_state text NOT NULL,
        -- The day on which it happened, which may be before it was written.
        on_day date NOT NULL CHECK (on_day >= '2000-01-01'),
        -- Who decided or did it, or how it ended; a code.
        detail text CHECK (detail ~ '^[a-z_]{2,40}$'),
        note bytea,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        place integer GENERATED ALWAYS AS IDENTITY,
        CONSTRAINT legal_steps_of_one_record CHECK (num_nonnulls(proceeding_id, hearing_id, measure_id, order_id) = 1),
        ${PARENT},
        FOREIGN KEY (hearing_id, case_id) REFERENCES hearings (id, case_id) ON UPDATE CASCADE,
        FOREIGN KEY (measure_id, case_id) REFERENCES protection_measures (id, case_id) ON UPDATE CASCADE,
        FOREIGN KEY (order_id, case_id) REFERENCES court_orders (id, case_id) ON UPDATE CASCADE
      );
      ${MOVING.map(([, , column]) => `CREATE INDEX legal_steps_by_${column} ON legal_steps (${column}, place) WHERE ${column} IS NOT NULL;`).join('\n      ')}
      CREATE INDEX legal_steps_by_case ON legal_steps (case_id);

      CREATE TABLE compensation_amounts (
        id uuid PRIMARY KEY,
        proceeding_id uuid NOT NULL,
        case_id uuid NOT NULL,
        what text NOT NULL CHECK (what IN ('asked', 'awarded', 'paid')),
        amount numeric(14, 2) NOT NULL CHECK (amount > 0),
        currency text NOT NULL CHECK (currency IN ('MAD', 'USD', 'EUR', 'GBP', 'CHF')),
        on_day date NOT NULL CHECK (on_day BETWEEN '2000-01-01' AND '2100-01-01'),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        place integer GENERATED ALWAYS AS IDENTITY,
        retracted_at timestamptz,
        retracted_by uuid REFERENCES users (id),
        ${PARENT},
        CHECK ((retracted_at IS NULL) = (retracted_by IS NULL))
      );
      CREATE INDEX compensation_amounts_by_proceeding ON compensation_amounts (proceeding_id, place);
      CREATE INDEX compensation_amounts_by_case ON compensation_amounts (case_id);

      -- How many people are accused, never who; the last revision counts.
      CREATE TABLE accused_counts (
        proceeding_id uuid NOT NULL,
        case_id uuid NOT NULL,
        revision integer NOT NULL CHECK (revision BETWEEN 1 AND 10000),
        sex text NOT NULL CHECK (sex IN ('female', 'male', 'unknown')),
        age_group text NOT NULL CHECK (age_group IN ('under_18', '18_25', '26_35', '36_50', 'over_50', 'adult', 'unknown')),
        nationality text NOT NULL CHECK (nationality ~ '^[A-Z]{2}$' OR nationality = 'unknown'),
        education text NOT NULL CHECK (education IN ('none', 'primary', 'lower_secondary', 'upper_secondary', 'higher', 'unknown')),
        count smallint NOT NULL CHECK (count BETWEEN 0 AND 500),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        PRIMARY KEY (proceeding_id, revision, sex, age_group, nationality, education),
        ${PARENT}
      );
      CREATE INDEX accused_counts_by_case ON accused_counts (case_id);

      -- What a court was told, as it was told.
      CREATE TABLE court_summaries (
        id uuid PRIMARY KEY,
        proceeding_id uuid NOT NULL,
        case_id uuid NOT NULL,
        language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
        content bytea NOT NULL,
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        ${PARENT}
      );
      CREATE INDEX court_summaries_by_case ON court_summaries (case_id);

      ${TABLES.map((table) => caseTable(table, 'legal') + twoRights(table, 'legal')).join('')}
      ${['proceedings', 'protection_measures', 'court_summaries']
        .map(
          (table) => `
      CREATE TRIGGER ${table}_take_no_more BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();`,
        )
        .join('')}

      -- A state is nobody's to write: it follows the steps.
      GRANT SELECT ON ${TABLES.join(', ')} TO mawa_app;
      GRANT INSERT (id, case_id, kind, court_id, prosecutor_file, court_file, file_digest, opened_on, officer_id) ON proceedings TO mawa_app;
      GRANT UPDATE (court_id, prosecutor_file, court_file, file_digest, officer_id, revision) ON proceedings TO mawa_app;
      GRANT INSERT ON proceeding_contacts, legal_steps, compensation_amounts, accused_counts, court_summaries TO mawa_app;
      GRANT UPDATE (ended_by, ended_at) ON proceeding_contacts TO mawa_app;
      GRANT UPDATE (retracted_at, retracted_by) ON compensation_amounts TO mawa_app;
      GRANT INSERT (id, proceeding_id, case_id, court_id, starts_at, kind, person_expected, adjourned_from, place, note, code) ON hearings TO mawa_app;
      GRANT INSERT (id, case_id, proceeding_id, kind, kind_version, until_on) ON protection_measures TO mawa_app;
      GRANT INSERT (id, proceeding_id, case_id, kind, kind_version, made_on, due_on, text) ON court_orders TO mawa_app;
      GRANT SELECT (id, case_id, track, state), UPDATE (state) ON proceedings TO mawa_gate;
      GRANT SELECT (id, case_id, state), UPDATE (state) ON hearings, protection_measures, court_orders TO mawa_gate;
      ${MOVING.map(
        ([, table]) => `
      CREATE POLICY ${table}_moved_by_the_gate ON ${table} FOR UPDATE TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY ${table}_known_to_the_gate ON ${table} FOR SELECT TO mawa_gate USING (true);`,
      ).join('')}

      CREATE FUNCTION legal_step_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_state text; v_track text := 'any'; v_of text;
      BEGIN
        IF NEW.proceeding_id IS NOT NULL THEN
          v_of := 'proceeding';
          SELECT state, track INTO v_state, v_track FROM proceedings WHERE id = NEW.proceeding_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        ELSIF NEW.hearing_id IS NOT NULL THEN
          v_of := 'hearing';
          SELECT state INTO v_state FROM hearings WHERE id = NEW.hearing_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        ELSIF NEW.measure_id IS NOT NULL THEN
          v_of := 'measure';
          SELECT state INTO v_state FROM protection_measures WHERE id = NEW.measure_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        ELSE
          v_of := 'order';
          SELECT state INTO v_state FROM court_orders WHERE id = NEW.order_id AND case_id = NEW.case_id FOR NO KEY UPDATE;
        END IF;
        IF v_state IS DISTINCT FROM NEW.from_state THEN
          RAISE EXCEPTION 'it stands elsewhere by now' USING ERRCODE = '23514', CONSTRAINT = 'legal_step_follows';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM legal_transitions t WHERE t.of = v_of AND t.track = v_track
             AND t.from_state = NEW.from_state AND t.to_state = NEW.to_state) THEN
          RAISE EXCEPTION 'no legal step' USING ERRCODE = '23514', CONSTRAINT = 'legal_step_is_legal';
        END IF;
        IF NEW.on_day > mawa_day(mawa_now()) THEN
          RAISE EXCEPTION 'a step that has not happened' USING ERRCODE = '23514', CONSTRAINT = 'legal_step_has_happened';
        END IF;
        IF v_of = 'proceeding' THEN UPDATE proceedings SET state = NEW.to_state WHERE id = NEW.proceeding_id;
        ELSIF v_of = 'hearing' THEN UPDATE hearings SET state = NEW.to_state WHERE id = NEW.hearing_id;
        ELSIF v_of = 'measure' THEN UPDATE protection_measures SET state = NEW.to_state WHERE id = NEW.measure_id;
        ELSE UPDATE court_orders SET state = NEW.to_state WHERE id = NEW.order_id;
        END IF;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION legal_step_moves() FROM PUBLIC;
      CREATE TRIGGER legal_steps_move BEFORE INSERT ON legal_steps FOR EACH ROW EXECUTE FUNCTION legal_step_moves();
      ALTER FUNCTION legal_step_moves() OWNER TO mawa_gate;

      CREATE FUNCTION legal_record_has_begun() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM legal_steps s WHERE s.proceeding_id = NEW.id OR s.hearing_id = NEW.id
             OR s.measure_id = NEW.id OR s.order_id = NEW.id) THEN
          RAISE EXCEPTION 'it has no first step' USING ERRCODE = '23514', CONSTRAINT = 'legal_record_has_begun';
        END IF;
        RETURN NULL;
      END $$;
      ${MOVING.map(
        ([, table]) => `
      CREATE CONSTRAINT TRIGGER ${table}_have_begun AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION legal_record_has_begun();`,
      ).join('')}

      -- No court sits on a day on which it is closed; whoever closes a day and whoever sets a hearing take turns.
      CREATE FUNCTION hearing_is_on_a_court_day() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('court days', 0));
        NEW.day := mawa_day(NEW.starts_at);
        IF court_weekend(NEW.day) THEN
          RAISE EXCEPTION 'courts do not sit' USING ERRCODE = '23514', CONSTRAINT = 'hearing_at_the_weekend';
        END IF;
        IF court_closure(NEW.court_id, NEW.day) IS NOT NULL THEN
          RAISE EXCEPTION 'this court is closed' USING ERRCODE = '23514', CONSTRAINT = 'hearing_on_a_closed_day';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM courts WHERE id = NEW.court_id AND active) THEN
          RAISE EXCEPTION 'no such court' USING ERRCODE = '23514', CONSTRAINT = 'hearing_at_a_court';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER hearings_on_court_days BEFORE INSERT ON hearings FOR EACH ROW EXECUTE FUNCTION hearing_is_on_a_court_day();

      -- A court closes on a day for which hearings are set: whoever follows them is told, whosever they are.
      GRANT SELECT (proceeding_id, court_id, day, starts_at) ON hearings TO mawa_gate;
      GRANT SELECT (officer_id) ON proceedings TO mawa_gate;
      CREATE FUNCTION court_day_is_closed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('court days', 0));
        PERFORM open_task('hearing_court_closed', h.case_id, h.id, NULL, p.officer_id, mawa_now() + interval '1 day')
           FROM hearings h JOIN proceedings p ON p.id = h.proceeding_id
          WHERE h.state = 'planned' AND h.starts_at > mawa_now() AND (NEW.court_id IS NULL OR h.court_id = NEW.court_id)
            AND (h.day = NEW.day OR NEW.yearly AND h.day >= NEW.day AND to_char(h.day, 'MM-DD') = to_char(NEW.day, 'MM-DD'));
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION court_day_is_closed() FROM PUBLIC;
      CREATE TRIGGER court_days_are_closed AFTER INSERT ON court_closed_days FOR EACH ROW EXECUTE FUNCTION court_day_is_closed();
      ALTER FUNCTION court_day_is_closed() OWNER TO mawa_gate;

      -- One currency a claim; nothing is paid that was not awarded.
      CREATE FUNCTION compensation_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE v_awarded numeric; v_paid numeric;
      BEGIN
        PERFORM 1 FROM proceedings WHERE id = NEW.proceeding_id FOR NO KEY UPDATE;
        IF (SELECT count(DISTINCT currency) FROM compensation_amounts WHERE proceeding_id = NEW.proceeding_id AND retracted_at IS NULL) > 1 THEN
          RAISE EXCEPTION 'one currency' USING ERRCODE = '23514', CONSTRAINT = 'compensation_in_one_currency';
        END IF;
        SELECT amount INTO v_awarded FROM compensation_amounts
         WHERE proceeding_id = NEW.proceeding_id AND what = 'awarded' AND retracted_at IS NULL ORDER BY place DESC LIMIT 1;
        SELECT coalesce(sum(amount), 0) INTO v_paid FROM compensation_amounts
         WHERE proceeding_id = NEW.proceeding_id AND what = 'paid' AND retracted_at IS NULL;
        IF v_paid > coalesce(v_awarded, 0) THEN
          RAISE EXCEPTION 'more paid than awarded' USING ERRCODE = '23514', CONSTRAINT = 'compensation_paid_was_awarded';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER compensation_adds_up AFTER INSERT OR UPDATE OF retracted_at ON compensation_amounts
        FOR EACH ROW EXECUTE FUNCTION compensation_adds_up();

      -- Erasing: numbers, names, notes and what courts were told go; coded rows and amounts stay under the new id.
      GRANT UPDATE (prosecutor_file, court_file) ON proceedings TO mawa_gate;
      GRANT UPDATE (place, note) ON hearings TO mawa_gate;
      GRANT UPDATE (text) ON court_orders TO mawa_gate;
      GRANT SELECT (case_id), UPDATE (note) ON legal_steps TO mawa_gate;
      GRANT SELECT (case_id), DELETE ON proceeding_contacts, court_summaries TO mawa_gate;
      ${['legal_steps', 'proceeding_contacts', 'court_summaries']
        .map(
          (table) =>
            `CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);`,
        )
        .join('\n      ')}
      CREATE FUNCTION legal_aid_follows_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        UPDATE proceedings SET prosecutor_file = NULL, court_file = NULL WHERE case_id = OLD.id;
        UPDATE hearings SET place = NULL, note = NULL WHERE case_id = OLD.id;
        UPDATE court_orders SET text = NULL WHERE case_id = OLD.id;
        UPDATE legal_steps SET note = NULL WHERE case_id = OLD.id;
        DELETE FROM proceeding_contacts WHERE case_id = OLD.id;
        DELETE FROM court_summaries WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      REVOKE EXECUTE ON FUNCTION legal_aid_follows_erasure() FROM PUBLIC;
      CREATE TRIGGER legal_aid_follows_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION legal_aid_follows_erasure();
      ALTER FUNCTION legal_aid_follows_erasure() OWNER TO mawa_gate;

      -- The figures' door: coded facts and amounts; no case, no number, no text, nobody who wrote it.
      GRANT SELECT (id, kind, track, state, court_id, file_digest, opened_on) ON proceedings TO mawa_figures;
      GRANT SELECT (id, proceeding_id, state, day) ON hearings TO mawa_figures;
      GRANT SELECT (id, kind, state) ON protection_measures TO mawa_figures;
      GRANT SELECT (id, kind, state, made_on, due_on) ON court_orders TO mawa_figures;
      GRANT SELECT (proceeding_id, measure_id, order_id, to_state, on_day, place) ON legal_steps TO mawa_figures;
      GRANT SELECT (proceeding_id, what, amount, currency, on_day, place, retracted_at) ON compensation_amounts TO mawa_figures;
      GRANT SELECT (proceeding_id, revision, sex, age_group, nationality, education, count, at) ON accused_counts TO mawa_figures;
      ${[
        'proceedings',
        'hearings',
        'protection_measures',
        'court_orders',
        'legal_steps',
        'compensation_amounts',
        'accused_counts',
      ]
        .map(
          (table) =>
            `CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);`,
        )
        .join('\n      ')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER legal_aid_follows_erasure ON cases;
      DROP TRIGGER court_days_are_closed ON court_closed_days;
      DROP TABLE court_summaries, accused_counts, compensation_amounts, legal_steps, court_orders, protection_measures, hearings,
        proceeding_contacts, proceedings, legal_transitions;
      DROP FUNCTION legal_aid_follows_erasure, compensation_adds_up, court_day_is_closed, hearing_is_on_a_court_day,
        legal_record_has_begun, legal_step_moves;
    `);
  }
}

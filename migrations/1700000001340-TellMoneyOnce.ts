import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['open_money_quarters', 'open_money_told', 'open_money_parts'] as const;
const MAKES = `(SELECT mawa_has_role('programme_officer'))`;

/**
 * The flows of a grant that everybody was told, quarter by quarter, and of which documents each is made: told once, in
 * the order of quarters, and a difference in the quarter in which it is found. What was paid to few stands for nobody:
 * how many must stand behind an amount, and how much of it the largest may be, is kept with each quarter.
 */
export class TellMoneyOnce1700000001340 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('threshold_money', '2020-01-01Z', '3', 'programme rule: the least number of contributors to an amount; the usual minimum frequency of statistical offices for magnitudes'),
        ('money_share', '2020-01-01Z', '0.85', 'programme rule: the most that one contributor may be of an amount; (1, 85) dominance as statistical offices use it');
      ALTER TABLE settings ADD CONSTRAINT settings_money_share_protects CHECK (
        CASE WHEN key = 'money_share' THEN
          CASE WHEN jsonb_typeof(value) = 'number' THEN (value #>> '{}')::numeric BETWEEN 0.5 AND 0.9 ELSE false END
        ELSE true END);

      -- Told, even where there was nothing to tell. The bounds are those of the day, whoever asks.
      CREATE TABLE open_money_quarters (
        grant_id uuid NOT NULL REFERENCES grants (id),
        from_day date NOT NULL CHECK (date_trunc('quarter', from_day::timestamp) = from_day),
        least smallint NOT NULL DEFAULT (mawa_setting('threshold_money'))::smallint CHECK (least >= 3),
        share numeric NOT NULL DEFAULT (mawa_setting('money_share'))::numeric CHECK (share BETWEEN 0.5 AND 0.9),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        told_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
        PRIMARY KEY (grant_id, from_day),
        CONSTRAINT open_money_quarter_is_over CHECK (from_day + interval '3 months' <= mawa_day(at))
      );

      CREATE TABLE open_money_told (
        id uuid PRIMARY KEY,
        grant_id uuid NOT NULL,
        from_day date NOT NULL,
        -- TransactionType of IATI.
        type smallint NOT NULL CHECK (type IN (11, 1, 2, 3, 4)),
        -- Of spending; null: several categories together.
        category smallint REFERENCES unsdg_categories (code),
        currency char(3) NOT NULL,
        amount numeric(16,2) NOT NULL CHECK (amount <> 0),
        FOREIGN KEY (grant_id, from_day) REFERENCES open_money_quarters (grant_id, from_day),
        CONSTRAINT open_money_told_once UNIQUE NULLS NOT DISTINCT (grant_id, from_day, type, category, currency),
        CHECK (category IS NULL OR type = 4)
      );

      -- Which documents an amount is made of. Who stands behind them is a number that means nothing outside the amount.
      CREATE TABLE open_money_parts (
        told_id uuid NOT NULL REFERENCES open_money_told (id),
        document uuid NOT NULL,
        category smallint REFERENCES unsdg_categories (code),
        voice integer NOT NULL,
        amount numeric(16,2) NOT NULL CHECK (amount <> 0),
        CONSTRAINT open_money_part_once UNIQUE NULLS NOT DISTINCT (told_id, document, category)
      );

      CREATE FUNCTION open_money_refuse(p_constraint text) RETURNS void LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'this is refused: %', p_constraint USING ERRCODE = '23514', CONSTRAINT = p_constraint;
      END $$;

      -- A quarter that is over is told before those that follow, and never again.
      CREATE FUNCTION open_money_in_order() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended(NEW.grant_id::text, 1340));
        IF EXISTS (SELECT 1 FROM open_money_quarters q WHERE q.grant_id = NEW.grant_id AND q.from_day >= NEW.from_day) THEN
          PERFORM open_money_refuse('open_money_in_order');
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER open_money_in_order BEFORE INSERT ON open_money_quarters FOR EACH ROW EXECUTE FUNCTION open_money_in_order();

      -- What was told stays as it was told: nothing joins a quarter after the transaction that told it.
      CREATE FUNCTION open_money_joins_its_quarter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM more m JOIN open_money_quarters q ON (q.grant_id, q.from_day) = (m.grant_id, m.from_day)
                    WHERE q.told_in <> pg_current_xact_id()) THEN
          PERFORM open_money_refuse('open_money_stays_told');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER open_money_joins_its_quarter AFTER INSERT ON open_money_told REFERENCING NEW TABLE AS more
        FOR EACH STATEMENT EXECUTE FUNCTION open_money_joins_its_quarter();
      CREATE FUNCTION open_money_part_joins_its_quarter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM (SELECT DISTINCT told_id FROM more) m JOIN open_money_told t ON t.id = m.told_id
                     JOIN open_money_quarters q ON (q.grant_id, q.from_day) = (t.grant_id, t.from_day)
                    WHERE q.told_in <> pg_current_xact_id()) THEN
          PERFORM open_money_refuse('open_money_stays_told');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER open_money_part_joins_its_quarter AFTER INSERT ON open_money_parts REFERENCING NEW TABLE AS more
        FOR EACH STATEMENT EXECUTE FUNCTION open_money_part_joins_its_quarter();

      -- To the cent what its documents are, and of commitments, disbursements and spending nobody's alone.
      CREATE FUNCTION open_money_stands_for_nobody() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_sum numeric; v_voices integer; v_largest numeric; v_all numeric; v_other boolean; v_quarter open_money_quarters;
      BEGIN
        SELECT q.* INTO v_quarter FROM open_money_quarters q WHERE (q.grant_id, q.from_day) = (NEW.grant_id, NEW.from_day);
        SELECT sum(v.amount), count(*) FILTER (WHERE v.amount <> 0), max(abs(v.amount)), sum(abs(v.amount)), bool_or(v.other)
          INTO v_sum, v_voices, v_largest, v_all, v_other
          FROM (SELECT sum(p.amount) AS amount, bool_or(NEW.category IS NOT NULL AND p.category IS DISTINCT FROM NEW.category) AS other
                  FROM open_money_parts p WHERE p.told_id = NEW.id GROUP BY p.voice) v;
        IF v_sum IS DISTINCT FROM NEW.amount OR v_other THEN
          PERFORM open_money_refuse('open_money_is_its_parts');
        END IF;
        IF NEW.type IN (2, 3, 4) AND (v_voices < v_quarter.least OR v_largest > v_quarter.share * v_all) THEN
          PERFORM open_money_refuse('open_money_stands_for_nobody');
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER open_money_stands_for_nobody AFTER INSERT ON open_money_told
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION open_money_stands_for_nobody();
      REVOKE EXECUTE ON FUNCTION open_money_in_order, open_money_joins_its_quarter, open_money_part_joins_its_quarter,
        open_money_stands_for_nobody FROM PUBLIC;

      GRANT SELECT ON open_money_quarters, open_money_told TO mawa_app, mawa_figures;
      -- Who stands behind a disbursement.
      GRANT SELECT (id, organisation_id) ON agreements TO mawa_figures;
      -- Documents are the ledger's: through the figures' door alone.
      GRANT SELECT ON open_money_parts TO mawa_figures;
      GRANT INSERT (grant_id, from_day) ON open_money_quarters TO mawa_app;
      GRANT INSERT (id, grant_id, from_day, type, category, currency, amount) ON open_money_told TO mawa_app;
      GRANT INSERT (told_id, document, category, voice, amount) ON open_money_parts TO mawa_app;
    `);
    for (const table of TABLES) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_stay BEFORE UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
        ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
        ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
        CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING ((SELECT mawa_makes_reports()));
        CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (${MAKES});
        CREATE POLICY ${table}_for_figures ON ${table} FOR SELECT TO mawa_figures USING (true);
        -- Foreign keys and triggers look with the eyes of the owner.
        CREATE POLICY ${table}_for_constraints ON ${table} FOR SELECT TO mawa_owner USING (true);
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE SELECT (id, organisation_id) ON agreements FROM mawa_figures;
      DROP TABLE ${TABLES.toReversed().join(', ')};
      DROP FUNCTION open_money_stands_for_nobody, open_money_part_joins_its_quarter, open_money_joins_its_quarter,
        open_money_in_order, open_money_refuse;
      ALTER TABLE settings DROP CONSTRAINT settings_money_share_protects;
      DELETE FROM settings WHERE key IN ('threshold_money', 'money_share');
    `);
  }
}

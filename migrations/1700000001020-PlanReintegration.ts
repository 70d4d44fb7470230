import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTS_REINTEGRATION } from './data/lists-reintegration-1';
import { dropLists, seedLists } from './data/seed-lists';
import { caseTable, twoRights, type CasePart } from './support';

/** What was agreed is care of the person; what it costs is money, which no house reads. */
const TABLES: readonly (readonly [string, CasePart])[] = [
  ['return_plan_versions', 'care'],
  ['return_plan_items', 'care'],
  ['return_plan_ends', 'care'],
  ['return_plan_agreements', 'care'],
  ['return_plan_money', 'money'],
  ['return_instalments', 'money'],
];
const SEALED = [
  'return_plan_items',
  'return_plan_ends',
  'return_plan_agreements',
  'return_instalments',
];

const OF_TRACK =
  'FOREIGN KEY (track_id, case_id) REFERENCES return_tracks (id, case_id) ON UPDATE CASCADE';
const HEAD = `id uuid PRIMARY KEY,
        case_id uuid NOT NULL,
        track_id uuid NOT NULL`;
const WRITTEN = `by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        place integer GENERATED ALWAYS AS IDENTITY`;
const LISTED = (column: string) => `${column} text NOT NULL CHECK (${column} ~ '^[a-z0-9_]{2,60}$'),
        list_version integer NOT NULL CHECK (list_version >= 1)`;

const FUNCTIONS = [
  'return_plan_draft(uuid)',
  'return_plan_version_opens()',
  'return_plan_is_drafted()',
  'return_plan_is_agreed()',
  'return_instalment_within_item()',
  'return_plan_follows_erasure()',
] as const;

/**
 * What a person and her officer agreed to do, field by field of three dimensions and three levels. A version
 * is drafted, agreed with the person and never changed: a revision is another one, which adds and ends items.
 */
export class PlanReintegration1700000001020 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await seedLists(queryRunner, LISTS_REINTEGRATION, 140);
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('return_plan_days', '2020-01-01Z', '30', 'reintegration handbook, module 2.3: a plan is best made in the first month after the return'),
        ('return_instalment_days', '2020-01-01Z', '7', 'programme rule: days after its due day within which an instalment is on time');

      CREATE TABLE return_plan_versions (
        ${HEAD},
        number smallint NOT NULL DEFAULT 0,
        ${WRITTEN},
        ${OF_TRACK},
        CONSTRAINT return_plan_versions_of_a_track UNIQUE (id, track_id, case_id),
        CONSTRAINT return_plan_versions_once UNIQUE (track_id, number)
      );
      CREATE INDEX return_plan_versions_by_case ON return_plan_versions (case_id);

      CREATE TABLE return_plan_items (
        ${HEAD},
        version_id uuid NOT NULL,
        dimension text NOT NULL CHECK (dimension IN ('economic', 'social', 'psychosocial')),
        level text NOT NULL CHECK (level IN ('individual', 'community', 'structural')),
        ${LISTED('kind')},
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (version_id, track_id, case_id) REFERENCES return_plan_versions (id, track_id, case_id) ON UPDATE CASCADE,
        CONSTRAINT return_plan_items_of_a_track UNIQUE (id, track_id, case_id)
      );
      CREATE INDEX return_plan_items_by_track ON return_plan_items (track_id, place);
      CREATE INDEX return_plan_items_by_case ON return_plan_items (case_id);

      CREATE TABLE return_plan_ends (
        ${HEAD},
        -- One way alone leads to the case, or a change of its id would arrive twice.
        version_id uuid NOT NULL REFERENCES return_plan_versions (id),
        item_id uuid NOT NULL CONSTRAINT return_plan_items_end_once UNIQUE,
        reason text NOT NULL CHECK (reason IN ('reached', 'not_needed', 'not_possible', 'own_wish', 'replaced')),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (item_id, track_id, case_id) REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_plan_ends_by_case ON return_plan_ends (case_id);

      CREATE TABLE return_plan_agreements (
        ${HEAD},
        version_id uuid NOT NULL CONSTRAINT return_plan_agreed_once UNIQUE,
        agreed_on date NOT NULL CHECK (agreed_on BETWEEN '2000-01-01' AND '2100-01-01'),
        -- Whose plan it is, in her own voice.
        voice text NOT NULL CHECK (voice IN ('own', 'agrees', 'with_doubts')),
        -- A child, or somebody who cannot decide, with whoever decides for them.
        agreed_by text NOT NULL CHECK (agreed_by IN ('self', 'with_guardian')),
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (version_id, track_id, case_id) REFERENCES return_plan_versions (id, track_id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_plan_agreements_by_track ON return_plan_agreements (track_id, agreed_on);
      CREATE INDEX return_plan_agreements_by_case ON return_plan_agreements (case_id);

      CREATE TABLE return_plan_money (
        ${HEAD},
        item_id uuid NOT NULL CONSTRAINT return_plan_money_once UNIQUE,
        line_id uuid NOT NULL REFERENCES budget_lines (id),
        amount numeric(14,2) NOT NULL CHECK (amount > 0),
        currency char(3) NOT NULL,
        ${WRITTEN},
        FOREIGN KEY (item_id, track_id, case_id) REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE
      );
      CREATE INDEX return_plan_money_by_case ON return_plan_money (case_id);

      CREATE TABLE return_instalments (
        ${HEAD},
        item_id uuid NOT NULL,
        form text NOT NULL CHECK (form IN ('cash', 'kind')),
        due_on date NOT NULL CHECK (due_on BETWEEN '2000-01-01' AND '2100-01-01'),
        amount numeric(14,2) NOT NULL CHECK (amount > 0),
        ${LISTED('condition')},
        note bytea,
        ${WRITTEN},
        FOREIGN KEY (item_id, track_id, case_id) REFERENCES return_plan_items (id, track_id, case_id) ON UPDATE CASCADE,
        CONSTRAINT return_instalments_of_an_item UNIQUE (id, item_id, track_id, case_id)
      );
      CREATE INDEX return_instalments_by_item ON return_instalments (item_id, due_on);
      CREATE INDEX return_instalments_by_case ON return_instalments (case_id);
      CREATE INDEX return_instalments_by_due_day ON return_instalments (due_on);

      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION return_track_is_live() TO PUBLIC;
      RESET ROLE;
      ${TABLES.map(([table, part]) => caseTable(table, part) + twoRights(table, part)).join('')}
      ${TABLES.map(
        ([table]) => `
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON ${table} TO mawa_app, mawa_gate;
      CREATE TRIGGER ${table}_on_a_live_track BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION return_track_is_live();`,
      ).join('')}
      SET LOCAL ROLE mawa_gate;
      REVOKE EXECUTE ON FUNCTION return_track_is_live() FROM PUBLIC;
      RESET ROLE;
      GRANT INSERT (id, case_id, track_id) ON return_plan_versions TO mawa_app;
      GRANT INSERT (id, case_id, track_id, version_id, dimension, level, kind, list_version, note) ON return_plan_items TO mawa_app;
      GRANT INSERT (id, case_id, track_id, version_id, item_id, reason, note) ON return_plan_ends TO mawa_app;
      GRANT INSERT (id, case_id, track_id, version_id, agreed_on, voice, agreed_by, note) ON return_plan_agreements TO mawa_app;
      GRANT INSERT (id, case_id, track_id, item_id, line_id, amount, currency) ON return_plan_money TO mawa_app;
      GRANT INSERT (id, case_id, track_id, item_id, form, due_on, amount, condition, list_version, note) ON return_instalments TO mawa_app;
      GRANT UPDATE (note) ON ${SEALED.join(', ')} TO mawa_gate;

      -- Counted for the figures: days and codes, never a word.
      GRANT SELECT (id, case_id, door, state, left_on) ON return_tracks TO mawa_figures;
      GRANT SELECT (track_id, to_state, on_day) ON return_steps TO mawa_figures;
      GRANT SELECT (id, track_id, number) ON return_plan_versions TO mawa_figures;
      GRANT SELECT (version_id, track_id, agreed_on) ON return_plan_agreements TO mawa_figures;
      GRANT SELECT (id, version_id, track_id, dimension, level, kind, list_version) ON return_plan_items TO mawa_figures;
      GRANT SELECT ON list_items TO mawa_figures;
      CREATE POLICY list_items_known_to_figures ON list_items FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT (item_id, reason) ON return_plan_ends TO mawa_figures;
      GRANT SELECT (id, item_id, track_id, form, due_on, amount) ON return_instalments TO mawa_figures;
      ${[
        ...['return_tracks', 'return_steps', 'return_plan_versions', 'return_plan_agreements'],
        ...['return_plan_items', 'return_plan_ends', 'return_instalments'],
      ]
        .map(
          (table) =>
            `CREATE POLICY ${table}_for_plan_figures ON ${table} FOR SELECT TO mawa_figures USING (true);`,
        )
        .join('\n      ')}
    `);
    await queryRunner.query(`
      -- The version that is being drafted; none while the last one is agreed.
      CREATE FUNCTION return_plan_draft(p_track uuid) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT v.id FROM return_plan_versions v WHERE v.track_id = p_track
           AND NOT EXISTS (SELECT 1 FROM return_plan_agreements a WHERE a.version_id = v.id) $$;

      CREATE FUNCTION return_plan_version_opens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF return_plan_draft(NEW.track_id) IS NOT NULL THEN
          RAISE EXCEPTION 'a version is being drafted' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_one_draft';
        END IF;
        NEW.number := 1 + (SELECT count(*) FROM return_plan_versions v WHERE v.track_id = NEW.track_id);
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_plan_versions_open BEFORE INSERT ON return_plan_versions FOR EACH ROW EXECUTE FUNCTION return_plan_version_opens();

      -- What was agreed stays as it was: only a draft takes items, ends and an agreement.
      CREATE FUNCTION return_plan_is_drafted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF return_plan_draft(NEW.track_id) IS DISTINCT FROM NEW.version_id THEN
          RAISE EXCEPTION 'this version is agreed' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_is_drafted';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_plan_items_are_drafted BEFORE INSERT ON return_plan_items FOR EACH ROW EXECUTE FUNCTION return_plan_is_drafted();
      CREATE TRIGGER return_plan_ends_are_drafted BEFORE INSERT ON return_plan_ends FOR EACH ROW EXECUTE FUNCTION return_plan_is_drafted();

      CREATE FUNCTION return_plan_is_agreed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF return_plan_draft(NEW.track_id) IS DISTINCT FROM NEW.version_id THEN
          RAISE EXCEPTION 'this version is agreed' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_is_drafted';
        END IF;
        IF NEW.agreed_on > mawa_day(mawa_now()) OR NEW.agreed_on < (SELECT max(a.agreed_on) FROM return_plan_agreements a WHERE a.track_id = NEW.track_id)
           OR NEW.agreed_on < (SELECT opened_on FROM return_tracks t WHERE t.id = NEW.track_id) THEN
          RAISE EXCEPTION 'not agreed then' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_agreed_then';
        END IF;
        -- By the earliest day on which the person can be born: certainly a child.
        IF NEW.agreed_by = 'self' AND EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.case_id
             AND coalesce(c.born_from, make_date(c.birth_year, 1, 1)) + interval '18 years' > NEW.agreed_on) THEN
          RAISE EXCEPTION 'a child does not agree alone' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_of_a_child';
        END IF;
        IF NOT EXISTS (SELECT 1 FROM return_plan_items i WHERE i.track_id = NEW.track_id
             AND NOT EXISTS (SELECT 1 FROM return_plan_ends e WHERE e.item_id = i.id)) THEN
          RAISE EXCEPTION 'a plan of nothing' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_has_items';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_plan_agreements_hold BEFORE INSERT ON return_plan_agreements FOR EACH ROW EXECUTE FUNCTION return_plan_is_agreed();

      -- The instalments of an item together stay within its amount; what was cancelled counts, its money was let go.
      CREATE FUNCTION return_instalment_within_item() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.amount + (SELECT coalesce(sum(x.amount), 0) FROM return_instalments x WHERE x.item_id = NEW.item_id)
             <= (SELECT m.amount FROM return_plan_money m WHERE m.item_id = NEW.item_id) IS NOT TRUE THEN
          RAISE EXCEPTION 'more than the item holds' USING ERRCODE = '23514', CONSTRAINT = 'return_instalment_within_item';
        END IF;
        IF EXISTS (SELECT 1 FROM return_plan_ends e JOIN return_plan_agreements a ON a.version_id = e.version_id WHERE e.item_id = NEW.item_id) THEN
          RAISE EXCEPTION 'this item is over' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_item_is_open';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_instalments_within_item BEFORE INSERT ON return_instalments FOR EACH ROW EXECUTE FUNCTION return_instalment_within_item();

      CREATE FUNCTION return_plan_follows_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        ${SEALED.map((table) => `UPDATE ${table} SET note = NULL WHERE case_id = OLD.id AND note IS NOT NULL;`).join('\n        ')}
        RETURN NEW;
      END $$;
      CREATE TRIGGER return_plan_follows_erasure BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION return_plan_follows_erasure();
      ${FUNCTIONS.map(
        (one) => `
      REVOKE EXECUTE ON FUNCTION ${one} FROM PUBLIC;
      ALTER FUNCTION ${one} OWNER TO mawa_gate;`,
      ).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER return_plan_follows_erasure ON cases;
      DROP TABLE ${TABLES.map(([table]) => table)
        .toReversed()
        .join(', ')} CASCADE;
      DROP FUNCTION ${FUNCTIONS.map((one) => one.replace(/\(.*/, '')).join(', ')};
      DROP POLICY return_steps_for_plan_figures ON return_steps;
      DROP POLICY return_tracks_for_plan_figures ON return_tracks;
      REVOKE SELECT (track_id, to_state, on_day) ON return_steps FROM mawa_figures;
      REVOKE SELECT (id, case_id, door, state, left_on) ON return_tracks FROM mawa_figures;
      DROP POLICY list_items_known_to_figures ON list_items;
      REVOKE SELECT ON list_items FROM mawa_figures;
      DELETE FROM settings WHERE key IN ('return_plan_days', 'return_instalment_days');
    `);
    await dropLists(
      queryRunner,
      LISTS_REINTEGRATION.map(({ name }) => name),
    );
  }
}

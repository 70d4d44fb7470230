import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, type CasePart, twoRights, visible, writable } from './support';

const both = (may: (column: string, part: CasePart) => string, part: CasePart): string =>
  `${may('case_links.from_case', part)} AND ${may('case_links.to_case', part)}`;

/** Who is whose is a fact of both; who was exploited together is part of both their stories. */
const seen = `${both(visible, 'facts')} AND (kind <> 'co_victim' OR (${both(visible, 'story')}))`;
const written = `${both(writable, 'facts')} AND (kind <> 'co_victim' OR (${both(writable, 'story')}))`;

/**
 * Links between two people, each a row that says who, when and, at its end, why; what cannot be is
 * refused by the table. A family can be joined, left and split after registering: present membership
 * stays the one thing that placing reads, how it came about is kept beside it.
 */
export class LinkPeople1700000000841 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE case_links (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind IN ('parent_of', 'guardian_of', 'sibling', 'couple', 'other_relative', 'co_victim')),
        from_case uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        to_case uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        since date CHECK (since BETWEEN '1900-01-01' AND '2100-01-01'),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        made_by uuid NOT NULL REFERENCES users (id),
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        end_reason text CHECK (end_reason IN ('mistake', 'no_longer', 'person_asked')),
        CONSTRAINT case_links_of_two CHECK (from_case <> to_case),
        -- A brother's sister is a sister's brother: written once, the lower id first.
        CONSTRAINT case_links_symmetrical_once CHECK (kind IN ('parent_of', 'guardian_of') OR from_case < to_case),
        CONSTRAINT case_links_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, end_reason) IN (0, 3))
      );
      CREATE UNIQUE INDEX case_links_once ON case_links (from_case, to_case, kind) WHERE ended_at IS NULL;
      CREATE INDEX case_links_by_one ON case_links (from_case);
      CREATE INDEX case_links_by_other ON case_links (to_case);
      ALTER TABLE case_links ENABLE ROW LEVEL SECURITY;
      ALTER TABLE case_links FORCE ROW LEVEL SECURITY;
      CREATE POLICY case_links_read ON case_links FOR SELECT TO mawa_app USING (${seen});
      CREATE POLICY case_links_add ON case_links FOR INSERT TO mawa_app WITH CHECK (${written});
      CREATE POLICY case_links_change ON case_links FOR UPDATE TO mawa_app USING (${written}) WITH CHECK (${written});
      GRANT SELECT, INSERT ON case_links TO mawa_app;
      GRANT UPDATE (ended_at, ended_by, end_reason) ON case_links TO mawa_app;
      GRANT SELECT, DELETE ON case_links TO mawa_gate;
      CREATE POLICY case_links_at_the_gate ON case_links TO mawa_gate USING (true);
      GRANT SELECT (birth_year, age_certainty) ON cases TO mawa_gate;

      CREATE FUNCTION case_links_take_no_more() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM cases WHERE id IN (NEW.from_case, NEW.to_case) AND merged_into IS NOT NULL) THEN
          RAISE EXCEPTION 'this file was joined to another' USING ERRCODE = '23514', CONSTRAINT = 'file_was_joined';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER case_links_take_no_more BEFORE INSERT ON case_links FOR EACH ROW EXECUTE FUNCTION case_links_take_no_more();

      CREATE FUNCTION case_links_stay_as_made() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.ended_at IS NOT NULL AND current_user = 'mawa_app' THEN
          RAISE EXCEPTION 'this link has ended' USING ERRCODE = '23514', CONSTRAINT = 'case_links_stay_as_made';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER case_links_stay_as_made BEFORE UPDATE OF ended_at ON case_links
        FOR EACH ROW EXECUTE FUNCTION case_links_stay_as_made();

      -- After the policies: whoever may not write these two learns nothing of their years from a refusal.
      CREATE FUNCTION case_links_are_possible() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        v_from smallint := (SELECT birth_year FROM cases WHERE id = NEW.from_case AND age_certainty NOT IN ('estimated', 'unknown'));
        v_to smallint := (SELECT birth_year FROM cases WHERE id = NEW.to_case AND age_certainty NOT IN ('estimated', 'unknown'));
      BEGIN
        IF NEW.kind = 'parent_of' THEN
          -- Two who add a parent at once wait for each other: a circle is closed by the second.
          PERFORM pg_advisory_xact_lock(hashtextextended('case_links/parents', 0));
          IF EXISTS (
            WITH RECURSIVE below (id) AS (
              SELECT NEW.to_case
              UNION SELECT mawa_person(l.to_case) FROM case_links l JOIN below b ON l.from_case IN (SELECT mawa_files(b.id))
               WHERE l.kind = 'parent_of' AND l.ended_at IS NULL)
            SELECT 1 FROM below WHERE id = NEW.from_case) THEN
            RAISE EXCEPTION 'nobody is their own ancestor' USING ERRCODE = '23514', CONSTRAINT = 'case_links_no_circle';
          END IF;
          IF v_to <= v_from THEN
            RAISE EXCEPTION 'a child is younger than its parent' USING ERRCODE = '23514', CONSTRAINT = 'case_links_child_is_younger';
          END IF;
        END IF;
        IF NEW.kind = 'guardian_of' AND extract(year FROM mawa_day(mawa_now())) - v_from < 18 THEN
          RAISE EXCEPTION 'a guardian is of age' USING ERRCODE = '23514', CONSTRAINT = 'case_links_guardian_is_adult';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER case_links_are_possible AFTER INSERT ON case_links
        FOR EACH ROW EXECUTE FUNCTION case_links_are_possible();

      -- Joining and leaving after registering; present membership stands in family_members alone.
      CREATE TABLE family_changes (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        family_id uuid NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        change text NOT NULL CHECK (change IN ('joined', 'left')),
        relation text,
        reason text CHECK (reason IN ('mistake', 'no_longer', 'person_asked', 'split')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        CONSTRAINT family_changes_say_how CHECK (CASE change WHEN 'joined' THEN relation IS NOT NULL ELSE reason IS NOT NULL END)
      );
      CREATE INDEX family_changes_by_case ON family_changes (case_id, at);
      ${caseTable('family_changes', 'facts')}
      ${twoRights('family_changes', 'facts')}
      GRANT SELECT, INSERT ON family_changes TO mawa_app;
      GRANT DELETE ON family_members TO mawa_app;
      GRANT SELECT (case_id), DELETE ON family_changes TO mawa_gate;
      CREATE POLICY family_changes_at_the_gate ON family_changes TO mawa_gate USING (true);

      -- A family is joined by who answers for somebody in it; a new one by anybody who writes the person.
      CREATE FUNCTION mawa_may_join_family(p_family uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN NOT EXISTS (SELECT 1 FROM family_members WHERE family_id = p_family)
            OR EXISTS (SELECT 1 FROM family_members f WHERE f.family_id = p_family AND mawa_holds_fully(f.case_id));
      END $$;
      REVOKE EXECUTE ON FUNCTION mawa_may_join_family(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION mawa_may_join_family(uuid) TO mawa_app;
      CREATE POLICY family_members_join ON family_members AS RESTRICTIVE FOR INSERT TO mawa_app
        WITH CHECK (mawa_may_join_family(family_id));

      -- Whoever was kept out of a family stays out of who leaves it, and of those who stay: lifting that is a
      -- decision for each. The reason stays sealed where it was written.
      CREATE FUNCTION conflicts_outlive_the_family() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO case_blocks (id, case_id, user_id, scope, reason, decided_by, until_at)
        SELECT DISTINCT ON (c.id, b.user_id) gen_random_uuid(), c.id, b.user_id, 'case', ''::bytea, b.decided_by, b.until_at
          FROM case_blocks b CROSS JOIN LATERAL (
            SELECT OLD.case_id AS id WHERE EXISTS (SELECT 1 FROM family_members f
                    WHERE f.family_id = OLD.family_id AND f.case_id IN (SELECT mawa_files(b.case_id)))
            UNION SELECT f.case_id FROM family_members f
                   WHERE f.family_id = OLD.family_id AND OLD.case_id IN (SELECT mawa_files(b.case_id))) c
         WHERE b.scope = 'family' AND b.ended_at IS NULL AND (b.until_at IS NULL OR b.until_at > mawa_now())
           AND NOT EXISTS (SELECT 1 FROM case_blocks o WHERE o.case_id = c.id AND o.user_id = b.user_id AND o.ended_at IS NULL
                 AND (o.until_at IS NULL OR o.until_at >= coalesce(b.until_at, 'infinity')))
         ORDER BY c.id, b.user_id, b.until_at DESC NULLS FIRST;
        RETURN NULL;
      END $$;
      -- Whoever is kept out of somebody in it is kept out of one more: somebody else must answer for each.
      CREATE FUNCTION family_keeps_holders() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM family_members f CROSS JOIN mawa_files(f.case_id) own JOIN case_blocks b ON b.case_id = own
                    WHERE f.family_id = NEW.family_id AND b.scope = 'family' AND b.ended_at IS NULL
                      AND (b.until_at IS NULL OR b.until_at > mawa_now())) THEN
          PERFORM mawa_must_keep_a_holder(f.case_id) FROM family_members f WHERE f.family_id = NEW.family_id;
        END IF;
        RETURN NULL;
      END $$;
      REVOKE EXECUTE ON FUNCTION conflicts_outlive_the_family(), family_keeps_holders() FROM PUBLIC;
      CREATE TRIGGER conflicts_outlive_the_family AFTER DELETE ON family_members FOR EACH ROW
        WHEN (current_user = 'mawa_app') EXECUTE FUNCTION conflicts_outlive_the_family();
      CREATE TRIGGER family_keeps_holders AFTER INSERT ON family_members FOR EACH ROW
        WHEN (current_user = 'mawa_app') EXECUTE FUNCTION family_keeps_holders();
      ALTER FUNCTION conflicts_outlive_the_family() OWNER TO mawa_gate;
      ALTER FUNCTION family_keeps_holders() OWNER TO mawa_gate;

      -- Erasing: whatever a person was linked to forgets them. A trigger, so that no list of tables is copied.
      CREATE FUNCTION links_are_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM case_links WHERE OLD.id IN (from_case, to_case);
        DELETE FROM family_changes WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER links_are_erased BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION links_are_erased();

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION case_links_are_possible() OWNER TO mawa_gate;
      ALTER FUNCTION mawa_may_join_family(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION links_are_erased() OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER links_are_erased ON cases;
      DROP FUNCTION links_are_erased;
      DROP POLICY family_members_join ON family_members;
      DROP TRIGGER conflicts_outlive_the_family ON family_members;
      DROP TRIGGER family_keeps_holders ON family_members;
      DROP FUNCTION conflicts_outlive_the_family, family_keeps_holders;
      DROP FUNCTION mawa_may_join_family;
      REVOKE DELETE ON family_members FROM mawa_app;
      DROP TABLE family_changes, case_links;
      DROP FUNCTION case_links_are_possible, case_links_stay_as_made, case_links_take_no_more;
      REVOKE SELECT (birth_year, age_certainty) ON cases FROM mawa_gate;
    `);
  }
}

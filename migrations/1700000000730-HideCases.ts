import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable } from './support';

const OPEN_BLOCK = `b.ended_at IS NULL AND b.from_at <= mawa_now() AND (b.until_at IS NULL OR b.until_at > mawa_now())`;

/**
 * Two reasons why an access row does not count for somebody: a conflict of interest, and a person
 * whose case is for named people alone. Both are one array of hidden cases in the policy of
 * `case_access`, which every other policy reads, so that no table can forget them.
 */
export class HideCases1700000000730 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- Somebody who must see nothing of a case, whatever their shelter, organisation or role gives.
      CREATE TABLE case_blocks (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        user_id uuid NOT NULL REFERENCES users (id),
        -- family: everybody who belongs to this person's family, also who joins it later.
        scope text NOT NULL CHECK (scope IN ('case', 'family')),
        reason bytea NOT NULL,
        decided_by uuid NOT NULL REFERENCES users (id),
        decided_at timestamptz NOT NULL DEFAULT mawa_now(),
        from_at timestamptz NOT NULL DEFAULT mawa_now(),
        until_at timestamptz CHECK (until_at > from_at),
        ended_by uuid REFERENCES users (id),
        ended_at timestamptz,
        CONSTRAINT case_blocks_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
      );
      CREATE INDEX case_blocks_by_user ON case_blocks (user_id) WHERE ended_at IS NULL;
      CREATE INDEX case_blocks_by_case ON case_blocks (case_id);
      ${caseTable('case_blocks', 'story')}
      GRANT SELECT ON case_blocks TO mawa_app;

      -- A case for named people alone. Lifting takes two.
      CREATE TABLE case_restrictions (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        reason bytea NOT NULL,
        set_by uuid NOT NULL REFERENCES users (id),
        set_at timestamptz NOT NULL DEFAULT mawa_now(),
        lift_asked_by uuid REFERENCES users (id),
        lift_asked_at timestamptz,
        lifted_by uuid REFERENCES users (id),
        lifted_at timestamptz,
        CONSTRAINT case_restrictions_lifted_by_two CHECK (lifted_by <> lift_asked_by),
        CONSTRAINT case_restrictions_lift_is_asked CHECK (lifted_at IS NULL OR (lifted_by IS NOT NULL AND lift_asked_by IS NOT NULL))
      );
      CREATE UNIQUE INDEX case_restrictions_once ON case_restrictions (case_id) WHERE lifted_at IS NULL;
      ${caseTable('case_restrictions', 'facts')}
      GRANT SELECT ON case_restrictions TO mawa_app;

      CREATE TABLE case_named (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        user_id uuid NOT NULL REFERENCES users (id),
        named_by uuid NOT NULL REFERENCES users (id),
        named_at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_by uuid REFERENCES users (id),
        ended_at timestamptz
      );
      CREATE UNIQUE INDEX case_named_once ON case_named (case_id, user_id) WHERE ended_at IS NULL;
      ${caseTable('case_named', 'facts')}
      GRANT SELECT ON case_named TO mawa_app;

      GRANT SELECT, INSERT, UPDATE ON case_blocks, case_restrictions, case_named TO mawa_gate;
      CREATE POLICY case_blocks_gate ON case_blocks TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY case_restrictions_gate ON case_restrictions TO mawa_gate USING (true) WITH CHECK (true);
      CREATE POLICY case_named_gate ON case_named TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON family_members TO mawa_gate;
      CREATE POLICY family_members_for_the_gate ON family_members FOR SELECT TO mawa_gate USING (true);

      -- The one answer that every policy obeys. An array, asked once a statement.
      CREATE FUNCTION mawa_hidden_cases() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN ARRAY(
          SELECT b.case_id FROM case_blocks b WHERE b.user_id = mawa_actor() AND ${OPEN_BLOCK}
          UNION
          SELECT g.case_id FROM case_blocks b JOIN family_members f ON f.case_id = b.case_id
            JOIN family_members g ON g.family_id = f.family_id
           WHERE b.user_id = mawa_actor() AND b.scope = 'family' AND ${OPEN_BLOCK}
          UNION
          SELECT r.case_id FROM case_restrictions r
           WHERE r.lifted_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM case_named n
                  WHERE n.case_id = r.case_id AND n.user_id = mawa_actor() AND n.ended_at IS NULL)
             AND NOT EXISTS (SELECT 1 FROM case_access a
                  WHERE a.case_id = r.case_id AND a.principal_id = mawa_actor() AND a.reason = 'break_glass'
                    AND a.from_at <= mawa_now() AND a.until_at > mawa_now()));
      END $$;
      REVOKE EXECUTE ON FUNCTION mawa_hidden_cases() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION mawa_hidden_cases() TO mawa_app;
      ALTER FUNCTION mawa_hidden_cases() OWNER TO mawa_gate;

      ALTER POLICY case_access_own ON case_access USING (
        principal_id = ANY ((SELECT mawa_principals())::uuid[])
        AND case_id <> ALL ((SELECT mawa_hidden_cases())::uuid[]));

      SET LOCAL ROLE mawa_gate;
      CREATE OR REPLACE FUNCTION mawa_holds_fully(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p_case
          AND a.principal_id = ANY (mawa_principals()) AND a.reason IN ('registered', 'assigned')
          AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
          AND p_case <> ALL (mawa_hidden_cases()) $$;
      RESET ROLE;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      SET LOCAL ROLE mawa_gate;
      CREATE OR REPLACE FUNCTION mawa_holds_fully(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p_case
          AND a.principal_id = ANY (mawa_principals()) AND a.reason IN ('registered', 'assigned')
          AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())) $$;
      RESET ROLE;
      ALTER POLICY case_access_own ON case_access
        USING (principal_id = ANY ((SELECT mawa_principals())::uuid[]));
      DROP FUNCTION mawa_hidden_cases;
      DROP POLICY family_members_for_the_gate ON family_members;
      DROP TABLE case_named, case_restrictions, case_blocks;
    `);
  }
}

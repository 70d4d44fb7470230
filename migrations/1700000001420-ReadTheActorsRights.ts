import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The questions that every policy asks about the actor (role, system user, principals) run with the
 * rights of the tables' owner: they read the account tables whatever policy these have, so that a policy
 * on the account tables can ask them without a circle. PL/pgSQL keeps their plans for a session; the
 * functions in SQL were planned anew in every statement.
 */
export class ReadTheActorsRights1700000001420 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION mawa_has_role(VARIADIC p_roles text[]) RETURNS boolean LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
          WHERE r.user_id = mawa_actor() AND r.role = ANY (p_roles) AND r.ended_at IS NULL
            AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second));
      END $$;

      CREATE OR REPLACE FUNCTION mawa_is_system() RETURNS boolean LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN EXISTS (SELECT 1 FROM users WHERE id = mawa_actor() AND system AND active);
      END $$;

      -- A membership gives a principal only where its id stands in the table that its kind names.
      CREATE OR REPLACE FUNCTION mawa_principals() RETURNS uuid[] LANGUAGE plpgsql STABLE
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_actor uuid := mawa_actor();
      BEGIN
        IF NOT EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
             WHERE r.user_id = v_actor AND r.opens_cases AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL) THEN
          RETURN '{}'::uuid[];
        END IF;
        RETURN array_append(ARRAY(
          SELECT m.principal_id FROM memberships m
           WHERE m.user_id = v_actor AND m.from_at <= mawa_now() AND (m.until_at IS NULL OR m.until_at > mawa_now())
             AND CASE m.principal_kind
                   WHEN 'shelter' THEN EXISTS (SELECT 1 FROM shelters s WHERE s.id = m.principal_id)
                   WHEN 'organisation' THEN EXISTS (SELECT 1 FROM organisations o WHERE o.id = m.principal_id)
                   ELSE false END), v_actor);
      END $$;

      REVOKE EXECUTE ON FUNCTION mawa_has_role(text[]), mawa_is_system(), mawa_principals() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION mawa_has_role(text[]), mawa_is_system(), mawa_principals()
        TO mawa_app, mawa_figures, mawa_blind, mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION mawa_has_role(VARIADIC p_roles text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
          WHERE r.user_id = mawa_actor() AND r.role = ANY (p_roles) AND r.ended_at IS NULL
            AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second)) $$;
      CREATE OR REPLACE FUNCTION mawa_is_system() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM users WHERE id = mawa_actor() AND system AND active) $$;
      CREATE OR REPLACE FUNCTION mawa_principals() RETURNS uuid[] LANGUAGE sql STABLE AS $$
        SELECT CASE WHEN EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
                 WHERE r.user_id = mawa_actor() AND r.opens_cases AND r.confirmed_by IS NOT NULL
                   AND r.ended_at IS NULL)
          THEN array_append(ARRAY(SELECT m.principal_id FROM memberships m
                 WHERE m.user_id = mawa_actor() AND m.from_at <= mawa_now()
                   AND (m.until_at IS NULL OR m.until_at > mawa_now())), mawa_actor())
          ELSE '{}'::uuid[] END $$;
      GRANT EXECUTE ON FUNCTION mawa_has_role(text[]), mawa_is_system(), mawa_principals() TO PUBLIC;
    `);
  }
}

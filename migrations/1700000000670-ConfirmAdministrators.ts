import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever gives roles needs a second person too: otherwise one administrator could make a second
 * account, give it the same role and so confirm a role that opens cases alone.
 */
export class ConfirmAdministrators1700000000670 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE user_roles ADD COLUMN needs_second boolean NOT NULL GENERATED ALWAYS AS
        (role IN ('administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor',
          'legal_officer', 'hotline_operator')) STORED;
      -- Those of before go on; the setting up's own second person stands for them.
      UPDATE user_roles SET confirmed_by = CASE granted_by WHEN '00000000-0000-4000-8000-000000000003'
               THEN '00000000-0000-4000-8000-000000000004' ELSE '00000000-0000-4000-8000-000000000003' END::uuid,
             confirmed_at = granted_at
       WHERE role = 'administrator' AND confirmed_by IS NULL AND ended_at IS NULL;
      CREATE OR REPLACE FUNCTION mawa_has_role(VARIADIC p_roles text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
          WHERE r.user_id = mawa_actor() AND r.role = ANY (p_roles) AND r.ended_at IS NULL
            AND (r.confirmed_by IS NOT NULL OR NOT r.needs_second)) $$;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION mawa_has_role(VARIADIC p_roles text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM user_roles r JOIN users u ON u.id = r.user_id AND u.active
          WHERE r.user_id = mawa_actor() AND r.role = ANY (p_roles) AND r.ended_at IS NULL
            AND (r.confirmed_by IS NOT NULL OR NOT r.opens_cases)) $$;
      ALTER TABLE user_roles DROP COLUMN needs_second;
    `);
  }
}

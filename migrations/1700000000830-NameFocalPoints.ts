import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES = `'administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor',
  'legal_officer', 'hotline_operator', 'programme_officer', 'finance_officer', 'partner_viewer', 'auditor'`;
const SECOND = `'administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor',
  'legal_officer', 'hotline_operator'`;

const roles = (known: string, second: string): string => `
  ALTER TABLE user_roles DROP CONSTRAINT user_roles_role_check;
  ALTER TABLE user_roles ADD CONSTRAINT user_roles_role_check CHECK (role IN (${known}));
  ALTER TABLE user_roles DROP COLUMN needs_second;
  ALTER TABLE user_roles ADD COLUMN needs_second boolean NOT NULL
    GENERATED ALWAYS AS (role IN (${second})) STORED;`;

/**
 * A role of its own, given by one administrator and confirmed by another: it opens no case, and reads
 * complaints as far as docs/complaints.md says.
 */
export class NameFocalPoints1700000000830 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(roles(`${ROLES}, 'focal_point'`, `${SECOND}, 'focal_point'`));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `DELETE FROM user_roles WHERE role = 'focal_point'; ${roles(ROLES, SECOND)}`,
    );
  }
}

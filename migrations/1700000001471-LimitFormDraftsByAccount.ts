import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A browser without cookies could have forms kept without end: their number is limited for the account, so whoever acts
 * sees and deletes the rows of the own account as well. What they hold opens with the cookie alone.
 */
export class LimitFormDraftsByAccount1700000001471 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      policies(
        `holder = (SELECT mawa_form_holder()) OR user_id = (SELECT mawa_actor()) OR expires_at <= (SELECT mawa_now())`,
      ),
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      policies('holder = (SELECT mawa_form_holder()) OR expires_at <= (SELECT mawa_now())'),
    );
  }
}

const policies = (visible: string): string => `
  DROP POLICY form_drafts_read ON form_drafts;
  DROP POLICY form_drafts_forget ON form_drafts;
  CREATE POLICY form_drafts_read ON form_drafts FOR SELECT TO mawa_app USING (${visible});
  CREATE POLICY form_drafts_forget ON form_drafts FOR DELETE TO mawa_app USING (${visible});
`;

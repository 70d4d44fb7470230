import type { MigrationInterface, QueryRunner } from 'typeorm';

const OF_MONEY = `owner_kind IN ('commitment_step', 'partner_paper')`;
const SEES = `CASE owner_kind
        WHEN 'commitment_step' THEN EXISTS (SELECT 1 FROM commitment_steps s WHERE s.id = owner_id)
        ELSE EXISTS (SELECT 1 FROM partner_papers p WHERE p.id = owner_id) END`;
/** Finance and programme; a partner's account to its own papers. */
const FILES = `added_by = (SELECT mawa_actor()) AND CASE owner_kind
        WHEN 'commitment_step' THEN (SELECT mawa_commits_money()) AND EXISTS (SELECT 1 FROM commitment_steps s
          WHERE s.id = owner_id AND s.step IN ('received', 'invoiced', 'paid'))
        ELSE EXISTS (SELECT 1 FROM partner_papers p WHERE p.id = owner_id
          AND (p.made_by = (SELECT mawa_actor()) OR (SELECT mawa_commits_money()))) END`;
/** What a paper was decided on stays: its partner takes a file back only while nobody has decided. */
const REMOVES = `(SELECT mawa_commits_money()) OR (added_by = (SELECT mawa_actor()) AND EXISTS (
        SELECT 1 FROM partner_paper_states s WHERE s.paper_id = owner_id AND s.state IN ('requested', 'entered')))`;

/** The file of an invoice, a delivery note, a payment or a partner's proof: seen by whoever sees that step or paper. */
export class KeepMoneyFiles1700000000982 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE POLICY documents_of_money_read ON documents FOR SELECT TO mawa_app USING (${OF_MONEY} AND ${SEES});
      CREATE POLICY documents_of_money_add ON documents FOR INSERT TO mawa_app WITH CHECK (${OF_MONEY} AND ${FILES});
      CREATE POLICY documents_of_money_remove ON documents FOR UPDATE TO mawa_app
        USING (${OF_MONEY} AND ${SEES} AND (${REMOVES})) WITH CHECK (${OF_MONEY} AND ${SEES} AND (${REMOVES}));
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM documents WHERE ${OF_MONEY}) THEN
          RAISE EXCEPTION 'files of invoices are kept: this step does not go back';
        END IF;
      END $$;
      DROP POLICY documents_of_money_read ON documents;
      DROP POLICY documents_of_money_add ON documents;
      DROP POLICY documents_of_money_remove ON documents;
    `);
  }
}

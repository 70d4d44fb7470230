import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS =
  '(lane, actor_id, action, subject_kind, subject_ids, fields, outcome, request_id, body)';

/**
 * A row of the audit log is signed by the actor of its transaction and dated by it: the runtime role
 * chooses neither. Functions of the gate and of the blind questions also write for a system user, in
 * whose name they act. An administrator reads sign-ins, for the page of an account, and nothing else.
 */
export class SignTheAudit1700000001423 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      REVOKE INSERT ON audit_log FROM mawa_app, mawa_blind, mawa_gate;
      GRANT INSERT ${COLUMNS} ON audit_log TO mawa_app, mawa_blind, mawa_gate;
      REVOKE INSERT ON complaint_trail FROM mawa_app;
      GRANT INSERT ${COLUMNS} ON complaint_trail TO mawa_app;

      DROP POLICY audit_is_written_by_all ON audit_log;
      CREATE POLICY audit_is_written_by_the_actor ON audit_log FOR INSERT TO mawa_app
        WITH CHECK (actor_id = (SELECT mawa_actor()));
      CREATE POLICY audit_is_written_for_the_system ON audit_log FOR INSERT TO mawa_blind, mawa_gate
        WITH CHECK (actor_id = (SELECT mawa_actor()) OR actor_id IN (SELECT u.id FROM users u WHERE u.system));
      DROP POLICY complaint_trail_is_written_by_all ON complaint_trail;
      CREATE POLICY complaint_trail_is_written_by_the_actor ON complaint_trail FOR INSERT TO mawa_app
        WITH CHECK (actor_id = (SELECT mawa_actor()));

      DROP POLICY audit_is_read_by_auditors ON audit_log;
      CREATE POLICY audit_is_read_by_auditors ON audit_log FOR SELECT TO mawa_app
        USING ((SELECT mawa_has_role('auditor')));
      CREATE POLICY sign_ins_are_read_by_administrators ON audit_log FOR SELECT TO mawa_app
        USING (action = 'session.start' AND (SELECT mawa_has_role('administrator')));

      -- What a request id answered is found again by whoever sent it.
      ALTER TABLE request_ids ENABLE ROW LEVEL SECURITY;
      ALTER TABLE request_ids FORCE ROW LEVEL SECURITY;
      CREATE POLICY request_ids_own ON request_ids TO mawa_app
        USING (user_id = (SELECT mawa_actor())) WITH CHECK (user_id = (SELECT mawa_actor()));
      CREATE POLICY request_ids_are_pruned ON request_ids TO mawa_gate USING (true);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP POLICY request_ids_own ON request_ids;
      DROP POLICY request_ids_are_pruned ON request_ids;
      ALTER TABLE request_ids DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY;
      DROP POLICY sign_ins_are_read_by_administrators ON audit_log;
      DROP POLICY audit_is_read_by_auditors ON audit_log;
      CREATE POLICY audit_is_read_by_auditors ON audit_log FOR SELECT TO mawa_app
        USING ((SELECT mawa_has_role('auditor', 'administrator')));
      DROP POLICY complaint_trail_is_written_by_the_actor ON complaint_trail;
      CREATE POLICY complaint_trail_is_written_by_all ON complaint_trail FOR INSERT TO mawa_app WITH CHECK (true);
      DROP POLICY audit_is_written_for_the_system ON audit_log;
      DROP POLICY audit_is_written_by_the_actor ON audit_log;
      CREATE POLICY audit_is_written_by_all ON audit_log FOR INSERT TO mawa_app, mawa_blind, mawa_gate WITH CHECK (true);
      GRANT INSERT ON audit_log TO mawa_app, mawa_blind, mawa_gate;
      GRANT INSERT ON complaint_trail TO mawa_app;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record of work done in the background. The queue only rings: who asked, how far it is and
 * how it ended stand here, and every change of state is a row of its own.
 */
export class Jobs1700000000300 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE jobs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind ~ '^[a-z]+(-[a-z]+)*$' AND length(kind) <= 40),
        params jsonb NOT NULL DEFAULT '{}',
        once text CHECK (length(once) BETWEEN 1 AND 100),
        asked_by uuid NOT NULL REFERENCES users (id),
        language text NOT NULL CHECK (language IN ('fr', 'ar', 'en')),
        state text NOT NULL DEFAULT 'waiting'
          CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'refused')),
        progress smallint NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
        step text CHECK (step ~ '^[A-Za-z0-9_.-]{1,60}$'),
        attempts smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
        error_code text CHECK (error_code ~ '^[A-Za-z0-9_.-]{1,80}$'),
        result jsonb,
        asked_at timestamptz NOT NULL DEFAULT mawa_now(),
        started_at timestamptz,
        finished_at timestamptz,
        cancel_asked_at timestamptz,
        heartbeat_at timestamptz,
        CONSTRAINT jobs_params_are_a_record
          CHECK (jsonb_typeof(params) = 'object' AND length(params::text) <= 2000),
        CONSTRAINT jobs_end_once
          CHECK ((state IN ('done', 'failed', 'cancelled', 'refused')) = (finished_at IS NOT NULL)),
        CONSTRAINT jobs_done_is_complete CHECK (state <> 'done' OR progress = 100),
        CONSTRAINT jobs_result_only_when_done CHECK (result IS NULL OR state = 'done'),
        CONSTRAINT jobs_running_have_begun
          CHECK (state <> 'running' OR (started_at IS NOT NULL AND heartbeat_at IS NOT NULL AND attempts > 0)),
        CONSTRAINT jobs_say_why
          CHECK (state NOT IN ('failed', 'refused') OR error_code IS NOT NULL)
      );
      CREATE UNIQUE INDEX jobs_once ON jobs (kind, once)
        WHERE once IS NOT NULL AND state IN ('waiting', 'running', 'done');
      CREATE INDEX jobs_unfinished ON jobs (asked_at) WHERE state IN ('waiting', 'running');
      CREATE INDEX jobs_by_asker ON jobs (asked_by, asked_at DESC);

      CREATE TABLE job_states (
        id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
        job_id uuid NOT NULL REFERENCES jobs (id),
        from_state text CHECK (from_state IN ('waiting', 'running')),
        to_state text NOT NULL
          CHECK (to_state IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'refused')),
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid REFERENCES users (id),
        reason text CHECK (length(reason) BETWEEN 1 AND 80)
      );
      CREATE INDEX job_states_by_job ON job_states (job_id, id);

      GRANT SELECT, INSERT, UPDATE ON jobs TO mawa_app;
      GRANT SELECT, INSERT ON job_states TO mawa_app;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE job_states, jobs;`);
  }
}

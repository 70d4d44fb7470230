import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A job keeps the trace id of the request that asked for it; servers of 0.1.0 leave it empty. */
export class AddTraceOfJobs1764500000004 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE jobs ADD COLUMN trace_id text CHECK (trace_id ~ '^[0-9a-f]{32}$')`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs DROP COLUMN trace_id');
  }
}

import type { QueryRunner } from 'typeorm';

const DAY_MS = 86_400_000;

/** Those of the year of tomorrow and of the year after it, as step 0026 leaves them in a database of before. */
export const makeAuditPartitions = (runner: QueryRunner): Promise<void> =>
  runner.query('SELECT make_audit_partitions($1)', [new Date(Date.now() + DAY_MS)]);

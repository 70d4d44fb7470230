import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { insertReferenceData } from './data';
import { BEFORE_TABLES, SCHEMA, sqlFiles } from './schema-paths';

/**
 * The schema as it stands in `migrations/schema`, then the reference data. Bodies of functions are not
 * checked while they are made, since they name tables and functions that come later.
 */
export class Baseline1700000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    const run = async (paths: readonly string[]) => {
      for (const path of paths) await queryRunner.query(readFileSync(path, 'utf8'));
    };
    const functions = sqlFiles(/^functions\/.*\.sql$/);
    const isEarly = (path: string) => BEFORE_TABLES.includes(basename(path, '.sql'));
    await queryRunner.query('SET LOCAL check_function_bodies = off');
    await run([join(SCHEMA, 'schemas.sql')]);
    await run(functions.filter(isEarly));
    await run(sqlFiles(/^tables\.sql$/));
    await run(functions.filter((path) => !isEarly(path)));
    await run(sqlFiles(/^views\/.*\.sql$/));
    await insertReferenceData(queryRunner);
    await queryRunner.query('SET CONSTRAINTS ALL IMMEDIATE'); // What is still to be checked forbids ALTER TABLE.
    await run(sqlFiles(/^triggers\.sql$/));
    await run(sqlFiles(/^policies\.sql$/));
  }

  async down(): Promise<void> {
    throw new Error('The baseline cannot be taken back: drop the database instead.');
  }
}

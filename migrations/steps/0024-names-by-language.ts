import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Organisations, shelters and rooms may have names by language. Servers that do not know the columns show the one name. */
export class AddNamesByLanguage1764500000028 implements MigrationInterface {
  static readonly release = '0.2.0';
  static readonly phase = 'expand';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE organisations ADD COLUMN names jsonb CONSTRAINT organisations_names_are_by_language CHECK (
          names <> '{}' AND names - ARRAY['fr', 'ar', 'en'] = '{}'
          AND NOT jsonb_path_exists(names, '$.* ? (@.type() != "string" || !(@ like_regex "^.{1,200}$"))'));
      ALTER TABLE shelters ADD COLUMN names jsonb CONSTRAINT shelters_names_are_by_language CHECK (
          names <> '{}' AND names - ARRAY['fr', 'ar', 'en'] = '{}'
          AND NOT jsonb_path_exists(names, '$.* ? (@.type() != "string" || !(@ like_regex "^.{1,60}$"))'));
      ALTER TABLE rooms ADD COLUMN names jsonb CONSTRAINT rooms_names_are_by_language CHECK (
          names <> '{}' AND names - ARRAY['fr', 'ar', 'en'] = '{}'
          AND NOT jsonb_path_exists(names, '$.* ? (@.type() != "string" || !(@ like_regex "^.{1,60}$"))'));
      GRANT SELECT (names) ON shelters TO mawa_blind;
      GRANT UPDATE (names) ON shelters TO mawa_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE organisations DROP COLUMN names;
      ALTER TABLE shelters DROP COLUMN names;
      ALTER TABLE rooms DROP COLUMN names;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where nothing new is written once a file was joined to another, beside those that 801 names. */
const TAKES_NO_MORE = [
  'case_classifications',
  'assessments',
  'case_networks',
  'network_apart',
  'age_assessments',
];

const JOINING = ['join_files(uuid, uuid, uuid, text)', 'part_files(uuid, text)'];

const words = (from: string, to: string): string =>
  JOINING.map(
    (signature) => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('${signature}'::regprocedure);
      BEGIN
        IF strpos(v_text, '${from}') = 0 THEN RAISE EXCEPTION 'these words are not in ${signature}'; END IF;
        EXECUTE replace(v_text, '${from}', '${to}');
      END $reword$;
      RESET ROLE;`,
  ).join('');

/**
 * What came to a file since files can be joined follows the same rule: it is written in the file that
 * goes on, and the days between which a person can be born come back with the rest of the facts.
 */
export class JoinEveryPart1700000000844 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${TAKES_NO_MORE.map(
        (table) => `
      CREATE TRIGGER ${table}_take_no_more BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();`,
      ).join('')}
      CREATE FUNCTION files_take_no_more_links() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM cases WHERE id IN (NEW.from_case, NEW.to_case) AND merged_into IS NOT NULL) THEN
          RAISE EXCEPTION 'this file was joined to another' USING ERRCODE = '23514', CONSTRAINT = 'file_was_joined';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER case_links_take_no_more BEFORE INSERT ON case_links FOR EACH ROW EXECUTE FUNCTION files_take_no_more_links();

      GRANT SELECT (born_from, born_until), UPDATE (born_from, born_until) ON cases TO mawa_gate;
      ${words('age_certainty, nationality', 'age_certainty, born_from, born_until, nationality')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${words('age_certainty, born_from, born_until, nationality', 'age_certainty, nationality')}
      REVOKE SELECT (born_from, born_until), UPDATE (born_from, born_until) ON cases FROM mawa_gate;
      DROP TRIGGER case_links_take_no_more ON case_links;
      DROP FUNCTION files_take_no_more_links;
      ${TAKES_NO_MORE.map((table) => `DROP TRIGGER ${table}_take_no_more ON ${table};`).join('\n      ')}
    `);
  }
}

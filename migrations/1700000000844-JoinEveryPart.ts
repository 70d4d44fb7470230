import type { MigrationInterface, QueryRunner } from 'typeorm';

const JOIN = 'join_files(uuid, uuid, uuid, text)';
const PART = 'part_files(uuid, text)';
/** In which function, which words, and what they become. */
const REWORDED: readonly (readonly [signature: string, from: string, to: string])[] = [
  [JOIN, 'age_certainty, nationality', 'age_certainty, born_from, born_until, nationality'],
  [PART, 'age_certainty, nationality', 'age_certainty, born_from, born_until, nationality'],
  // Also that somebody looks at a stay because the two were one.
  [
    PART,
    't.id = ANY (v_merge.opened_tasks) AND t.done_at IS NULL',
    `(t.id = ANY (v_merge.opened_tasks) OR t.kind = 'stay_unsuitable' AND t.opened_at = v_merge.at
           AND (t.case_id = ANY (v_apart) OR t.case_id IN (SELECT mawa_files(v_merge.into_id)))) AND t.done_at IS NULL`,
  ],
];

const reword = (signature: string, from: string, to: string): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('${signature}'::regprocedure);
      BEGIN
        IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in ${signature}'; END IF;
        EXECUTE replace(v_text, $w$${from}$w$, $w$${to}$w$);
      END $reword$;
      RESET ROLE;`;

/**
 * What came to a file since files can be joined follows the same rule: it is written in the file that
 * goes on, and the days between which a person can be born come back with the rest of the facts.
 */
export class JoinEveryPart1700000000844 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (born_from, born_until), UPDATE (born_from, born_until) ON cases TO mawa_gate;
      GRANT SELECT (opened_at) ON tasks TO mawa_gate;
      ${REWORDED.map(([signature, from, to]) => reword(signature, from, to)).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${[...REWORDED]
        .reverse()
        .map(([signature, from, to]) => reword(signature, to, from))
        .join('')}
      REVOKE SELECT (born_from, born_until), UPDATE (born_from, born_until) ON cases FROM mawa_gate;
    `);
  }
}

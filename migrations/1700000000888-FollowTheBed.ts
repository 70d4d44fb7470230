import type { MigrationInterface, QueryRunner } from 'typeorm';

const OLD_PARTS = 'AS p (old_id uuid, new_id uuid, bed_id uuid, until date, sign text) LOOP';
const OLD_COLUMNS = 'nights, state, mix_sign, checked_in_at, created_by)';
const OLD_VALUES = `'stay', v_part.sign,`;
/** Words of the function that opens the beds of those who move, and what they become. */
const KEEPS_THE_RULES: readonly (readonly [string, string])[] = [
  [OLD_PARTS, OLD_PARTS.replace('sign text)', 'sign text, rule_set integer)')],
  [OLD_COLUMNS, OLD_COLUMNS.replace('mix_sign,', 'mix_sign, rule_set,')],
  [OLD_VALUES, `${OLD_VALUES} v_part.rule_set,`],
];

const reword = (words: readonly (readonly [string, string])[]): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('open_moved_stays(text, date, jsonb)'::regprocedure);
      BEGIN
        ${words
          .map(
            ([
              from,
              to,
            ]) => `IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not there'; END IF;
        v_text := replace(v_text, $w$${from}$w$, $w$${to}$w$);`,
          )
          .join('\n        ')}
        EXECUTE v_text;
      END $reword$;
      RESET ROLE;`;

/**
 * An offer lives as long as the hold that keeps its bed, a bed that somebody moved to keeps the version
 * of the rules that judged it, an
 * arrival that was agreed to stays so in another bed of the house, and figures see of turn-aways and overrides what they count, no more.
 */
export class FollowTheBed1700000000888 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT UPDATE (answer_by) ON bed_offers TO mawa_app;

      REVOKE SELECT ON bed_turn_aways, override_asks, override_answers FROM mawa_figures;
      GRANT SELECT (at, reason, retracted_at) ON bed_turn_aways TO mawa_figures;
      GRANT SELECT (id, until, asked_at) ON override_asks TO mawa_figures;
      GRANT SELECT (ask_id, answer, at) ON override_answers TO mawa_figures;
      REVOKE SELECT (case_id) ON stay_exits FROM mawa_figures;

      -- Whoever was agreed to come to this house comes to another bed of it all the same.
      CREATE FUNCTION carry_agreements(p_request uuid) RETURNS void LANGUAGE sql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO arrival_agreements (booking_id, case_id, basis, reason, list_version, by)
        SELECT DISTINCT ON (n.booking_id) n.booking_id, n.case_id, a.basis, a.reason, a.list_version, a.by
          FROM booking_people n JOIN bookings k ON k.id = n.booking_id
          JOIN booking_people o ON o.case_id = n.case_id AND o.request_id = n.request_id AND o.state = 'void'
          JOIN bookings was ON was.id = o.booking_id AND was.shelter_id = k.shelter_id
          JOIN booking_changes h ON h.booking_id = was.id AND h.to_state = 'void' AND h.by = mawa_actor() AND h.at = mawa_now()
          JOIN arrival_agreements a ON a.booking_id = was.id
         WHERE n.request_id = p_request AND n.state = 'hold'
         ORDER BY n.booking_id
        ON CONFLICT (booking_id) DO NOTHING $$;
      REVOKE EXECUTE ON FUNCTION carry_agreements(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION carry_agreements(uuid) TO mawa_app;
      ALTER FUNCTION carry_agreements(uuid) OWNER TO mawa_gate;
    `);
    await queryRunner.query(reword(KEEPS_THE_RULES));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      reword(
        [...KEEPS_THE_RULES].reverse().map(([from, to]): readonly [string, string] => [to, from]),
      ),
    );
    await queryRunner.query(`
      DROP FUNCTION carry_agreements;
      GRANT SELECT (case_id) ON stay_exits TO mawa_figures;
      REVOKE SELECT (at, reason, retracted_at) ON bed_turn_aways FROM mawa_figures;
      REVOKE SELECT (id, until, asked_at) ON override_asks FROM mawa_figures;
      REVOKE SELECT (ask_id, answer, at) ON override_answers FROM mawa_figures;
      GRANT SELECT ON bed_turn_aways, override_asks, override_answers TO mawa_figures;
      REVOKE UPDATE (answer_by) ON bed_offers FROM mawa_app;
    `);
  }
}

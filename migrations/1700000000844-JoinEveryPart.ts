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
  // What was taken over further on, nobody could take back from here.
  [
    PART,
    'PERFORM mawa_may_join(v_merge.case_id, v_merge.into_id);',
    `PERFORM mawa_may_join(v_merge.case_id, v_merge.into_id);
        IF EXISTS (SELECT 1 FROM cases WHERE id = v_merge.into_id AND merged_into IS NOT NULL) THEN
          RAISE EXCEPTION 'the later one is parted first' USING ERRCODE = '23514', CONSTRAINT = 'part_the_later_first';
        END IF;`,
  ],
  [
    PART,
    'DELETE FROM family_members WHERE case_id = v_merge.into_id AND family_id = ANY (v_merge.families);',
    `PERFORM protect_both_sides(v_apart, v_merge.case_id, v_merge.into_id, v_merge.at);
        DELETE FROM family_members m WHERE m.case_id = v_merge.into_id AND m.family_id = ANY (v_merge.families)
           AND NOT EXISTS (SELECT 1 FROM case_links l JOIN family_members o ON o.family_id = m.family_id AND o.case_id <> ALL (v_apart)
             WHERE l.ended_at IS NULL AND l.kind IN ('parent_of', 'guardian_of', 'sibling', 'couple')
               AND (l.from_case = m.case_id AND l.to_case = o.case_id OR l.to_case = m.case_id AND l.from_case = o.case_id));`,
  ],
  [
    JOIN,
    'INSERT INTO case_merges (id, case_id, into_id, pair_id, why)',
    `IF EXISTS (SELECT 1 FROM case_links l WHERE l.ended_at IS NULL AND (mawa_same(l.from_case, v_from) AND mawa_same(l.to_case, p_into)
             OR mawa_same(l.from_case, p_into) AND mawa_same(l.to_case, v_from))) THEN
          RAISE EXCEPTION 'two people are linked' USING ERRCODE = '23514', CONSTRAINT = 'joined_are_linked';
        END IF;
        IF EXISTS (SELECT 1 FROM keep_apart k WHERE k.ended_at IS NULL AND (mawa_same(k.case_id, v_from) AND mawa_same(k.from_case_id, p_into)
             OR mawa_same(k.case_id, p_into) AND mawa_same(k.from_case_id, v_from))) THEN
          RAISE EXCEPTION 'two people are kept apart' USING ERRCODE = '23514', CONSTRAINT = 'joined_are_kept_apart';
        END IF;
        INSERT INTO case_merges (id, case_id, into_id, pair_id, why)`,
  ],
  // Whoever is kept out of one family is kept out of more people now.
  [
    JOIN,
    'PERFORM mawa_must_keep_a_holder(p_into);',
    `PERFORM mawa_must_keep_a_holder(m) FROM (SELECT p_into UNION SELECT g.case_id FROM family_members f
             JOIN family_members g USING (family_id) WHERE f.case_id = p_into) all_of_them (m);`,
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
 * What came to a file since files can be joined follows the same rules: the days between which a person
 * can be born come back with the rest of the facts, and parting two files takes no protection from either.
 */
export class JoinEveryPart1700000000844 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      GRANT SELECT (born_from, born_until), UPDATE (born_from, born_until) ON cases TO mawa_gate;
      GRANT SELECT (opened_at) ON tasks TO mawa_gate;

      -- What protected a person while two files were one protects both sides afterwards; ending it is a
      -- decision for each. Its reason stays sealed where it was written.
      GRANT SELECT (id, decided_at, decided_by, ended_at), INSERT ON keep_apart TO mawa_gate;
      GRANT SELECT (reason, set_by, set_at), INSERT ON legal_holds TO mawa_gate;
      GRANT INSERT ON network_apart TO mawa_gate;
      CREATE POLICY legal_holds_set_by_the_gate ON legal_holds FOR INSERT TO mawa_gate WITH CHECK (true);
      CREATE FUNCTION protect_both_sides(p_apart uuid[], p_case uuid, p_into uuid, p_since timestamptz) RETURNS void
        LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
      DECLARE v_source uuid[]; v_target uuid; v_both uuid[] := p_apart || ARRAY(SELECT mawa_files(p_into));
      BEGIN
        FOREACH v_target IN ARRAY ARRAY[p_case, p_into] LOOP
          v_source := CASE v_target WHEN p_case THEN ARRAY(SELECT mawa_files(p_into)) ELSE p_apart END;
          INSERT INTO case_restrictions (id, case_id, reason, set_by)
          SELECT gen_random_uuid(), v_target, '', r.set_by FROM case_restrictions r
           WHERE r.case_id = ANY (v_source) AND r.lifted_at IS NULL AND r.set_at >= p_since ORDER BY r.set_at LIMIT 1
          ON CONFLICT DO NOTHING;
          IF FOUND THEN
            INSERT INTO case_named (case_id, user_id, named_by)
            SELECT DISTINCT ON (n.user_id) v_target, n.user_id, n.named_by FROM case_named n
             WHERE n.case_id = ANY (v_source) AND n.ended_at IS NULL ON CONFLICT DO NOTHING;
          END IF;
          INSERT INTO case_blocks (id, case_id, user_id, scope, reason, decided_by, until_at)
          SELECT DISTINCT ON (b.user_id) gen_random_uuid(), v_target, b.user_id, b.scope, ''::bytea, b.decided_by, b.until_at FROM case_blocks b
           WHERE b.case_id = ANY (v_source) AND b.ended_at IS NULL AND (b.until_at IS NULL OR b.until_at > mawa_now()) AND b.decided_at >= p_since
             AND NOT EXISTS (SELECT 1 FROM case_blocks o WHERE o.case_id = v_target AND o.user_id = b.user_id AND o.ended_at IS NULL
                   AND (o.until_at IS NULL OR o.until_at >= coalesce(b.until_at, 'infinity')))
           ORDER BY b.user_id, b.scope DESC, b.until_at DESC NULLS FIRST;
          INSERT INTO keep_apart (case_id, from_case_id, decided_by)
          SELECT DISTINCT ON (other) v_target, other, k.decided_by FROM keep_apart k
           CROSS JOIN LATERAL (SELECT mawa_person(CASE WHEN k.case_id = ANY (v_source) THEN k.from_case_id ELSE k.case_id END) AS other) o
           WHERE (k.case_id = ANY (v_source) OR k.from_case_id = ANY (v_source)) AND k.ended_at IS NULL AND k.decided_at >= p_since
             AND other <> ALL (v_both) AND NOT EXISTS (SELECT 1 FROM keep_apart s WHERE s.ended_at IS NULL
                   AND (s.case_id = v_target AND mawa_same(s.from_case_id, other) OR s.from_case_id = v_target AND mawa_same(s.case_id, other)))
           ORDER BY other, k.decided_at;
          INSERT INTO network_apart (case_id, network_id, victims_too, decided_by)
          SELECT v_target, n.network_id, n.victims_too, n.decided_by FROM network_apart n
           WHERE n.case_id = ANY (v_source) AND n.ended_at IS NULL AND n.decided_at >= p_since ON CONFLICT DO NOTHING;
          INSERT INTO legal_holds (case_id, reason, set_by)
          SELECT v_target, h.reason, h.set_by FROM legal_holds h
           WHERE h.case_id = ANY (v_source) AND h.ended_at IS NULL AND h.set_at >= p_since ON CONFLICT DO NOTHING;
        END LOOP;
      END $$;
      REVOKE EXECUTE ON FUNCTION protect_both_sides(uuid[], uuid, uuid, timestamptz) FROM PUBLIC;
      ALTER FUNCTION protect_both_sides(uuid[], uuid, uuid, timestamptz) OWNER TO mawa_gate;
      ${REWORDED.map(([signature, from, to]) => reword(signature, from, to)).join('')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ${[...REWORDED]
        .reverse()
        .map(([signature, from, to]) => reword(signature, to, from))
        .join('')}
      DROP FUNCTION protect_both_sides;
      DROP POLICY legal_holds_set_by_the_gate ON legal_holds;
      REVOKE INSERT ON network_apart, keep_apart, legal_holds FROM mawa_gate;
      REVOKE SELECT (reason, set_by, set_at) ON legal_holds FROM mawa_gate;
      REVOKE SELECT (id, decided_at, decided_by, ended_at) ON keep_apart FROM mawa_gate;
      REVOKE SELECT (born_from, born_until), UPDATE (born_from, born_until) ON cases FROM mawa_gate;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Several requests are placed at once: a plan proposes, whoever made it edits and confirms. A plan holds
 * no person and takes no bed; it is seen by whoever made it, and only holds make it true.
 */
export class PlanGroups1700000000865 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE group_plans (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        state text NOT NULL DEFAULT 'thinking' CHECK (state IN ('thinking', 'proposed')),
        made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now(),
        job_id uuid REFERENCES jobs (id),
        free_beds integer CHECK (free_beds >= 0),
        -- What the solver proved; null where it found nothing in time.
        worth numeric(10, 2),
        bound numeric(10, 2),
        seconds numeric(6, 1),
        -- First come, first served: the figures alone, to compare.
        hand_people smallint,
        hand_points integer,
        CONSTRAINT group_plans_compare CHECK (state = 'thinking' OR (hand_people IS NOT NULL AND hand_points IS NOT NULL AND free_beds IS NOT NULL)),
        CONSTRAINT group_plans_prove CHECK ((worth IS NULL) = (bound IS NULL))
      );
      CREATE INDEX group_plans_by_maker ON group_plans (made_by, made_at DESC);

      CREATE TABLE group_plan_parties (
        plan_id uuid NOT NULL REFERENCES group_plans (id) ON DELETE CASCADE,
        request_id uuid NOT NULL REFERENCES bed_requests (id),
        -- In the order in which they asked.
        place smallint NOT NULL CHECK (place BETWEEN 1 AND 120),
        people smallint NOT NULL CHECK (people BETWEEN 1 AND 10),
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'proposed', 'without', 'left_out', 'held')),
        by_hand boolean NOT NULL DEFAULT false,
        points integer,
        questions smallint NOT NULL DEFAULT 0,
        -- Codes and what fills their sentences: of the party, then of each place.
        reasons jsonb NOT NULL DEFAULT '[]' CHECK (length(reasons::text) <= 20000),
        -- Why it could not be held when it was confirmed: a code and what fills its sentence.
        refused jsonb CHECK (length(refused::text) <= 2000),
        PRIMARY KEY (plan_id, request_id),
        CONSTRAINT group_plan_parties_one_a_place UNIQUE (plan_id, place)
      );
      CREATE INDEX group_plan_parties_by_request ON group_plan_parties (request_id);

      -- Which bed for whom, in the order of the request's people: no bed twice in a plan.
      CREATE TABLE group_plan_beds (
        plan_id uuid NOT NULL,
        request_id uuid NOT NULL,
        place smallint NOT NULL CHECK (place BETWEEN 1 AND 10),
        bed_id uuid NOT NULL REFERENCES beds (id),
        PRIMARY KEY (plan_id, bed_id),
        CONSTRAINT group_plan_beds_one_each UNIQUE (plan_id, request_id, place),
        FOREIGN KEY (plan_id, request_id) REFERENCES group_plan_parties (plan_id, request_id) ON DELETE CASCADE
      );

      CREATE TABLE group_plan_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        plan_id uuid NOT NULL REFERENCES group_plans (id) ON DELETE CASCADE,
        request_id uuid REFERENCES bed_requests (id),
        what text NOT NULL CHECK (what IN ('asked', 'proposed', 'moved', 'left_out', 'held', 'refused')),
        by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX group_plan_changes_by_plan ON group_plan_changes (plan_id);

      ALTER TABLE group_plans ENABLE ROW LEVEL SECURITY;
      ALTER TABLE group_plans FORCE ROW LEVEL SECURITY;
      CREATE POLICY group_plans_of_their_maker ON group_plans TO mawa_app
        USING (made_by = (SELECT mawa_actor())) WITH CHECK (made_by = (SELECT mawa_actor()));
      ${['parties', 'beds', 'changes'].map((part) => followsThePlan(`group_plan_${part}`)).join('')}
      GRANT SELECT, INSERT ON group_plans, group_plan_parties, group_plan_beds, group_plan_changes TO mawa_app;
      GRANT UPDATE (state, job_id, free_beds, worth, bound, seconds, hand_people, hand_points) ON group_plans TO mawa_app;
      GRANT UPDATE (state, by_hand, points, questions, reasons, refused) ON group_plan_parties TO mawa_app;
      GRANT DELETE ON group_plan_beds TO mawa_app;

      -- Of these people, who must not be under one roof with whom: asked by one who allocates, for the
      -- solver alone. It is never shown, and a plan tells only where there is a place.
      CREATE FUNCTION blind_apart(p_cases uuid[]) RETURNS TABLE (one uuid, other uuid)
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.apart', 'case', p_cases, '{"question":"apart"}');
        RETURN QUERY SELECT kf.one, kf.other FROM kept_from(p_cases) kf
                      WHERE kf.one = ANY (p_cases) AND kf.other = ANY (p_cases) AND kf.one < kf.other;
      END $$;
      REVOKE EXECUTE ON FUNCTION blind_apart(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION blind_apart(uuid[]) TO mawa_app;
      ALTER FUNCTION blind_apart(uuid[]) OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION blind_apart;
      DROP TABLE group_plan_changes, group_plan_beds, group_plan_parties, group_plans;
    `);
  }
}

const followsThePlan = (table: string): string => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_of_their_maker ON ${table} TO mawa_app
        USING (EXISTS (SELECT 1 FROM group_plans g WHERE g.id = ${table}.plan_id))
        WITH CHECK (EXISTS (SELECT 1 FROM group_plans g WHERE g.id = ${table}.plan_id));`;

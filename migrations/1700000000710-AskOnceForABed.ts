import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the shelters see of an open request: to whom it is addressed, and until when. */
const ANNOUNCE = `
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
        SELECT p.case_id, 'shelter', s.id, r.reason, r.parts, q.id, q.expires_at, mawa_actor()
          FROM bed_requests q JOIN request_people p ON p.request_id = q.id
          JOIN shelters s ON s.active AND (q.shelter_id IS NULL OR s.id = q.shelter_id)
          JOIN access_reasons r ON r.reason = 'request'`;
const LIVE = `reason = 'request' AND (until_at IS NULL OR until_at > mawa_now())`;

/**
 * One open request a person; a request may be addressed to one shelter; what it opens ends by itself
 * after some days, and is renewed by those who hold its people.
 */
export class AskOnceForABed1700000000710 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      INSERT INTO settings (key, valid_from, value, source) VALUES
        ('request_open_days', '2020-01-01Z', '14', 'programme rule: a request nobody renews ends'),
        ('hold_limit_minutes', '2020-01-01Z', '180', 'programme rule: a hold is renewed at most so long');

      ALTER TABLE bed_requests DROP CONSTRAINT bed_requests_state_check;
      ALTER TABLE bed_requests ADD CONSTRAINT bed_requests_state_check
        CHECK (state IN ('open', 'placed', 'withdrawn', 'expired'));
      ALTER TABLE bed_requests ADD COLUMN shelter_id uuid REFERENCES shelters (id);
      ALTER TABLE bed_requests ADD COLUMN expires_at timestamptz;
      ALTER TABLE request_people ADD COLUMN state text NOT NULL DEFAULT 'open';

      -- Row level security is forced on the owner too: lifted for what only a migration does.
      ALTER TABLE bed_requests NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE request_people NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE case_access NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE bed_requests DISABLE TRIGGER USER;
      UPDATE bed_requests SET expires_at = greatest(created_at, needed_from::timestamptz) + interval '14 days';
      -- Of several open requests for one person the newest stays.
      WITH older AS (
        UPDATE bed_requests q SET state = 'withdrawn', held_until = NULL
         WHERE q.state = 'open' AND EXISTS (
           SELECT 1 FROM request_people p JOIN request_people n ON n.case_id = p.case_id AND n.request_id <> q.id
             JOIN bed_requests newer ON newer.id = n.request_id AND newer.state = 'open'
            WHERE p.request_id = q.id AND (newer.created_at, newer.id) > (q.created_at, q.id))
        RETURNING q.id, q.created_at)
      UPDATE case_access a SET until_at = a.from_at FROM older
       WHERE a.source_id = older.id AND a.reason = 'request' AND a.until_at IS NULL;
      UPDATE case_access a SET until_at = q.expires_at FROM bed_requests q
       WHERE q.id = a.source_id AND q.state = 'open' AND a.reason = 'request' AND a.until_at IS NULL;
      UPDATE request_people p SET state = q.state FROM bed_requests q WHERE q.id = p.request_id;
      ALTER TABLE bed_requests ENABLE TRIGGER USER;
      ALTER TABLE case_access FORCE ROW LEVEL SECURITY;
      ALTER TABLE request_people FORCE ROW LEVEL SECURITY;
      ALTER TABLE bed_requests FORCE ROW LEVEL SECURITY;
    `);
    await queryRunner.query(`
      ALTER TABLE bed_requests ALTER COLUMN expires_at
        SET DEFAULT mawa_now() + make_interval(days => (mawa_setting('request_open_days'))::int);
      ALTER TABLE bed_requests ALTER COLUMN expires_at SET NOT NULL;
      ALTER TABLE bed_requests ADD CONSTRAINT bed_requests_state_key UNIQUE (id, state);
      ALTER TABLE request_people ADD CONSTRAINT request_people_follow_the_request
        FOREIGN KEY (request_id, state) REFERENCES bed_requests (id, state) ON UPDATE CASCADE;
      CREATE UNIQUE INDEX request_people_one_open ON request_people (case_id) WHERE state = 'open';
      CREATE INDEX bed_requests_expiring ON bed_requests (expires_at) WHERE state = 'open';

      -- What is asked, and of whom, stays as it was asked.
      REVOKE UPDATE ON bed_requests FROM mawa_app;
      GRANT UPDATE (state, held_until, expires_at) ON bed_requests TO mawa_app;
      GRANT SELECT ON bed_requests TO mawa_gate;
      GRANT UPDATE (state, held_until) ON bed_requests TO mawa_gate;
      CREATE POLICY bed_requests_for_the_gate ON bed_requests TO mawa_gate USING (true);

      DROP TRIGGER request_access_ends ON bed_requests;
      DROP TRIGGER request_access_returns ON bed_requests;
      DROP FUNCTION request_access_ends, request_access_returns, announce_request;

      CREATE FUNCTION announce_request(p_request uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM request_people p WHERE p.request_id = p_request AND NOT mawa_holds_fully(p.case_id)) THEN
          RAISE EXCEPTION 'this actor may not announce this request' USING ERRCODE = '42501';
        END IF;
        ${ANNOUNCE} WHERE q.id = p_request;
      END $$;
      REVOKE EXECUTE ON FUNCTION announce_request(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION announce_request(uuid) TO mawa_app;

      -- What a request opens closes with it, moves with its end, and comes back when it waits again.
      -- It was announced by those who hold its people fully; only they make it wait longer.
      CREATE FUNCTION request_access_follows() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.expires_at > OLD.expires_at AND OLD.state <> 'placed' AND NOT mawa_is_system()
           AND EXISTS (SELECT 1 FROM request_people p WHERE p.request_id = NEW.id AND NOT mawa_holds_fully(p.case_id)) THEN
          RAISE EXCEPTION 'this actor may not renew this request' USING ERRCODE = '42501';
        END IF;
        UPDATE case_access SET until_at = CASE WHEN NEW.state = 'open' THEN NEW.expires_at ELSE mawa_now() END
         WHERE source_id = NEW.id AND ${LIVE};
        IF NEW.state = 'open' THEN
          ${ANNOUNCE} WHERE q.id = NEW.id AND NOT EXISTS (SELECT 1 FROM case_access a
            WHERE a.case_id = p.case_id AND a.principal_id = s.id AND a.source_id = q.id
              AND a.reason = 'request' AND (a.until_at IS NULL OR a.until_at > mawa_now()));
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER request_access_follows AFTER UPDATE OF state, expires_at ON bed_requests
        FOR EACH ROW WHEN ((OLD.state, OLD.expires_at) IS DISTINCT FROM (NEW.state, NEW.expires_at))
        EXECUTE FUNCTION request_access_follows();

      -- Whether a bed that fell through may send this request back to wait: nobody of it is asked for anew.
      CREATE FUNCTION request_stands_alone(p_request uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT NOT EXISTS (SELECT 1 FROM request_people p JOIN request_people o USING (case_id)
          WHERE p.request_id = p_request AND o.request_id <> p_request AND o.state = 'open') $$;
      REVOKE EXECUTE ON FUNCTION request_stands_alone(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION request_stands_alone(uuid) TO mawa_app;

      -- What a function writes of itself, in the form of every other line.
      CREATE FUNCTION audit_of_the_system(p_user uuid, p_action text, p_kind text, p_ids uuid[]) RETURNS void
        LANGUAGE sql SET search_path = public, pg_temp AS $$
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (('x' || right(p_user::text, 2))::bit(8)::int % 16, p_user, p_action, p_kind, p_ids,
          format('{"action":"%s","actor":"%s","at":"%s","fields":[],"ids":[%s],"kind":"%s","outcome":"done","request":null}',
            p_action, p_user, to_char(mawa_now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            (SELECT string_agg('"' || id || '"', ',') FROM unnest(p_ids) id), p_kind)) $$;
      REVOKE EXECUTE ON FUNCTION audit_of_the_system(uuid, text, text, uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION audit_of_the_system(uuid, text, text, uuid[]) TO mawa_gate, mawa_blind;

      -- A request that nobody renewed ends, and whoever opened it is told. Null means everybody.
      CREATE FUNCTION lapse_requests(p_cases uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_ids uuid[];
      BEGIN
        WITH lapsed AS (
          UPDATE bed_requests q SET state = 'expired', held_until = NULL
           WHERE q.state = 'open' AND q.expires_at <= mawa_now() AND (q.held_until IS NULL OR q.held_until <= mawa_now())
             AND (p_cases IS NULL OR EXISTS (SELECT 1 FROM request_people p WHERE p.request_id = q.id AND p.case_id = ANY (p_cases)))
          RETURNING q.id, q.created_by),
        told AS (
          INSERT INTO tasks (kind, case_id, subject_id, for_user, due_at)
          SELECT 'bed_request_expired', p.case_id, l.id, l.created_by, mawa_now()
            FROM lapsed l JOIN request_people p ON p.request_id = l.id
          ON CONFLICT DO NOTHING)
        SELECT array_agg(id) INTO v_ids FROM lapsed;
        IF v_ids IS NOT NULL THEN
          PERFORM audit_of_the_system('00000000-0000-4000-8000-000000000002', 'requests.expire', 'bed_request', v_ids);
        END IF;
        RETURN coalesce(cardinality(v_ids), 0);
      END $$;
      REVOKE EXECUTE ON FUNCTION lapse_requests(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION lapse_requests(uuid[]) TO mawa_app;

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION announce_request(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION request_access_follows() OWNER TO mawa_gate;
      ALTER FUNCTION request_stands_alone(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION lapse_requests(uuid[]) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP FUNCTION lapse_requests, request_stands_alone, audit_of_the_system, announce_request;
      DROP TRIGGER request_access_follows ON bed_requests;
      DROP FUNCTION request_access_follows;
      ALTER TABLE request_people DROP CONSTRAINT request_people_follow_the_request;
      DROP INDEX request_people_one_open;
      ALTER TABLE request_people DROP COLUMN state;
      DROP POLICY bed_requests_for_the_gate ON bed_requests;
      REVOKE SELECT, UPDATE (state, held_until) ON bed_requests FROM mawa_gate;
      REVOKE UPDATE (state, held_until, expires_at) ON bed_requests FROM mawa_app;
      GRANT UPDATE ON bed_requests TO mawa_app;
      ALTER TABLE bed_requests NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE bed_requests DISABLE TRIGGER USER;
      ALTER TABLE bed_requests DROP CONSTRAINT bed_requests_state_key, DROP COLUMN expires_at, DROP COLUMN shelter_id;
      UPDATE bed_requests SET state = 'withdrawn' WHERE state = 'expired';
      ALTER TABLE bed_requests ENABLE TRIGGER USER;
      ALTER TABLE bed_requests FORCE ROW LEVEL SECURITY;
    `);
    await queryRunner.query(`
      ALTER TABLE bed_requests DROP CONSTRAINT bed_requests_state_check;
      ALTER TABLE bed_requests ADD CONSTRAINT bed_requests_state_check CHECK (state IN ('open', 'placed', 'withdrawn'));
      DELETE FROM settings WHERE key IN ('request_open_days', 'hold_limit_minutes');

      CREATE FUNCTION announce_request(p_request uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM request_people p WHERE p.request_id = p_request AND NOT mawa_holds_fully(p.case_id)) THEN
          RAISE EXCEPTION 'this actor may not announce this request' USING ERRCODE = '42501';
        END IF;
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, given_by)
        SELECT p.case_id, 'shelter', s.id, r.reason, r.parts, p_request, mawa_actor()
          FROM request_people p CROSS JOIN shelters s JOIN access_reasons r ON r.reason = 'request'
         WHERE p.request_id = p_request AND s.active
        ON CONFLICT DO NOTHING;
      END $$;
      REVOKE EXECUTE ON FUNCTION announce_request(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION announce_request(uuid) TO mawa_app;
      CREATE FUNCTION request_access_ends() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NEW.state <> 'open' AND OLD.state = 'open' THEN
          UPDATE case_access SET until_at = mawa_now()
           WHERE source_id = NEW.id AND reason = 'request' AND until_at IS NULL;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER request_access_ends AFTER UPDATE OF state ON bed_requests
        FOR EACH ROW EXECUTE FUNCTION request_access_ends();
      CREATE FUNCTION request_access_returns() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, given_by)
        SELECT p.case_id, 'shelter', s.id, r.reason, r.parts, NEW.id, mawa_actor()
          FROM request_people p CROSS JOIN shelters s JOIN access_reasons r ON r.reason = 'request'
         WHERE p.request_id = NEW.id AND s.active
        ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE TRIGGER request_access_returns AFTER UPDATE OF state ON bed_requests
        FOR EACH ROW WHEN (OLD.state = 'placed' AND NEW.state = 'open') EXECUTE FUNCTION request_access_returns();
      ALTER FUNCTION announce_request(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION request_access_ends() OWNER TO mawa_gate;
      ALTER FUNCTION request_access_returns() OWNER TO mawa_gate;
    `);
  }
}

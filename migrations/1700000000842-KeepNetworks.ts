import type { MigrationInterface, QueryRunner } from 'typeorm';
import { visible, writable } from './support';

const KEY_OF_A_NETWORK = `kind <> 'network' OR mawa_reads_network(record_id)`;

/** Sleeps there tonight, also where the planned exit is past. */
const TONIGHT = (k: string): string =>
  `(${k}.nights @> mawa_tonight() OR ${k}.state = 'stay' AND upper(${k}.nights) <= mawa_tonight())`;

/** Past its planned exit and not yet left: the person sleeps there tonight, whatever the range says. */
const OVERDUE = `k.state = 'stay' AND upper(k.nights) <= mawa_tonight() AND p_nights @> mawa_tonight()`;

const barred = (who: string, first = ''): string => `
  CREATE OR REPLACE FUNCTION blind_barred(p_shelters uuid[], p_nights daterange, p_cases uuid[])
    RETURNS TABLE (shelter_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'blind.barred', 'shelter', p_shelters, '{"question":"barred"}');
    ${first}RETURN QUERY
      SELECT DISTINCT k.shelter_id
        FROM ${who}
        JOIN bookings k ON k.id = bp.booking_id
       WHERE k.shelter_id = ANY (p_shelters) AND (k.nights && p_nights OR ${OVERDUE})
         AND k.state IN ('hold', 'promised', 'stay') AND (k.state <> 'hold' OR k.hold_until > mawa_now());
  END $$;`;

const staysToReview = (apart: string): string => `
  CREATE OR REPLACE FUNCTION blind_stays_to_review(p_bookings uuid[], p_night date) RETURNS TABLE (booking_id uuid, case_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    IF NOT mawa_is_system() THEN RAISE EXCEPTION 'asked by the closing of a night alone' USING ERRCODE = '42501'; END IF;
    INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
    VALUES (0, mawa_actor(), 'blind.stays_to_review', 'booking', p_bookings, '{"question":"stays to review"}');
    RETURN QUERY
      WITH there AS (
        SELECT k.id, k.shelter_id, b.room_id, k.mix_sign, bp.case_id AS who
          FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN booking_people bp ON bp.booking_id = k.id
         WHERE (k.id = ANY (p_bookings) OR k.nights @> p_night AND k.state IN ('hold', 'promised', 'stay')
             AND (k.state <> 'hold' OR k.hold_until > mawa_now()))
           AND k.shelter_id IN (SELECT s.shelter_id FROM bookings s WHERE s.id = ANY (p_bookings))),
      uneasy AS (
        SELECT m.id AS one, m.who AS one_who, t.id AS other, t.who AS other_who
          FROM there m JOIN there t ON t.id <> m.id AND t.shelter_id = m.shelter_id
         WHERE m.id = ANY (p_bookings)
           AND (${apart}
             OR m.room_id = t.room_id AND m.mix_sign <> t.mix_sign
               AND NOT EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
                                WHERE mawa_same(f.case_id, m.who) AND mawa_same(g.case_id, t.who))))
      SELECT one, one_who FROM uneasy UNION SELECT other, other_who FROM uneasy;
  END $$;`;

const LOCKS_OF_PAIRS = `
  CREATE OR REPLACE FUNCTION placing_locks(p_beds uuid[], p_cases uuid[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM pg_advisory_xact_lock(k) FROM (
      SELECT DISTINCT hashtextextended(t.key, 0) AS k FROM (
        SELECT unnest(p_beds)::text AS key
        UNION ALL SELECT b.room_id::text FROM beds b WHERE b.id = ANY (p_beds)
        UNION ALL SELECT unnest(p_cases)::text
        UNION ALL SELECT 'apart/' || least(ka.case_id, ka.from_case_id) || '/' || greatest(ka.case_id, ka.from_case_id)
          FROM keep_apart ka
         WHERE (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL
      ) t ORDER BY 1 OFFSET 0) ordered;
  END $$;`;

/**
 * Networks that exploit: what they are called is sealed, and read by those who are named or by a
 * supervisor who answers for somebody in one. Being kept apart from a network is one more reason why
 * a bed is not proposed, asked as blindly and answered in the same words.
 */
export class KeepNetworks1700000000842 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE networks (
        id uuid PRIMARY KEY,
        -- Name and what is known of it; null until the first word is written, in the same transaction.
        sealed bytea,
        revision integer NOT NULL DEFAULT 1,
        made_by uuid NOT NULL REFERENCES users (id),
        made_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE TABLE network_readers (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        network_id uuid NOT NULL REFERENCES networks (id),
        user_id uuid NOT NULL REFERENCES users (id),
        named_by uuid NOT NULL REFERENCES users (id),
        named_at timestamptz NOT NULL DEFAULT mawa_now(),
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        CONSTRAINT network_readers_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
      );
      CREATE UNIQUE INDEX network_readers_once ON network_readers (network_id, user_id) WHERE ended_at IS NULL;
      CREATE INDEX network_readers_by_user ON network_readers (user_id) WHERE ended_at IS NULL;

      -- Said of a person: exploited by it, or on its side.
      CREATE TABLE case_networks (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        network_id uuid NOT NULL REFERENCES networks (id),
        side text NOT NULL CHECK (side IN ('exploited', 'recruiter', 'member', 'linked')),
        said_at timestamptz NOT NULL DEFAULT mawa_now(),
        said_by uuid NOT NULL REFERENCES users (id),
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        end_reason text CHECK (end_reason IN ('mistake', 'no_longer', 'person_asked')),
        CONSTRAINT case_networks_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, end_reason) IN (0, 3))
      );
      CREATE UNIQUE INDEX case_networks_once ON case_networks (case_id, network_id) WHERE ended_at IS NULL;
      CREATE INDEX case_networks_by_network ON case_networks (network_id) WHERE ended_at IS NULL;

      -- A person who never sleeps under one roof with whoever is on a network's side.
      CREATE TABLE network_apart (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id) ON UPDATE CASCADE,
        network_id uuid NOT NULL REFERENCES networks (id),
        -- Nor with others whom it exploited: only where that was asked.
        victims_too boolean NOT NULL,
        decided_at timestamptz NOT NULL DEFAULT mawa_now(),
        decided_by uuid NOT NULL REFERENCES users (id),
        ended_at timestamptz,
        ended_by uuid REFERENCES users (id),
        end_reason text CHECK (end_reason IN ('mistake', 'no_longer', 'person_asked')),
        CONSTRAINT network_apart_end_is_signed CHECK (num_nonnulls(ended_at, ended_by, end_reason) IN (0, 3))
      );
      CREATE UNIQUE INDEX network_apart_once ON network_apart (case_id, network_id) WHERE ended_at IS NULL;
      CREATE INDEX network_apart_by_network ON network_apart (network_id) WHERE ended_at IS NULL;

      CREATE TRIGGER case_networks_take_no_more BEFORE INSERT ON case_networks FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      CREATE TRIGGER network_apart_take_no_more BEFORE INSERT ON network_apart FOR EACH ROW EXECUTE FUNCTION file_takes_no_more();
      GRANT SELECT ON networks, network_readers, case_networks, network_apart TO mawa_gate;
      GRANT INSERT ON networks, network_readers TO mawa_gate;
      GRANT UPDATE (ended_at, ended_by) ON network_readers TO mawa_gate;
      GRANT DELETE ON case_networks, network_apart TO mawa_gate;
      GRANT SELECT ON case_networks, network_apart TO mawa_blind;
      ${['networks', 'network_readers', 'case_networks', 'network_apart']
        .map(
          (table) => `
      ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
      ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
      CREATE POLICY ${table}_at_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);`,
        )
        .join('')}
      CREATE POLICY case_networks_for_blind ON case_networks FOR SELECT TO mawa_blind USING (true);
      CREATE POLICY network_apart_for_blind ON network_apart FOR SELECT TO mawa_blind USING (true);

      -- Named, or a supervisor who answers for somebody in it.
      CREATE FUNCTION mawa_reads_network(p_network uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN mawa_may_open_cases() AND (
          EXISTS (SELECT 1 FROM network_readers r
                   WHERE r.network_id = p_network AND r.user_id = mawa_actor() AND r.ended_at IS NULL)
          OR mawa_has_role('case_supervisor') AND EXISTS (
            SELECT 1 FROM (SELECT n.case_id FROM case_networks n WHERE n.network_id = p_network AND n.ended_at IS NULL
              UNION SELECT a.case_id FROM network_apart a WHERE a.network_id = p_network AND a.ended_at IS NULL) c
             WHERE mawa_holds_fully(c.case_id)));
      END $$;

      -- Who may say who else reads it: whoever was named, or answers for somebody in it for good. Thirty days
      -- of access, to approve one form, are not enough to make oneself a reader.
      CREATE FUNCTION mawa_keeps_network(p_network uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN mawa_reads_network(p_network) AND (
          EXISTS (SELECT 1 FROM network_readers r
                   WHERE r.network_id = p_network AND r.user_id = mawa_actor() AND r.ended_at IS NULL)
          OR EXISTS (
            SELECT 1 FROM (SELECT n.case_id FROM case_networks n WHERE n.network_id = p_network AND n.ended_at IS NULL
              UNION SELECT a.case_id FROM network_apart a WHERE a.network_id = p_network AND a.ended_at IS NULL) c
              JOIN case_access a ON a.case_id = c.case_id
             WHERE a.principal_id = ANY (mawa_principals()) AND a.reason IN ('registered', 'assigned')
               AND a.from_at <= mawa_now() AND a.until_at IS NULL));
      END $$;

      CREATE FUNCTION open_network(p_network uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_has_role('reintegration_officer', 'case_supervisor') THEN
          RAISE EXCEPTION 'this actor keeps no network' USING ERRCODE = '42501';
        END IF;
        INSERT INTO networks (id, made_by) VALUES (p_network, mawa_actor());
        INSERT INTO network_readers (network_id, user_id, named_by) VALUES (p_network, mawa_actor(), mawa_actor());
      END $$;

      -- Somebody always reads it: what nobody reads, nobody can let go of.
      CREATE FUNCTION end_network_reader(p_network uuid, p_user uuid) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        IF NOT mawa_keeps_network(p_network) THEN
          RAISE EXCEPTION 'this actor does not keep this network' USING ERRCODE = '42501';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtextextended('network readers/' || p_network, 0));
        IF NOT EXISTS (SELECT 1 FROM network_readers r JOIN users u ON u.id = r.user_id AND u.active
             WHERE r.network_id = p_network AND r.user_id <> p_user AND r.ended_at IS NULL) THEN
          RAISE EXCEPTION 'somebody reads it' USING ERRCODE = '23514', CONSTRAINT = 'networks_keep_a_reader';
        END IF;
        UPDATE network_readers SET ended_at = mawa_now(), ended_by = mawa_actor()
         WHERE network_id = p_network AND user_id = p_user AND ended_at IS NULL;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        RETURN v_count;
      END $$;
      REVOKE EXECUTE ON FUNCTION mawa_keeps_network(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION mawa_keeps_network(uuid) TO mawa_app;
      REVOKE EXECUTE ON FUNCTION mawa_reads_network(uuid), open_network(uuid), end_network_reader(uuid, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION mawa_reads_network(uuid), open_network(uuid), end_network_reader(uuid, uuid) TO mawa_app;

      CREATE POLICY networks_read ON networks FOR SELECT TO mawa_app USING (mawa_reads_network(id));
      CREATE POLICY networks_write ON networks FOR UPDATE TO mawa_app USING (mawa_reads_network(id)) WITH CHECK (mawa_reads_network(id));
      GRANT SELECT ON networks TO mawa_app;
      GRANT UPDATE (sealed, revision) ON networks TO mawa_app;
      CREATE POLICY network_readers_read ON network_readers FOR SELECT TO mawa_app USING (mawa_reads_network(network_id));
      CREATE POLICY network_readers_add ON network_readers FOR INSERT TO mawa_app
        WITH CHECK (mawa_keeps_network(network_id) AND named_by = (SELECT mawa_actor()) AND ended_at IS NULL);
      GRANT SELECT, INSERT ON network_readers TO mawa_app;
      ${['case_networks', 'network_apart']
        .map(
          (table) => `
      CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app
        USING (${visible(`${table}.case_id`, 'story')} AND mawa_reads_network(network_id));
      CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app
        WITH CHECK (${writable(`${table}.case_id`, 'story')} AND mawa_reads_network(network_id));
      CREATE POLICY ${table}_change ON ${table} FOR UPDATE TO mawa_app
        USING (${writable(`${table}.case_id`, 'story')} AND mawa_reads_network(network_id))
        WITH CHECK (${writable(`${table}.case_id`, 'story')});
      GRANT SELECT, INSERT ON ${table} TO mawa_app;
      GRANT UPDATE (ended_at, ended_by, end_reason) ON ${table} TO mawa_app;`,
        )
        .join('')}

      CREATE POLICY record_keys_of_networks ON keys.record_keys AS RESTRICTIVE TO mawa_app
        USING (${KEY_OF_A_NETWORK}) WITH CHECK (${KEY_OF_A_NETWORK});

      -- Everybody whom these people must not meet, whatever the reason and in whichever of their files:
      -- the one definition, for the blind questions alone.
      CREATE FUNCTION kept_from(p_cases uuid[]) RETURNS TABLE (one uuid, other uuid) LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        WITH asked AS (SELECT mawa_files_of(p_cases) AS files),
        apart (one, other) AS (
          SELECT ka.case_id, ka.from_case_id FROM keep_apart ka, asked WHERE ka.case_id = ANY (files) AND ka.ended_at IS NULL
          UNION SELECT ka.from_case_id, ka.case_id FROM keep_apart ka, asked WHERE ka.from_case_id = ANY (files) AND ka.ended_at IS NULL
          UNION SELECT na.case_id, cn.case_id FROM asked, network_apart na JOIN case_networks cn ON cn.network_id = na.network_id
             WHERE na.case_id = ANY (files) AND na.ended_at IS NULL AND cn.ended_at IS NULL AND (cn.side <> 'exploited' OR na.victims_too)
          UNION SELECT cn.case_id, na.case_id FROM asked, case_networks cn JOIN network_apart na ON na.network_id = cn.network_id
             WHERE cn.case_id = ANY (files) AND na.ended_at IS NULL AND cn.ended_at IS NULL AND (cn.side <> 'exploited' OR na.victims_too))
        SELECT DISTINCT mine, theirs FROM apart, mawa_files(one) mine, mawa_files(other) theirs WHERE NOT mawa_same(one, other) $$;
      REVOKE EXECUTE ON FUNCTION kept_from(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION kept_from(uuid[]) TO mawa_blind;
      ALTER FUNCTION kept_from(uuid[]) OWNER TO mawa_blind;

      SET LOCAL ROLE mawa_blind;
      ${barred('kept_from(p_cases) kf JOIN booking_people bp ON bp.case_id = kf.other')}
      ${staysToReview('EXISTS (SELECT 1 FROM kept_from(ARRAY[m.who]) kf WHERE kf.other = t.who)')}
      -- Whatever concerns a network takes turns with the placements of everybody it concerns.
      CREATE OR REPLACE FUNCTION placing_locks(p_beds uuid[], p_cases uuid[]) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM placing_locks(p_beds, p_cases, '{}'::uuid[]);
      END $$;
      RESET ROLE;
      CREATE FUNCTION placing_locks(p_beds uuid[], p_cases uuid[], p_networks uuid[]) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        p_cases := mawa_files_of(p_cases);
        PERFORM pg_advisory_xact_lock(k) FROM (
          SELECT DISTINCT hashtextextended(t.key, 0) AS k FROM (
            SELECT unnest(p_beds)::text AS key
            UNION ALL SELECT b.room_id::text FROM beds b WHERE b.id = ANY (p_beds)
            UNION ALL SELECT unnest(p_cases)::text
            UNION ALL SELECT 'apart/' || least(ka.case_id, ka.from_case_id) || '/' || greatest(ka.case_id, ka.from_case_id)
              FROM keep_apart ka
             WHERE (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL
            UNION ALL SELECT 'network/' || unnest(p_networks)
            UNION ALL SELECT 'network/' || cn.network_id FROM case_networks cn
             WHERE cn.case_id = ANY (p_cases) AND cn.ended_at IS NULL
            UNION ALL SELECT 'network/' || na.network_id FROM network_apart na
             WHERE na.case_id = ANY (p_cases) AND na.ended_at IS NULL
          ) t ORDER BY 1 OFFSET 0) ordered;
      END $$;
      REVOKE EXECUTE ON FUNCTION placing_locks(uuid[], uuid[], uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION placing_locks(uuid[], uuid[], uuid[]) TO mawa_app, mawa_blind;
      ALTER FUNCTION placing_locks(uuid[], uuid[], uuid[]) OWNER TO mawa_blind;

      -- Somebody was kept apart who sleeps, or is expected, under one roof already: those who hold the
      -- cases look, and nothing says why. Whoever decided learns of it as one of them and in no other way.
      CREATE FUNCTION look_at_stays(p_cases uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF EXISTS (SELECT 1 FROM unnest(p_cases) AS c WHERE NOT mawa_holds_fully(c)) THEN
          RAISE EXCEPTION 'asked by who answers for them' USING ERRCODE = '42501';
        END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.look_at_stays', 'case', p_cases, '{"question":"under one roof"}');
        PERFORM open_task('stay_unsuitable', x.who, x.booking, 'case_supervisor', NULL, mawa_now()),
                tell_holders('stay_unsuitable', x.who, x.booking, mawa_now()),
                CASE WHEN mawa_holds_fully(x.who)
                  THEN open_task('stay_unsuitable', x.who, x.booking, NULL, mawa_actor(), mawa_now()) END
           FROM kept_from(p_cases) kf
           JOIN booking_people b1 ON b1.case_id = kf.one JOIN bookings k1 ON k1.id = b1.booking_id
           JOIN booking_people b2 ON b2.case_id = kf.other JOIN bookings k2 ON k2.id = b2.booking_id
           CROSS JOIN LATERAL (VALUES (kf.one, k1.id), (kf.other, k2.id)) x (who, booking)
          WHERE k1.shelter_id = k2.shelter_id AND (k1.nights && k2.nights OR ${TONIGHT('k1')} AND ${TONIGHT('k2')})
            AND k1.state IN ('hold', 'promised', 'stay') AND k2.state IN ('hold', 'promised', 'stay')
            AND (k1.state <> 'hold' OR k1.hold_until > mawa_now()) AND (k2.state <> 'hold' OR k2.hold_until > mawa_now());
      END $$;
      REVOKE EXECUTE ON FUNCTION look_at_stays(uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION look_at_stays(uuid[]) TO mawa_app;
      SET LOCAL ROLE mawa_gate;
      GRANT EXECUTE ON FUNCTION mawa_holds_fully(uuid), open_task(text, uuid, uuid, text, uuid, timestamptz),
        tell_holders(text, uuid, uuid, timestamptz) TO mawa_blind;
      RESET ROLE;

      CREATE FUNCTION networks_are_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        DELETE FROM case_networks WHERE case_id = OLD.id;
        DELETE FROM network_apart WHERE case_id = OLD.id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER networks_are_erased BEFORE UPDATE OF erased_at ON cases FOR EACH ROW
        WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION networks_are_erased();

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION mawa_reads_network(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION mawa_keeps_network(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION open_network(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION end_network_reader(uuid, uuid) OWNER TO mawa_gate;
      ALTER FUNCTION networks_are_erased() OWNER TO mawa_gate;
      ALTER FUNCTION look_at_stays(uuid[]) OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER networks_are_erased ON cases;
      DROP FUNCTION networks_are_erased, look_at_stays;
      SET LOCAL ROLE mawa_blind;
      ${LOCKS_OF_PAIRS}
      ${barred(
        `keep_apart ka
        JOIN booking_people bp ON bp.case_id IN (SELECT mawa_files(CASE WHEN ka.case_id = ANY (p_cases) THEN ka.from_case_id ELSE ka.case_id END))
         AND (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL`,
        'p_cases := mawa_files_of(p_cases);\n        ',
      )}
      ${staysToReview(`EXISTS (SELECT 1 FROM keep_apart ka WHERE ka.ended_at IS NULL
                 AND (mawa_same(ka.case_id, m.who) AND mawa_same(ka.from_case_id, t.who) OR mawa_same(ka.case_id, t.who) AND mawa_same(ka.from_case_id, m.who)))`)}
      RESET ROLE;
      DROP FUNCTION placing_locks(uuid[], uuid[], uuid[]);
      DROP FUNCTION kept_from;
      DROP POLICY record_keys_of_networks ON keys.record_keys;
      DROP POLICY networks_read ON networks;
      DROP POLICY networks_write ON networks;
      DROP TABLE network_apart, case_networks, network_readers, networks CASCADE;
      DROP FUNCTION end_network_reader, open_network, mawa_keeps_network, mawa_reads_network;
      SET LOCAL ROLE mawa_gate;
      REVOKE EXECUTE ON FUNCTION mawa_holds_fully(uuid), open_task(text, uuid, uuid, text, uuid, timestamptz),
        tell_holders(text, uuid, uuid, timestamptz) FROM mawa_blind;
      RESET ROLE;
    `);
  }
}

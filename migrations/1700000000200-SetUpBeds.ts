import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, visible } from './support';

/**
 * Shelters, rooms, beds, requests and bookings. Two exclusion constraints carry the promise: a bed
 * is never given twice on a night, a person never has two beds on a night (docs/nights.md).
 */
export class SetUpBeds1700000000200 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE shelters (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        code_name text NOT NULL CONSTRAINT shelters_code_name_once UNIQUE CHECK (length(code_name) BETWEEN 1 AND 60),
        region text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('emergency', 'temporary')),
        receives text[] NOT NULL CHECK (receives <@ ARRAY['woman', 'man', 'girl', 'boy', 'any_gender'] AND cardinality(receives) > 0),
        languages text[] NOT NULL DEFAULT '{}',
        maximum_stay_nights integer CHECK (maximum_stay_nights > 0),
        organisation_id uuid REFERENCES organisations (id),
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT mawa_now()
      );

      -- Its own table, key and right: never joined to anything, never rendered by default.
      CREATE TABLE shelter_addresses (
        shelter_id uuid PRIMARY KEY REFERENCES shelters (id),
        sealed bytea NOT NULL,
        sealed_at timestamptz NOT NULL DEFAULT mawa_now()
      );
      ALTER TABLE shelter_addresses ENABLE ROW LEVEL SECURITY;
      ALTER TABLE shelter_addresses FORCE ROW LEVEL SECURITY;
      CREATE POLICY shelter_addresses_read ON shelter_addresses FOR SELECT TO mawa_app
        USING (shelter_id = ANY ((SELECT mawa_principals())::uuid[]));
      CREATE POLICY shelter_addresses_write ON shelter_addresses FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_has_role('administrator')) OR (SELECT mawa_is_system())
          OR shelter_id = ANY ((SELECT mawa_principals())::uuid[]));
      CREATE POLICY shelter_addresses_change ON shelter_addresses FOR UPDATE TO mawa_app
        USING (shelter_id = ANY ((SELECT mawa_principals())::uuid[]));

      CREATE TABLE rooms (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        shelter_id uuid NOT NULL REFERENCES shelters (id),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
        mix text NOT NULL CHECK (mix IN ('women', 'men', 'family', 'minors', 'mixed')),
        floor smallint NOT NULL DEFAULT 0,
        step_free boolean NOT NULL DEFAULT false,
        UNIQUE (shelter_id, name),
        UNIQUE (id, shelter_id)
      );

      CREATE TABLE beds (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        room_id uuid NOT NULL,
        shelter_id uuid NOT NULL,
        label text NOT NULL CHECK (length(label) BETWEEN 1 AND 20),
        kind text NOT NULL CHECK (kind IN ('single', 'bunk_lower', 'bunk_upper', 'cot', 'overflow')),
        in_service daterange NOT NULL CHECK (NOT isempty(in_service) AND lower(in_service) IS NOT NULL),
        CONSTRAINT beds_in_their_room FOREIGN KEY (room_id, shelter_id) REFERENCES rooms (id, shelter_id),
        UNIQUE (id, shelter_id),
        -- A change of a bed ends its row and opens a new one; the past keeps the bed that it had.
        CONSTRAINT beds_one_row_at_a_time EXCLUDE USING gist (room_id WITH =, label WITH =, in_service WITH &&)
      );
      CREATE INDEX beds_by_shelter ON beds (shelter_id);

      CREATE FUNCTION mawa_allocates() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT mawa_has_role('shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor', 'hotline_operator')
            OR mawa_is_system() $$;

      CREATE TABLE bed_requests (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'placed', 'withdrawn')),
        needed_from date NOT NULL,
        nights smallint CHECK (nights BETWEEN 1 AND 1000),
        urgency text NOT NULL CHECK (urgency IN ('tonight', 'days', 'planned')),
        source text NOT NULL CHECK (source IN ('hotline', 'police', 'ngo', 'self', 'shelter', 'other')),
        basis text NOT NULL CHECK (basis IN ('consent', 'vital_interest')),
        -- Set while a bed is held for it, so that colleagues elsewhere see that it is being cared for, never where.
        held_until timestamptz,
        created_at timestamptz NOT NULL DEFAULT mawa_now(),
        created_by uuid NOT NULL REFERENCES users (id)
      );

      CREATE TABLE request_people (
        request_id uuid NOT NULL REFERENCES bed_requests (id),
        case_id uuid NOT NULL REFERENCES cases (id),
        sex text CHECK (sex IN ('female', 'male', 'other')),
        -- Completed years on the first night; a range where the day is unknown, null where nothing is.
        age_low smallint CHECK (age_low BETWEEN 0 AND 120),
        age_high smallint CHECK (age_high BETWEEN age_low AND 120),
        -- Only where the age turns 2 or 18 within a year of the first night: from when it counts.
        turns_age smallint,
        turns_on date,
        access_need text CHECK (access_need IN ('none', 'step_free')),
        pregnant boolean,
        languages text[] NOT NULL DEFAULT '{}',
        PRIMARY KEY (request_id, case_id),
        CHECK ((age_low IS NULL) = (age_high IS NULL))
      );
      CREATE INDEX request_people_by_case ON request_people (case_id);
      ${caseTable('request_people', 'placement')}
      ALTER TABLE bed_requests ENABLE ROW LEVEL SECURITY;
      ALTER TABLE bed_requests FORCE ROW LEVEL SECURITY;
      CREATE POLICY bed_requests_by_people ON bed_requests TO mawa_app
        USING (created_by = (SELECT mawa_actor())
          OR EXISTS (SELECT 1 FROM request_people p WHERE p.request_id = bed_requests.id))
        WITH CHECK (created_by = (SELECT mawa_actor())
          OR EXISTS (SELECT 1 FROM request_people p WHERE p.request_id = bed_requests.id));
      CREATE INDEX bed_requests_open ON bed_requests (needed_from) WHERE state = 'open';

      -- The calendar of beds: it holds no person.
      CREATE TABLE bookings (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        bed_id uuid NOT NULL,
        shelter_id uuid NOT NULL,
        nights daterange NOT NULL,
        -- void: cancelled, lapsed, no-show, day visit; it takes no night. ended: slept and left; it keeps its nights.
        state text NOT NULL CHECK (state IN ('hold', 'promised', 'stay', 'blocked', 'ended', 'void')),
        hold_until timestamptz,
        mix_sign text CHECK (mix_sign IN ('woman', 'man', 'girl', 'boy')),
        reason text CHECK (length(reason) <= 100),
        outcome text CHECK (outcome IN ('left', 'no_show', 'cancelled', 'lapsed', 'day_visit', 'moved', 'reopened')),
        checked_in_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT mawa_now(),
        created_by uuid NOT NULL REFERENCES users (id),
        CONSTRAINT bookings_of_their_bed FOREIGN KEY (bed_id, shelter_id) REFERENCES beds (id, shelter_id),
        CONSTRAINT bookings_have_nights CHECK (NOT isempty(nights) AND lower(nights) IS NOT NULL),
        CONSTRAINT bookings_hold_has_an_end CHECK ((state = 'hold') = (hold_until IS NOT NULL)),
        CONSTRAINT bookings_stay_is_checked_in CHECK (state NOT IN ('stay', 'ended') OR checked_in_at IS NOT NULL OR reason IS NOT NULL),
        CONSTRAINT bookings_ended_is_closed CHECK (state <> 'ended' OR upper(nights) IS NOT NULL),
        CONSTRAINT bookings_calendar_key UNIQUE (id, nights, state),
        CONSTRAINT bookings_one_bed_once EXCLUDE USING gist (bed_id WITH =, nights WITH &&) WHERE (state <> 'void')
      );
      CREATE INDEX bookings_by_shelter ON bookings (shelter_id, state);
      CREATE INDEX bookings_holds ON bookings (hold_until) WHERE state = 'hold';
      ALTER TABLE bookings ENABLE ROW LEVEL SECURITY;
      ALTER TABLE bookings FORCE ROW LEVEL SECURITY;
      CREATE POLICY bookings_for_those_who_allocate ON bookings TO mawa_app
        USING ((SELECT mawa_allocates())) WITH CHECK ((SELECT mawa_allocates()));

      CREATE TABLE booking_people (
        booking_id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id),
        request_id uuid REFERENCES bed_requests (id),
        nights daterange NOT NULL,
        state text NOT NULL,
        CONSTRAINT booking_people_follow_the_calendar FOREIGN KEY (booking_id, nights, state)
          REFERENCES bookings (id, nights, state) ON UPDATE CASCADE,
        CONSTRAINT booking_people_one_person_once EXCLUDE USING gist (case_id WITH =, nights WITH &&) WHERE (state <> 'void')
      );
      CREATE UNIQUE INDEX booking_people_one_active ON booking_people (case_id) WHERE state IN ('hold', 'promised', 'stay');
      CREATE INDEX booking_people_by_case ON booking_people (case_id);
      CREATE INDEX booking_people_by_request ON booking_people (request_id);
      -- Placing needs the placement part; where somebody sleeps is read with the facts part alone.
      ALTER TABLE booking_people ENABLE ROW LEVEL SECURITY;
      ALTER TABLE booking_people FORCE ROW LEVEL SECURITY;
      CREATE POLICY booking_people_read ON booking_people FOR SELECT TO mawa_app
        USING (${visible('booking_people.case_id', 'facts')});
      CREATE POLICY booking_people_place ON booking_people FOR INSERT TO mawa_app
        WITH CHECK (${visible('booking_people.case_id', 'placement')});

      CREATE TABLE booking_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        booking_id uuid NOT NULL REFERENCES bookings (id),
        from_state text,
        to_state text NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL,
        reason text CHECK (length(reason) <= 100)
      );
      CREATE INDEX booking_changes_by_booking ON booking_changes (booking_id);

      CREATE FUNCTION bookings_within_service() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.state <> 'void' AND NOT EXISTS (SELECT 1 FROM beds WHERE id = NEW.bed_id AND in_service @> NEW.nights) THEN
          RAISE EXCEPTION 'the bed is not in service on all of these nights'
            USING ERRCODE = '23514', CONSTRAINT = 'bookings_within_service';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER bookings_within_service BEFORE INSERT OR UPDATE OF bed_id, nights ON bookings
        FOR EACH ROW EXECUTE FUNCTION bookings_within_service();

      -- Access follows the bed by itself: whoever changes a booking cannot forget it.
      CREATE FUNCTION access_follows_the_bed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE
        v_shelter uuid := (SELECT shelter_id FROM bookings WHERE id = NEW.booking_id);
        v_reason text := CASE WHEN NEW.state IN ('hold', 'promised') THEN 'hold' WHEN NEW.state = 'stay' THEN 'stay' END;
      BEGIN
        IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
          RETURN NULL;
        END IF;
        UPDATE case_access
           SET until_at = least(coalesce(until_at, 'infinity'), mawa_now() + CASE WHEN NEW.state = 'ended'
             THEN make_interval(days => (mawa_setting('access_after_exit_days'))::int) ELSE interval '0' END)
         WHERE case_id = NEW.case_id AND source_id = NEW.booking_id AND (until_at IS NULL OR until_at > mawa_now())
           AND reason IS DISTINCT FROM v_reason;
        IF v_reason IS NOT NULL THEN
          -- A hold opens the person until its time and not a minute longer, whether a job runs or not.
          INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
          SELECT NEW.case_id, 'shelter', v_shelter, r.reason, r.parts, NEW.booking_id,
                 CASE NEW.state WHEN 'hold' THEN (SELECT hold_until FROM bookings WHERE id = NEW.booking_id) END, mawa_actor()
            FROM access_reasons r WHERE r.reason = v_reason
          ON CONFLICT DO NOTHING;
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER access_follows_the_bed AFTER INSERT OR UPDATE OF state ON booking_people
        FOR EACH ROW EXECUTE FUNCTION access_follows_the_bed();

      -- A hold past its time is void. Null for either list means every bed, every person.
      CREATE FUNCTION lapse_holds(p_beds uuid[], p_cases uuid[]) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      DECLARE v_count integer;
      BEGIN
        WITH lapsed AS (
          UPDATE bookings k SET state = 'void', outcome = 'lapsed', hold_until = NULL, version = version + 1
           WHERE k.state = 'hold' AND k.hold_until <= mawa_now()
             AND (p_beds IS NULL OR k.bed_id = ANY (p_beds)
               OR EXISTS (SELECT 1 FROM booking_people bp WHERE bp.booking_id = k.id AND bp.case_id = ANY (p_cases)))
          RETURNING k.id)
        INSERT INTO booking_changes (booking_id, from_state, to_state, by, reason)
        SELECT id, 'hold', 'void', mawa_actor(), 'lapsed' FROM lapsed;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        RETURN v_count;
      END $$;
      REVOKE EXECUTE ON FUNCTION lapse_holds(uuid[], uuid[]) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION lapse_holds(uuid[], uuid[]) TO mawa_app;

      -- An open request shows every shelter what placing needs, and no more; it closes with the request.
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

      GRANT SELECT, INSERT, UPDATE ON shelters, rooms, beds, shelter_addresses, bed_requests, bookings TO mawa_app;
      GRANT SELECT, INSERT ON request_people, booking_people, booking_changes TO mawa_app;
      GRANT SELECT ON shelters, beds, bookings, booking_people, request_people TO mawa_gate;
      GRANT UPDATE ON bookings TO mawa_gate;
      GRANT INSERT ON booking_changes TO mawa_gate;
      CREATE POLICY bookings_for_the_gate ON bookings TO mawa_gate USING (true);
      CREATE POLICY booking_people_for_the_gate ON booking_people FOR SELECT TO mawa_gate USING (true);
      CREATE POLICY request_people_for_the_gate ON request_people FOR SELECT TO mawa_gate USING (true);

      -- Nights --------------------------------------------------------------------------------
      CREATE TABLE closed_nights (
        night date PRIMARY KEY,
        closed_at timestamptz NOT NULL DEFAULT mawa_now(),
        closed_by uuid NOT NULL REFERENCES users (id),
        charged integer NOT NULL DEFAULT 0
      );
      GRANT SELECT, INSERT ON closed_nights TO mawa_app;

      -- Blind questions -------------------------------------------------------------------------
      -- How many of those in this room on these nights belong to none of the party's families.
      CREATE FUNCTION blind_strangers(p_rooms uuid[], p_nights daterange, p_cases uuid[])
        RETURNS TABLE (room_id uuid, strangers integer) LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.strangers', 'room', p_rooms, '{"question":"strangers"}');
        RETURN QUERY
          SELECT b.room_id, count(*)::integer
            FROM bookings k
            JOIN beds b ON b.id = k.bed_id
            JOIN booking_people bp ON bp.booking_id = k.id
           WHERE b.room_id = ANY (p_rooms) AND k.nights && p_nights AND k.state IN ('hold', 'promised', 'stay')
             AND (k.state <> 'hold' OR k.hold_until > mawa_now())
             AND NOT bp.case_id = ANY (p_cases)
             AND NOT EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
                              WHERE f.case_id = bp.case_id AND g.case_id = ANY (p_cases))
           GROUP BY b.room_id;
      END $$;

      -- In which of these shelters sleeps, on these nights, someone whom the party must be kept from.
      CREATE FUNCTION blind_barred(p_shelters uuid[], p_nights daterange, p_cases uuid[])
        RETURNS TABLE (shelter_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.barred', 'shelter', p_shelters, '{"question":"barred"}');
        RETURN QUERY
          SELECT DISTINCT k.shelter_id
            FROM keep_apart ka
            JOIN booking_people bp ON bp.case_id = CASE WHEN ka.case_id = ANY (p_cases) THEN ka.from_case_id ELSE ka.case_id END
            JOIN bookings k ON k.id = bp.booking_id
           WHERE (ka.case_id = ANY (p_cases) OR ka.from_case_id = ANY (p_cases)) AND ka.ended_at IS NULL
             AND k.shelter_id = ANY (p_shelters) AND k.nights && p_nights
             AND k.state IN ('hold', 'promised', 'stay') AND (k.state <> 'hold' OR k.hold_until > mawa_now());
      END $$;

      -- Has any of these people a bed on these nights already? Yes or no, never where.
      CREATE FUNCTION blind_already_placed(p_nights daterange, p_cases uuid[]) RETURNS boolean
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_allocates() THEN RAISE EXCEPTION 'not asked by one who allocates' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
        VALUES (0, mawa_actor(), 'blind.already_placed', 'case', p_cases, '{"question":"already placed"}');
        RETURN EXISTS (SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
          WHERE bp.case_id = ANY (p_cases) AND bp.nights && p_nights AND bp.state <> 'void'
            AND (bp.state <> 'hold' OR k.hold_until > mawa_now()));
      END $$;

      -- Is this document number known to the programme? A count.
      CREATE FUNCTION blind_same_document(p_digest bytea) RETURNS integer
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_may_open_cases() THEN RAISE EXCEPTION 'not asked by one who opens cases' USING ERRCODE = '42501'; END IF;
        INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
        VALUES (0, mawa_actor(), 'blind.same_document', 'document', '{"question":"same document"}');
        RETURN (SELECT count(DISTINCT case_id)::integer FROM document_digests WHERE digest = p_digest);
      END $$;

      REVOKE EXECUTE ON FUNCTION blind_strangers(uuid[], daterange, uuid[]), blind_barred(uuid[], daterange, uuid[]),
        blind_already_placed(daterange, uuid[]), blind_same_document(bytea) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION blind_strangers(uuid[], daterange, uuid[]), blind_barred(uuid[], daterange, uuid[]),
        blind_already_placed(daterange, uuid[]), blind_same_document(bytea) TO mawa_app;
      GRANT SELECT ON bookings, booking_people, beds, shelters, family_members, keep_apart, document_digests TO mawa_blind;
      CREATE POLICY bookings_for_blind ON bookings FOR SELECT TO mawa_blind USING (true);
      CREATE POLICY booking_people_for_blind ON booking_people FOR SELECT TO mawa_blind USING (true);
      CREATE POLICY family_members_for_blind ON family_members FOR SELECT TO mawa_blind USING (true);
      CREATE POLICY keep_apart_for_blind ON keep_apart FOR SELECT TO mawa_blind USING (true);
      CREATE POLICY document_digests_for_blind ON document_digests FOR SELECT TO mawa_blind USING (true);

      -- Figures ---------------------------------------------------------------------------------
      GRANT SELECT ON shelters, rooms, beds, bookings, closed_nights TO mawa_figures;
      GRANT SELECT (booking_id, case_id, nights, state) ON booking_people TO mawa_figures;
      CREATE POLICY bookings_for_figures ON bookings FOR SELECT TO mawa_figures USING (true);
      CREATE POLICY booking_people_for_figures ON booking_people FOR SELECT TO mawa_figures USING (true);

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION access_follows_the_bed() OWNER TO mawa_gate;
      ALTER FUNCTION lapse_holds(uuid[], uuid[]) OWNER TO mawa_gate;
      ALTER FUNCTION announce_request(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION request_access_ends() OWNER TO mawa_gate;
      ALTER FUNCTION blind_strangers(uuid[], daterange, uuid[]) OWNER TO mawa_blind;
      ALTER FUNCTION blind_barred(uuid[], daterange, uuid[]) OWNER TO mawa_blind;
      ALTER FUNCTION blind_already_placed(daterange, uuid[]) OWNER TO mawa_blind;
      ALTER FUNCTION blind_same_document(bytea) OWNER TO mawa_blind;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE closed_nights, booking_changes, booking_people, bookings, request_people, bed_requests, beds, rooms,
        shelter_addresses, shelters CASCADE;
      DROP FUNCTION blind_strangers, blind_barred, blind_already_placed, blind_same_document, announce_request,
        request_access_ends, access_follows_the_bed, lapse_holds, bookings_within_service, mawa_allocates CASCADE;
    `);
  }
}

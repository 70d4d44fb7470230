import type { MigrationInterface, QueryRunner } from 'typeorm';
import { caseTable, visible } from './support';

/**
 * People: who may see which case and which part of it, the coded facts, the sealed fields and
 * their keys. `case_access` is written by the gate's functions alone (docs/access.md).
 */
export class OpenCases1700000000100 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE SCHEMA keys;
      GRANT USAGE ON SCHEMA keys TO mawa_app;

      -- Which parts a reason opens. The same table stands in modules/access/parts.ts; a test compares.
      CREATE TABLE access_reasons (
        reason text PRIMARY KEY,
        parts text[] NOT NULL
      );
      INSERT INTO access_reasons (reason, parts) VALUES
        ('registered', '{placement,facts,identity,contact,safe_contact,story,health,legal,care,money}'),
        ('assigned',   '{placement,facts,identity,contact,safe_contact,story,health,legal,care,money}'),
        ('request',    '{placement}'),
        ('hold',       '{placement,facts,safe_contact}'),
        ('stay',       '{placement,facts,identity,safe_contact,health,care}');

      CREATE TABLE case_access (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL,
        principal_kind text NOT NULL CHECK (principal_kind IN ('user', 'team', 'organisation', 'shelter')),
        principal_id uuid NOT NULL,
        reason text NOT NULL REFERENCES access_reasons (reason),
        parts text[] NOT NULL,
        source_id uuid,
        from_at timestamptz NOT NULL DEFAULT mawa_now(),
        until_at timestamptz,
        given_by uuid REFERENCES users (id)
      );
      CREATE INDEX case_access_by_case ON case_access (case_id, principal_id);
      CREATE INDEX case_access_by_principal ON case_access (principal_id, case_id);
      CREATE UNIQUE INDEX case_access_once ON case_access (case_id, principal_id, reason, source_id) NULLS NOT DISTINCT
        WHERE until_at IS NULL;
      ALTER TABLE case_access ENABLE ROW LEVEL SECURITY;
      ALTER TABLE case_access FORCE ROW LEVEL SECURITY;
      CREATE POLICY case_access_own ON case_access FOR SELECT TO mawa_app
        USING (principal_id = ANY ((SELECT mawa_principals())::uuid[]));
      CREATE POLICY case_access_gate ON case_access TO mawa_gate USING (true) WITH CHECK (true);
      GRANT SELECT ON case_access, access_reasons TO mawa_app;
      GRANT SELECT, INSERT, UPDATE ON case_access TO mawa_gate;
      GRANT SELECT ON access_reasons TO mawa_gate;

      CREATE TABLE cases (
        id uuid PRIMARY KEY,
        case_number text NOT NULL CONSTRAINT cases_number_once UNIQUE,
        registered_on date NOT NULL CHECK (registered_on BETWEEN '2000-01-01' AND '2100-01-01'),
        registered_at timestamptz NOT NULL DEFAULT mawa_now(),
        registered_by uuid NOT NULL REFERENCES users (id),
        organisation_id uuid REFERENCES organisations (id),
        stage text NOT NULL DEFAULT 'detected',
        sex text CHECK (sex IN ('female', 'male', 'other')),
        birth_year smallint CHECK (birth_year BETWEEN 1900 AND 2100),
        age_at_registration smallint CHECK (age_at_registration BETWEEN 0 AND 120),
        age_certainty text NOT NULL DEFAULT 'unknown'
          CHECK (age_certainty IN ('exact', 'year', 'declared', 'estimated', 'unknown')),
        nationality char(2),
        languages text[] NOT NULL DEFAULT '{}',
        region_recruitment text,
        region_exploitation text,
        access_need text CHECK (access_need IN ('none', 'step_free')),
        pregnant boolean,
        medical boolean,
        may_call boolean,
        CONSTRAINT cases_known_age_has_a_basis
          CHECK ((age_at_registration IS NULL) = (age_certainty = 'unknown'))
      );
      ALTER TABLE case_access ADD CONSTRAINT case_access_of_a_case
        FOREIGN KEY (case_id) REFERENCES cases (id) DEFERRABLE INITIALLY DEFERRED;
      CREATE INDEX cases_by_registration ON cases (registered_on DESC, id);
      ${caseTable('cases', 'facts', 'id')}
      GRANT SELECT, INSERT, UPDATE ON cases TO mawa_app;

      -- Article 448-1: acts, means and purposes, one row each.
      CREATE TABLE case_exploitation (
        case_id uuid NOT NULL REFERENCES cases (id),
        element text NOT NULL CHECK (element IN ('act', 'means', 'purpose')),
        code text NOT NULL,
        list_version text NOT NULL,
        PRIMARY KEY (case_id, element, code)
      );
      ${caseTable('case_exploitation', 'facts')}
      GRANT SELECT, INSERT, UPDATE, DELETE ON case_exploitation TO mawa_app;

      CREATE TABLE stage_changes (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id),
        from_stage text,
        to_stage text NOT NULL,
        at timestamptz NOT NULL DEFAULT mawa_now(),
        by uuid NOT NULL REFERENCES users (id),
        reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 100)
      );
      CREATE INDEX stage_changes_by_case ON stage_changes (case_id, at);
      ${caseTable('stage_changes', 'facts')}
      GRANT SELECT, INSERT ON stage_changes TO mawa_app;

      CREATE TABLE family_members (
        family_id uuid NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id),
        relation text NOT NULL,
        PRIMARY KEY (family_id, case_id)
      );
      CREATE INDEX family_members_by_case ON family_members (case_id);
      ${caseTable('family_members', 'placement')}
      GRANT SELECT, INSERT ON family_members TO mawa_app;

      -- Protective, readable by few: never shown with a bed, only asked as a blind question.
      CREATE TABLE keep_apart (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id),
        from_case_id uuid NOT NULL REFERENCES cases (id),
        decided_at timestamptz NOT NULL DEFAULT mawa_now(),
        decided_by uuid NOT NULL REFERENCES users (id),
        ended_at timestamptz,
        CHECK (case_id <> from_case_id)
      );
      CREATE INDEX keep_apart_by_case ON keep_apart (case_id);
      CREATE INDEX keep_apart_by_other ON keep_apart (from_case_id);
      ALTER TABLE keep_apart ENABLE ROW LEVEL SECURITY;
      ALTER TABLE keep_apart FORCE ROW LEVEL SECURITY;
      CREATE POLICY keep_apart_by_access ON keep_apart TO mawa_app
        USING (${visible('keep_apart.case_id', 'story')} AND ${visible('keep_apart.from_case_id', 'story')})
        WITH CHECK (${visible('keep_apart.case_id', 'story')} AND ${visible('keep_apart.from_case_id', 'story')});
      GRANT SELECT, INSERT, UPDATE ON keep_apart TO mawa_app;

      -- Sealed fields: AES-256-GCM under the person's key, authenticated with table, column and row.
      CREATE TABLE case_seals (
        case_id uuid NOT NULL REFERENCES cases (id),
        field text NOT NULL CHECK (field IN ('names', 'birth_date', 'contact', 'safe_contact', 'documents', 'story', 'health')),
        sealed bytea NOT NULL,
        sealed_at timestamptz NOT NULL DEFAULT mawa_now(),
        PRIMARY KEY (case_id, field)
      );
      ALTER TABLE case_seals ENABLE ROW LEVEL SECURITY;
      ALTER TABLE case_seals FORCE ROW LEVEL SECURITY;
      CREATE POLICY case_seals_by_part ON case_seals TO mawa_app
        USING (EXISTS (SELECT 1 FROM case_access a
           WHERE a.case_id = case_seals.case_id
             AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
             AND a.parts @> ARRAY[CASE case_seals.field WHEN 'names' THEN 'identity' WHEN 'birth_date' THEN 'identity'
                 WHEN 'documents' THEN 'identity' ELSE case_seals.field END]
             AND a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()))));
      GRANT SELECT, INSERT, UPDATE, DELETE ON case_seals TO mawa_app;

      CREATE TABLE keys.case_keys (
        case_id uuid PRIMARY KEY,
        wrapped bytea NOT NULL,
        master_key text NOT NULL
      );
      ALTER TABLE keys.case_keys ENABLE ROW LEVEL SECURITY;
      ALTER TABLE keys.case_keys FORCE ROW LEVEL SECURITY;
      CREATE POLICY case_keys_by_access ON keys.case_keys TO mawa_app
        USING (${visible('case_keys.case_id', 'facts')}) WITH CHECK (${visible('case_keys.case_id', 'facts')});
      GRANT SELECT, INSERT ON keys.case_keys TO mawa_app;

      -- Keys of records that are about no one person: shelter addresses, reports before suppression.
      CREATE TABLE keys.record_keys (
        kind text NOT NULL,
        record_id uuid NOT NULL,
        wrapped bytea NOT NULL,
        master_key text NOT NULL,
        PRIMARY KEY (kind, record_id)
      );
      GRANT SELECT, INSERT ON keys.record_keys TO mawa_app;

      CREATE TABLE document_digests (
        case_id uuid NOT NULL REFERENCES cases (id),
        kind text NOT NULL,
        digest bytea NOT NULL,
        PRIMARY KEY (case_id, kind, digest)
      );
      CREATE INDEX document_digests_lookup ON document_digests (digest);
      ${caseTable('document_digests', 'identity')}
      GRANT SELECT, INSERT, DELETE ON document_digests TO mawa_app;

      CREATE TABLE consents (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        case_id uuid NOT NULL REFERENCES cases (id),
        purpose text NOT NULL CHECK (purpose IN ('shelter', 'assistance', 'sharing', 'statistics', 'contact')),
        recipient_id uuid REFERENCES organisations (id),
        decision text NOT NULL CHECK (decision IN ('given', 'refused', 'withdrawn')),
        how text NOT NULL CHECK (how IN ('oral', 'written', 'witnessed', 'guardian')),
        language text NOT NULL,
        explained_by uuid NOT NULL REFERENCES users (id),
        at timestamptz NOT NULL DEFAULT mawa_now()
      );
      CREATE INDEX consents_by_case ON consents (case_id, at);
      ${caseTable('consents', 'care')}
      GRANT SELECT, INSERT ON consents TO mawa_app;

      CREATE TABLE tasks (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL CHECK (kind IN ('consent', 'overdue_stay', 'finance', 'confirm_role')),
        case_id uuid REFERENCES cases (id),
        subject_id uuid,
        for_role text NOT NULL,
        due_at timestamptz NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT mawa_now(),
        done_at timestamptz,
        done_by uuid REFERENCES users (id)
      );
      CREATE UNIQUE INDEX tasks_once ON tasks (kind, case_id, subject_id) NULLS NOT DISTINCT WHERE done_at IS NULL;
      ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
      ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
      CREATE POLICY tasks_by_access ON tasks TO mawa_app
        USING (CASE WHEN case_id IS NULL THEN (SELECT mawa_has_role('administrator', 'finance_officer', 'programme_officer', 'shelter_manager'))
                 OR (SELECT mawa_is_system()) ELSE ${visible('tasks.case_id', 'care')} END);
      GRANT SELECT, INSERT, UPDATE ON tasks TO mawa_app;

      -- The gate -----------------------------------------------------------------------------
      CREATE FUNCTION mawa_may_open_cases() RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT mawa_has_role('shelter_manager', 'reintegration_officer', 'case_supervisor', 'hotline_operator') $$;

      -- Written before the case itself: the deferred key waits for the case until commit.
      CREATE FUNCTION open_case(p_case uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_may_open_cases() THEN
          RAISE EXCEPTION 'this actor may not open a case' USING ERRCODE = '42501';
        END IF;
        IF EXISTS (SELECT 1 FROM case_access WHERE case_id = p_case)
           OR EXISTS (SELECT 1 FROM cases WHERE id = p_case) THEN
          RAISE EXCEPTION 'this case is open already' USING ERRCODE = '42501';
        END IF;
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
        SELECT p_case, 'user', mawa_actor(), reason, parts, mawa_actor() FROM access_reasons WHERE reason = 'registered';
      END $$;

      -- The actor must hold a full access (registered, assigned) to hand one on.
      CREATE FUNCTION mawa_holds_fully(p_case uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
        SELECT EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p_case
          AND a.principal_id = ANY (mawa_principals()) AND a.reason IN ('registered', 'assigned')
          AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now())) $$;

      CREATE FUNCTION grant_access(p_case uuid, p_kind text, p_principal uuid, p_until timestamptz DEFAULT NULL)
        RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_holds_fully(p_case) THEN
          RAISE EXCEPTION 'this actor may not hand on this case' USING ERRCODE = '42501';
        END IF;
        INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, until_at, given_by)
        SELECT p_case, p_kind, p_principal, reason, parts, p_until, mawa_actor() FROM access_reasons WHERE reason = 'assigned'
        ON CONFLICT DO NOTHING;
      END $$;

      CREATE FUNCTION end_access(p_case uuid, p_principal uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_holds_fully(p_case) THEN
          RAISE EXCEPTION 'this actor may not end access to this case' USING ERRCODE = '42501';
        END IF;
        UPDATE case_access SET until_at = mawa_now()
         WHERE case_id = p_case AND principal_id = p_principal AND reason = 'assigned'
           AND (until_at IS NULL OR until_at > mawa_now());
      END $$;

      REVOKE EXECUTE ON FUNCTION open_case(uuid), mawa_holds_fully(uuid), grant_access(uuid, text, uuid, timestamptz),
        end_access(uuid, uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION open_case(uuid), mawa_holds_fully(uuid), grant_access(uuid, text, uuid, timestamptz),
        end_access(uuid, uuid) TO mawa_app;

      -- The gate looks at whether a case exists; it never reads more of it.
      GRANT SELECT (id) ON cases TO mawa_gate;
      CREATE POLICY cases_exist_for_the_gate ON cases FOR SELECT TO mawa_gate USING (true);

      -- The figures' door: coded facts only, over all rows.
      GRANT SELECT (id, registered_on, stage, sex, birth_year, age_at_registration, age_certainty, nationality,
        region_recruitment, region_exploitation) ON cases TO mawa_figures;
      CREATE POLICY cases_for_figures ON cases FOR SELECT TO mawa_figures USING (true);
      GRANT SELECT ON case_exploitation TO mawa_figures;
      CREATE POLICY case_exploitation_for_figures ON case_exploitation FOR SELECT TO mawa_figures USING (true);

      -- Handed over last: afterwards this role may no longer say who calls them.
      ALTER FUNCTION open_case(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION mawa_holds_fully(uuid) OWNER TO mawa_gate;
      ALTER FUNCTION grant_access(uuid, text, uuid, timestamptz) OWNER TO mawa_gate;
      ALTER FUNCTION end_access(uuid, uuid) OWNER TO mawa_gate;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE tasks, consents, document_digests, case_seals, keep_apart, family_members, stage_changes,
        case_exploitation, case_access, cases, access_reasons CASCADE;
      DROP FUNCTION open_case, mawa_holds_fully, grant_access, end_access, mawa_may_open_cases CASCADE;
      DROP SCHEMA keys CASCADE;
    `);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

const SEEN = (column: string): string =>
  `${column} = ANY ((SELECT mawa_complaints_seen())::uuid[])`;
/** Whoever holds the number of a complaint, and that one alone. */
const BY_NUMBER = (column: string): string => `${column} = (SELECT mawa_complaint_by_number())`;

const guarded = (table: string): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${table}_for_the_gate ON ${table} TO mawa_gate USING (true) WITH CHECK (true);`;
const read = (table: string, column = 'complaint_id'): string =>
  `CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (${SEEN(column)});`;
const add = (table: string, more = ''): string =>
  `CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (${SEEN('complaint_id')} ${more});`;

/** Tables that only those who read the complaint read and write. */
const INSIDE = [
  ['complaint_accused', 'AND named_by = (SELECT mawa_actor())'],
  ['complaint_kept_out', `AND user_id = (SELECT mawa_actor()) AND why = 'stepped_aside'`],
  ['complaint_measures', 'AND decided_by = (SELECT mawa_actor())'],
  ['complaint_checks', 'AND done_at IS NULL'],
  ['complaint_links', 'AND linked_by = (SELECT mawa_actor())'],
  ['complaint_destructions', 'AND asked_by = (SELECT mawa_actor()) AND approved_by IS NULL'],
] as const;

/**
 * Who reads a complaint: the person, by its number; and focal points who have nothing to do with whom
 * or what it is about. Nobody else, whatever their role: not the accused, not their shelter, no
 * administrator, no auditor. The one sentence is `complaint_readers`.
 */
export class WallComplaints1700000000832 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      -- First those of agencies and partners; those of the commission where the first may not or cannot.
      CREATE FUNCTION focal_points() RETURNS TABLE (user_id uuid, organisation_id uuid, level text)
        LANGUAGE sql STABLE AS $$
        SELECT u.id, u.organisation_id, CASE o.kind WHEN 'commission' THEN 'escalation' ELSE 'first' END
          FROM users u JOIN organisations o ON o.id = u.organisation_id
         WHERE u.active AND NOT u.system
           AND EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role = 'focal_point'
                 AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL)
           AND NOT EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.ended_at IS NULL
                 AND r.role IN ('administrator', 'auditor', 'shelter_manager', 'shelter_staff'))
           AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = u.id AND m.principal_kind = 'shelter'
                 AND (m.until_at IS NULL OR m.until_at > mawa_now())) $$;

      -- Null: of every complaint. A membership counts for good: now, once, or still to come.
      CREATE FUNCTION complaint_readers(p_of uuid) RETURNS TABLE (complaint_id uuid, user_id uuid)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
        WITH f AS MATERIALIZED (SELECT * FROM focal_points()),
        c AS MATERIALIZED (
          SELECT id, about, region, shelter_id, batch_id, safeguarding, handed_up_at FROM complaints WHERE p_of IS NULL OR id = p_of),
        a AS MATERIALIZED (SELECT x.* FROM complaint_accused x JOIN c ON c.id = x.complaint_id),
        places AS MATERIALIZED (
          SELECT c.id, c.shelter_id FROM c WHERE c.shelter_id IS NOT NULL
          UNION SELECT c.id, b.shelter_id FROM c JOIN complaint_batches b ON b.id = c.batch_id WHERE b.shelter_id IS NOT NULL
          UNION SELECT a.complaint_id, a.shelter_id FROM a WHERE a.shelter_id IS NOT NULL
          UNION SELECT a.complaint_id, m.principal_id FROM a JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'shelter'),
        houses AS MATERIALIZED (
          SELECT a.complaint_id AS id, a.organisation_id FROM a WHERE a.organisation_id IS NOT NULL
          UNION SELECT a.complaint_id, u.organisation_id FROM a JOIN users u ON u.id = a.user_id
          UNION SELECT a.complaint_id, m.principal_id FROM a JOIN memberships m ON m.user_id = a.user_id AND m.principal_kind = 'organisation'
          UNION SELECT p.id, s.organisation_id FROM places p JOIN shelters s ON s.id = p.shelter_id
          UNION SELECT p.id, u.organisation_id FROM places p
            JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
            JOIN users u ON u.id = m.user_id
           WHERE EXISTS (SELECT 1 FROM user_roles r WHERE r.user_id = u.id AND r.role IN ('shelter_manager', 'shelter_staff'))),
        free AS MATERIALIZED (
          SELECT c.id, c.safeguarding, c.handed_up_at, f.user_id, f.level FROM c CROSS JOIN f
           WHERE NOT (c.about IS NOT DISTINCT FROM 'focal_point' AND f.level = 'first')
             AND NOT EXISTS (SELECT 1 FROM a WHERE a.complaint_id = c.id AND a.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM complaint_kept_out k WHERE k.complaint_id = c.id AND k.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM places p JOIN memberships m ON m.principal_kind = 'shelter' AND m.principal_id = p.shelter_id
                   WHERE p.id = c.id AND m.user_id = f.user_id)
             AND NOT EXISTS (SELECT 1 FROM houses h WHERE h.id = c.id AND (h.organisation_id = f.organisation_id
                   OR EXISTS (SELECT 1 FROM memberships m WHERE m.user_id = f.user_id AND m.principal_kind = 'organisation'
                        AND m.principal_id = h.organisation_id)))
             -- Nobody knows yet which house it is: then none who ever worked in one of that region.
             AND (EXISTS (SELECT 1 FROM places p WHERE p.id = c.id)
               OR NOT EXISTS (SELECT 1 FROM memberships m JOIN shelters s ON s.id = m.principal_id
                    WHERE m.user_id = f.user_id AND m.principal_kind = 'shelter'
                      AND (coalesce(c.region, 'unknown') IN ('unknown', 'abroad') OR s.region = c.region))))
        SELECT x.id, x.user_id FROM free x
         WHERE x.level = 'first' OR x.handed_up_at IS NOT NULL
            OR (SELECT count(*) FROM free y WHERE y.id = x.id AND y.level = 'first') < CASE WHEN x.safeguarding THEN 2 ELSE 1 END $$;

      -- What the policies ask, once a statement.
      CREATE FUNCTION mawa_complaints_seen() RETURNS uuid[] LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT mawa_has_role('focal_point') THEN RETURN '{}'; END IF;
        RETURN ARRAY(SELECT r.complaint_id FROM complaint_readers(NULL) r WHERE r.user_id = mawa_actor());
      END $$;

      -- The digest of a number that somebody typed, for this transaction alone.
      CREATE FUNCTION mawa_number() RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT decode(nullif(current_setting('mawa.number', true), ''), 'hex') $$;
      CREATE FUNCTION mawa_complaint_by_number() RETURNS uuid LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN (SELECT id FROM complaints WHERE code_digest = mawa_number());
      END $$;

      CREATE FUNCTION batch_of_slip(p_digest bytea) RETURNS TABLE (batch_id uuid, region text)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        RETURN QUERY SELECT b.id, h.region FROM complaint_slips s JOIN complaint_batches b ON b.id = s.batch_id
          LEFT JOIN shelters h ON h.id = b.shelter_id WHERE s.digest = p_digest;
      END $$;

      ${guarded('complaints')}
      CREATE POLICY complaints_read ON complaints FOR SELECT TO mawa_app
        USING (${SEEN('id')} OR code_digest = (SELECT mawa_number()));
      -- Anybody may complain, under the number that they are given.
      CREATE POLICY complaints_add ON complaints FOR INSERT TO mawa_app
        WITH CHECK (code_digest = (SELECT mawa_number()) AND handler_id IS NULL AND second_id IS NULL);
      CREATE POLICY complaints_change ON complaints FOR UPDATE TO mawa_app USING (${SEEN('id')});
      GRANT SELECT, INSERT ON complaints TO mawa_app;
      GRANT UPDATE (kind, child, about, region, shelter_id, safeguarding, handler_id, second_id, handed_up_at, handed_up_by,
        acknowledge_by, answer_by, due_at) ON complaints TO mawa_app;

      ${guarded('complaint_words')}
      CREATE POLICY complaint_words_read ON complaint_words FOR SELECT TO mawa_app
        USING (${SEEN('complaint_id')} OR (kind <> 'note' AND ${BY_NUMBER('complaint_id')}));
      CREATE POLICY complaint_words_add ON complaint_words FOR INSERT TO mawa_app
        WITH CHECK (CASE WHEN kind IN ('said', 'contact') THEN ${BY_NUMBER('complaint_id')}
          ELSE author_id = (SELECT mawa_actor()) AND ${SEEN('complaint_id')} END);
      GRANT SELECT, INSERT ON complaint_words TO mawa_app;

      ${guarded('complaint_stages')}
      CREATE POLICY complaint_stages_read ON complaint_stages FOR SELECT TO mawa_app
        USING (${SEEN('complaint_id')} OR ${BY_NUMBER('complaint_id')});
      CREATE POLICY complaint_stages_add ON complaint_stages FOR INSERT TO mawa_app
        WITH CHECK (CASE WHEN by IS NULL THEN ${BY_NUMBER('complaint_id')}
          ELSE by = (SELECT mawa_actor()) AND ${SEEN('complaint_id')} END);
      GRANT SELECT, INSERT ON complaint_stages TO mawa_app;

      ${guarded('complaint_opinions')}
      ${read('complaint_opinions')}
      CREATE POLICY complaint_opinions_add ON complaint_opinions FOR INSERT TO mawa_app WITH CHECK (${BY_NUMBER('complaint_id')});
      GRANT SELECT, INSERT ON complaint_opinions TO mawa_app;

      ${guarded('complaint_hands')}
      ${read('complaint_hands')}
      GRANT SELECT ON complaint_hands TO mawa_app;

      ${INSIDE.map(([table, more]) => guarded(table) + read(table) + add(table, more) + `GRANT SELECT, INSERT ON ${table} TO mawa_app;`).join('\n')}
      CREATE POLICY complaint_checks_done ON complaint_checks FOR UPDATE TO mawa_app
        USING (${SEEN('complaint_id')} AND done_at IS NULL) WITH CHECK (done_by = (SELECT mawa_actor()));
      GRANT UPDATE (finding, note_sealed, done_by, done_at) ON complaint_checks TO mawa_app;
      CREATE POLICY complaint_links_remove ON complaint_links FOR DELETE TO mawa_app USING (${SEEN('complaint_id')});
      GRANT DELETE ON complaint_links TO mawa_app;
      CREATE POLICY complaint_destructions_approved ON complaint_destructions FOR UPDATE TO mawa_app
        USING (${SEEN('complaint_id')} AND approved_by IS NULL) WITH CHECK (approved_by = (SELECT mawa_actor()));
      GRANT UPDATE (approved_by, approved_at) ON complaint_destructions TO mawa_app;

      -- Paper is printed by focal points and administrators; which slip was used is nobody's to read.
      ${guarded('complaint_batches')}
      CREATE POLICY complaint_batches_read ON complaint_batches FOR SELECT TO mawa_app
        USING ((SELECT mawa_has_role('focal_point', 'administrator')));
      CREATE POLICY complaint_batches_add ON complaint_batches FOR INSERT TO mawa_app
        WITH CHECK (printed_by = (SELECT mawa_actor()) AND (SELECT mawa_has_role('focal_point', 'administrator')));
      ${guarded('complaint_slips')}
      CREATE POLICY complaint_slips_add ON complaint_slips FOR INSERT TO mawa_app
        WITH CHECK ((SELECT mawa_has_role('focal_point', 'administrator')));
      GRANT INSERT ON complaint_batches, complaint_slips TO mawa_app;

      -- Keys of records: that of a complaint is for its readers, in the transaction that may read it.
      ALTER TABLE keys.record_keys ENABLE ROW LEVEL SECURITY;
      ALTER TABLE keys.record_keys FORCE ROW LEVEL SECURITY;
      CREATE POLICY record_keys_of_others ON keys.record_keys TO mawa_app
        USING (kind <> 'complaint') WITH CHECK (kind <> 'complaint');
      CREATE POLICY record_keys_of_complaints ON keys.record_keys FOR SELECT TO mawa_app
        USING (kind = 'complaint' AND (${SEEN('record_id')} OR ${BY_NUMBER('record_id')}));
      CREATE POLICY record_keys_of_new_complaints ON keys.record_keys FOR INSERT TO mawa_app
        WITH CHECK (kind = 'complaint' AND ${BY_NUMBER('record_id')});
      CREATE POLICY record_keys_for_blind ON keys.record_keys FOR SELECT TO mawa_blind USING (kind <> 'complaint');
      CREATE POLICY record_keys_of_complaints_for_the_gate ON keys.record_keys TO mawa_gate USING (kind = 'complaint');
      GRANT SELECT (kind, record_id), DELETE ON keys.record_keys TO mawa_gate;

      -- Files that a focal point keeps with a complaint.
      CREATE POLICY documents_of_complaints ON documents TO mawa_app
        USING (owner_kind = 'complaint' AND ${SEEN('owner_id')})
        WITH CHECK (owner_kind = 'complaint' AND ${SEEN('owner_id')});

      -- A task about a complaint goes out of sight with the complaint, whoever it was for.
      CREATE POLICY tasks_of_complaints_are_theirs ON tasks AS RESTRICTIVE TO mawa_app
        USING (kind NOT LIKE 'complaint%' OR ${SEEN('subject_id')});

      -- Unlike other tasks it is opened again on the day on which it was done: somebody may write again.
      CREATE FUNCTION open_complaint_task(p_kind text, p_complaint uuid, p_user uuid, p_due timestamptz) RETURNS void LANGUAGE sql AS $$
        INSERT INTO tasks (kind, subject_id, for_user, due_at) VALUES (p_kind, p_complaint, p_user, p_due) ON CONFLICT DO NOTHING $$;

      CREATE FUNCTION tell_of_complaint(p_complaint uuid, p_kind text, p_due timestamptz, p_only uuid DEFAULT NULL) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE v_user uuid;
      BEGIN
        IF p_complaint IS DISTINCT FROM mawa_complaint_by_number() AND NOT p_complaint = ANY (mawa_complaints_seen()) THEN
          RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
        END IF;
        FOR v_user IN SELECT r.user_id FROM complaint_readers(p_complaint) r WHERE p_only IS NULL OR r.user_id = p_only LOOP
          PERFORM open_complaint_task(p_kind, p_complaint, v_user, p_due);
        END LOOP;
      END $$;
      CREATE FUNCTION told_of_complaint(p_complaint uuid, p_kinds text[]) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
      BEGIN
        IF p_complaint IS DISTINCT FROM mawa_complaint_by_number() AND NOT p_complaint = ANY (mawa_complaints_seen()) THEN
          RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
        END IF;
        UPDATE tasks SET done_at = mawa_now(), done_by = (SELECT id FROM users WHERE id = mawa_actor())
         WHERE subject_id = p_complaint AND kind = ANY (p_kinds) AND done_at IS NULL;
      END $$;

      -- Other readers from now on: those who no longer may let go of it, those who may are told.
      CREATE FUNCTION complaint_readers_change(p_complaint uuid) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE
        v_readers uuid[] := ARRAY(SELECT r.user_id FROM complaint_readers(p_complaint) r);
        v_user uuid;
        v_due timestamptz;
      BEGIN
        UPDATE complaints SET handler_id = CASE WHEN handler_id = ANY (v_readers) THEN handler_id END,
            second_id = CASE WHEN second_id = ANY (v_readers) THEN second_id END
         WHERE id = p_complaint AND (handler_id <> ALL (v_readers) OR second_id <> ALL (v_readers));
        UPDATE tasks SET done_at = mawa_now() WHERE subject_id = p_complaint AND kind LIKE 'complaint%'
           AND done_at IS NULL AND for_user <> ALL (v_readers);
        SELECT coalesce(due_at, mawa_now()) INTO v_due FROM complaints
         WHERE id = p_complaint AND handler_id IS NULL AND closed_at IS NULL;
        IF NOT FOUND THEN RETURN; END IF;
        FOREACH v_user IN ARRAY v_readers LOOP
          PERFORM open_complaint_task('complaint_new', p_complaint, v_user, v_due);
        END LOOP;
      END $$;
      CREATE FUNCTION complaint_readers_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        PERFORM complaint_readers_change(CASE TG_TABLE_NAME WHEN 'complaints' THEN (to_jsonb(NEW) ->> 'id')::uuid
          ELSE (to_jsonb(NEW) ->> 'complaint_id')::uuid END);
        RETURN NULL;
      END $$;
      CREATE TRIGGER complaint_accused_change_readers AFTER INSERT ON complaint_accused
        FOR EACH ROW EXECUTE FUNCTION complaint_readers_changed();
      CREATE TRIGGER complaint_kept_out_change_readers AFTER INSERT ON complaint_kept_out
        FOR EACH ROW EXECUTE FUNCTION complaint_readers_changed();
      CREATE TRIGGER complaints_change_readers AFTER UPDATE OF about, region, shelter_id, safeguarding, handed_up_at ON complaints
        FOR EACH ROW EXECUTE FUNCTION complaint_readers_changed();

      -- A person's file is found by its number and not opened; yes or no.
      CREATE FUNCTION link_complaint(p_complaint uuid, p_number text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT p_complaint = ANY (mawa_complaints_seen()) THEN
          RAISE EXCEPTION 'not a complaint of this actor' USING ERRCODE = '42501';
        END IF;
        INSERT INTO complaint_links (complaint_id, case_id, linked_by)
        SELECT p_complaint, c.id, mawa_actor() FROM cases c WHERE c.case_number = p_number ON CONFLICT DO NOTHING;
        RETURN EXISTS (SELECT 1 FROM complaint_links l JOIN cases c ON c.id = l.case_id
          WHERE l.complaint_id = p_complaint AND c.case_number = p_number);
      END $$;

      CREATE FUNCTION destroy_complaint(p_complaint uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp AS $$
      BEGIN
        IF NOT p_complaint = ANY (mawa_complaints_seen()) OR NOT EXISTS (SELECT 1 FROM complaint_destructions d
             WHERE d.complaint_id = p_complaint AND d.approved_by = mawa_actor()) THEN
          RAISE EXCEPTION 'not approved' USING ERRCODE = '42501';
        END IF;
        -- Asked for earlier, and opened again since, it is kept still.
        IF NOT EXISTS (SELECT 1 FROM complaints c WHERE c.id = p_complaint
             AND c.closed_at + make_interval(years => (mawa_setting('complaint_keep_years'))::int) <= mawa_now()) THEN
          RAISE EXCEPTION 'its years are not over' USING ERRCODE = '23514', CONSTRAINT = 'complaint_is_kept_still';
        END IF;
        IF EXISTS (SELECT 1 FROM documents d WHERE d.owner_kind = 'complaint' AND d.owner_id = p_complaint AND d.removed_at IS NULL) THEN
          RAISE EXCEPTION 'files are left' USING ERRCODE = '23514', CONSTRAINT = 'complaint_has_files';
        END IF;
        DELETE FROM keys.record_keys WHERE kind = 'complaint' AND record_id = p_complaint;
        DELETE FROM complaint_words WHERE complaint_id = p_complaint;
        DELETE FROM complaint_links WHERE complaint_id = p_complaint;
        DELETE FROM complaint_accused WHERE complaint_id = p_complaint AND what = 'unnamed';
        UPDATE complaint_measures SET note_sealed = NULL WHERE complaint_id = p_complaint;
        UPDATE complaint_checks SET note_sealed = NULL WHERE complaint_id = p_complaint;
        UPDATE complaints SET code_digest = NULL, destroyed_at = mawa_now() WHERE id = p_complaint;
      END $$;
      GRANT DELETE ON complaint_words, complaint_accused TO mawa_gate;
      GRANT SELECT, UPDATE ON complaint_measures, complaint_checks TO mawa_gate;
      GRANT SELECT (owner_kind, owner_id, removed_at) ON documents TO mawa_gate;
      CREATE POLICY documents_of_complaints_for_the_gate ON documents FOR SELECT TO mawa_gate USING (owner_kind = 'complaint');

      -- What is done with complaints is written apart from the audit log: no auditor, no gap in its numbers.
      CREATE TABLE complaint_trail (LIKE audit_log INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING IDENTITY);
      ALTER TABLE complaint_trail ADD PRIMARY KEY (seq);
      CREATE INDEX complaint_trail_by_subject ON complaint_trail USING gin (subject_ids);
      ALTER TABLE complaint_trail ENABLE ROW LEVEL SECURITY;
      ALTER TABLE complaint_trail FORCE ROW LEVEL SECURITY;
      CREATE POLICY complaint_trail_is_written_by_all ON complaint_trail FOR INSERT TO mawa_app WITH CHECK (true);
      CREATE POLICY complaint_trail_is_read_with_the_complaint ON complaint_trail FOR SELECT TO mawa_app
        USING (subject_ids && (SELECT mawa_complaints_seen())::uuid[]);
      GRANT SELECT, INSERT ON complaint_trail TO mawa_app;

      REVOKE EXECUTE ON FUNCTION complaint_readers(uuid), mawa_complaints_seen(), mawa_complaint_by_number(), batch_of_slip(bytea),
        tell_of_complaint(uuid, text, timestamptz, uuid), told_of_complaint(uuid, text[]), open_complaint_task(text, uuid, uuid, timestamptz), complaint_readers_change(uuid),
        complaint_readers_changed(), link_complaint(uuid, text), destroy_complaint(uuid) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION mawa_complaints_seen(), mawa_complaint_by_number(), batch_of_slip(bytea),
        tell_of_complaint(uuid, text, timestamptz, uuid), told_of_complaint(uuid, text[]), link_complaint(uuid, text),
        destroy_complaint(uuid) TO mawa_app;
      GRANT EXECUTE ON FUNCTION complaint_readers_change(uuid), open_complaint_task(text, uuid, uuid, timestamptz) TO mawa_gate;
      ${[
        'complaint_readers(uuid)',
        'mawa_complaints_seen()',
        'mawa_complaint_by_number()',
        'batch_of_slip(bytea)',
        'tell_of_complaint(uuid, text, timestamptz, uuid)',
        'told_of_complaint(uuid, text[])',
        'complaint_readers_changed()',
        'link_complaint(uuid, text)',
        'destroy_complaint(uuid)',
      ]
        .map((name) => `ALTER FUNCTION ${name} OWNER TO mawa_gate;`)
        .join('\n')}
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE complaint_trail;
      DROP POLICY documents_of_complaints_for_the_gate ON documents;
      DROP POLICY documents_of_complaints ON documents;
      REVOKE SELECT (owner_kind, owner_id, removed_at) ON documents FROM mawa_gate;
      DROP POLICY tasks_of_complaints_are_theirs ON tasks;
      DELETE FROM task_changes WHERE task_id IN (SELECT id FROM tasks WHERE kind LIKE 'complaint%');
      DELETE FROM tasks WHERE kind LIKE 'complaint%';
      DROP POLICY record_keys_of_others ON keys.record_keys;
      DROP POLICY record_keys_of_complaints ON keys.record_keys;
      DROP POLICY record_keys_of_new_complaints ON keys.record_keys;
      DROP POLICY record_keys_for_blind ON keys.record_keys;
      DROP POLICY record_keys_of_complaints_for_the_gate ON keys.record_keys;
      REVOKE SELECT (kind, record_id), DELETE ON keys.record_keys FROM mawa_gate;
      ALTER TABLE keys.record_keys NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE keys.record_keys DISABLE ROW LEVEL SECURITY;
      DELETE FROM keys.record_keys WHERE kind = 'complaint';
      DROP TRIGGER complaints_change_readers ON complaints;
      DROP TRIGGER complaint_kept_out_change_readers ON complaint_kept_out;
      DROP TRIGGER complaint_accused_change_readers ON complaint_accused;
      ${[
        'complaints',
        'complaint_words',
        'complaint_stages',
        'complaint_opinions',
        'complaint_hands',
        'complaint_batches',
        'complaint_slips',
        ...INSIDE.map(([table]) => table),
      ]
        .map(
          (table) => `
      DO $$ DECLARE p record; BEGIN
        FOR p IN SELECT policyname FROM pg_policies WHERE schemaname = 'public' AND tablename = '${table}' LOOP
          EXECUTE format('DROP POLICY %I ON ${table}', p.policyname);
        END LOOP;
      END $$;
      ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY;
      REVOKE ALL ON ${table} FROM mawa_app;`,
        )
        .join('')}
      DROP FUNCTION destroy_complaint, link_complaint, complaint_readers_changed, complaint_readers_change, told_of_complaint,
        tell_of_complaint, open_complaint_task, batch_of_slip, mawa_complaint_by_number, mawa_number, mawa_complaints_seen, complaint_readers, focal_points;
    `);
  }
}

-- For the duplicate finder alone (42501 otherwise): writes what a comparison found: new pairs, changed
-- reasons, pairs that come back or are withdrawn; notifies those concerned, takes compared people off the
-- waiting list, writes a run and an audit row. p_seen: who was compared, with the mark that was read. Returns
-- how many pairs are new.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION propose_duplicates(
  p_how text,
  p_matcher text,
  p_all boolean,
  p_pairs jsonb,
  p_seen jsonb,
  p_common integer,
  p_unread integer
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_new integer;
  v_pair uuid;
BEGIN
  IF mawa_actor() IS DISTINCT FROM '00000000-0000-4000-8000-00000000000d'::uuid THEN
    RAISE EXCEPTION 'only the duplicate finder proposes' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('duplicates', 0));
  WITH added AS (
    INSERT INTO duplicate_pairs (case_id, other_id, strength, reasons, found_how, matcher)
    SELECT a, b, strength, reasons, p_how, p_matcher
      FROM (
        SELECT r.*
          FROM jsonb_to_recordset(p_pairs) AS r (a uuid, b uuid, strength text, reasons text[])
          JOIN cases ca ON ca.id = r.a AND ca.erased_at IS NULL
          JOIN cases cb ON cb.id = r.b AND cb.erased_at IS NULL AND NOT mawa_same(r.a, r.b)) f
    ON CONFLICT ON CONSTRAINT duplicate_pairs_once DO NOTHING
    RETURNING id),
  first_state AS (INSERT INTO duplicate_states (pair_id, to_state) SELECT id, 'proposed' FROM added)
  SELECT count(*) INTO v_new FROM added;

  UPDATE duplicate_pairs p SET strength = f.strength, reasons = f.reasons, matcher = p_matcher
    FROM (
      SELECT r.*
        FROM jsonb_to_recordset(p_pairs) AS r (a uuid, b uuid, strength text, reasons text[])
        JOIN cases ca ON ca.id = r.a AND ca.erased_at IS NULL
        JOIN cases cb ON cb.id = r.b AND cb.erased_at IS NULL AND NOT mawa_same(r.a, r.b)) f
   WHERE p.case_id = f.a
     AND p.other_id = f.b
     AND p.state <> 'merged'
     AND (p.strength, p.reasons, p.matcher) IS DISTINCT FROM (f.strength, f.reasons, p_matcher);
  FOR v_pair IN
    SELECT p.id FROM duplicate_pairs p
      JOIN (
        SELECT r.*
          FROM jsonb_to_recordset(p_pairs) AS r (a uuid, b uuid, strength text, reasons text[])
          JOIN cases ca ON ca.id = r.a AND ca.erased_at IS NULL
          JOIN cases cb ON cb.id = r.b AND cb.erased_at IS NULL AND NOT mawa_same(r.a, r.b)) f
        ON p.case_id = f.a AND p.other_id = f.b
     WHERE p.state = 'withdrawn'
       OR p.state = 'not_same'
         AND EXISTS (
           SELECT 1 FROM case_corrections c
            WHERE c.case_id IN (p.case_id, p.other_id)
              AND c.fields &&
                '{names,birthDate,birthYear,ageAtRegistration,ageCertainty,documents,sex,nationality}'
              AND c.at > (
                SELECT max(s.at) FROM duplicate_states s
                 WHERE s.pair_id = p.id AND s.to_state = 'not_same')) LOOP
    v_new := v_new + set_duplicate_state(v_pair, 'proposed', 'facts_changed');
  END LOOP;
  FOR v_pair IN
    SELECT p.id FROM duplicate_pairs p
     WHERE p.state = 'proposed'
       AND NOT EXISTS (
         SELECT 1
           FROM (
             SELECT r.*
               FROM jsonb_to_recordset(p_pairs) AS r (a uuid, b uuid, strength text, reasons text[])
               JOIN cases ca ON ca.id = r.a AND ca.erased_at IS NULL
               JOIN cases cb ON cb.id = r.b AND cb.erased_at IS NULL AND NOT mawa_same(r.a, r.b)) f
          WHERE f.a = p.case_id AND f.b = p.other_id)
       AND (p_all
            OR EXISTS (
              SELECT 1 FROM jsonb_to_recordset(p_seen) AS s (id uuid, mark uuid)
               WHERE s.id IN (p.case_id, p.other_id))) LOOP
    PERFORM set_duplicate_state(v_pair, 'withdrawn', 'not_found');
  END LOOP;

  DELETE FROM duplicate_waiting w USING jsonb_to_recordset(p_seen) AS s (id uuid, mark uuid)
   WHERE s.id = w.case_id AND s.mark = w.mark;
  PERFORM notify_of_duplicates(NULL);
  INSERT INTO duplicate_runs (how, matcher, compared, found, common, unread)
  SELECT p_how, p_matcher, count(*), v_new, p_common, p_unread
    FROM jsonb_to_recordset(p_seen) AS s (id uuid, mark uuid);
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, body)
  VALUES (0, mawa_actor(), 'duplicates.propose', 'case',
          json_build_object(
            'how', p_how, 'compared',
            (SELECT count(*) FROM jsonb_to_recordset(p_seen) AS s (id uuid, mark uuid)), 'new', v_new)::text);
  RETURN v_new;
END
$$;
REVOKE EXECUTE ON FUNCTION propose_duplicates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION propose_duplicates TO mawa_app;
RESET ROLE;

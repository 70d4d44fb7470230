-- Blind question (answered across access boundaries, with an audit row): is one of these document numbers, as
-- keyed digests, on file for anybody not hidden from the actor? Asked while registering, by roles that open
-- cases (42501 otherwise). Beyond duplicate_questions_per_day in 24 hours the answer is no and the audit row
-- says refused.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION blind_known_document(p_digests bytea[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_asked integer;
BEGIN
  IF NOT mawa_may_open_cases() THEN
    RAISE EXCEPTION 'not asked by one who opens cases' USING ERRCODE = '42501';
  END IF;
  -- Two at once count as two.
  PERFORM pg_advisory_xact_lock(hashtextextended('same-document/' || mawa_actor(), 0));
  v_asked := (SELECT count(*) FROM audit_log WHERE actor_id = mawa_actor() AND action = 'blind.same_document'
    AND at > mawa_now() - interval '24 hours');
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, outcome, body)
  VALUES (0, mawa_actor(), 'blind.same_document', 'document',
    CASE WHEN v_asked < mawa_setting('duplicate_questions_per_day')::integer THEN 'done' ELSE 'refused' END,
    json_build_object('question', 'same document', 'numbers', cardinality(p_digests))::text);
  RETURN v_asked < mawa_setting('duplicate_questions_per_day')::integer
    AND EXISTS (SELECT 1 FROM document_digests
          WHERE digest = ANY (p_digests) AND case_id <> ALL ((SELECT (actor_reach()).hidden_cases)::uuid[]));
END
$$;
REVOKE EXECUTE ON FUNCTION blind_known_document FROM PUBLIC;
GRANT EXECUTE ON FUNCTION blind_known_document TO mawa_app;
RESET ROLE;

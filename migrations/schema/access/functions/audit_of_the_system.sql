-- Adds an audit row in the name of a system user, for lapse_holds() and lapse_requests(), with the canonical
-- body that the application writes elsewhere. p_ids are the cases or records concerned.
CREATE OR REPLACE FUNCTION audit_of_the_system(p_user uuid, p_action text, p_kind text, p_ids uuid[])
RETURNS void
LANGUAGE sql SET search_path = public, pg_temp AS $$
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (
    ('x' || right(p_user::text, 2))::bit(8)::int % 16, p_user, p_action, p_kind, p_ids,
    format(
      '{"action":"%s","actor":"%s","at":"%s","fields":[],"ids":[%s],"kind":"%s","outcome":"done","request":null}',
      p_action, p_user, to_char(mawa_now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      (SELECT string_agg('"' || id || '"', ',') FROM unnest(p_ids) id), p_kind))
$$;
REVOKE EXECUTE ON FUNCTION audit_of_the_system FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_of_the_system TO mawa_blind, mawa_gate;

-- Deferred trigger of decisions (argument `id`) and tranches (`decision_id`): the tranches of an approval
-- make its amount, are numbered from 1 and due in order; other decisions have none. 23514
-- project_tranches_make_the_grant.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_tranches_make_the_grant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v project_decisions;
  v_sum numeric;
  v_count int;
  v_last int;
  v_late boolean;
BEGIN
  SELECT * INTO v FROM project_decisions d WHERE d.id = (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
  SELECT coalesce(sum(t.amount), 0), count(*), max(t.number), coalesce(bool_or(t.due_on < t.before), false)
    INTO v_sum, v_count, v_last, v_late
    FROM (SELECT x.*, lag(x.due_on) OVER (ORDER BY x.number) AS before
            FROM project_tranches x
           WHERE x.decision_id = v.id) t;
  IF v.outcome = 'approved' AND (v_sum <> v.amount OR v_count <> v_last OR v_late)
      OR v.outcome <> 'approved' AND v_count > 0 THEN
    RAISE EXCEPTION 'not the grant' USING ERRCODE = '23514', CONSTRAINT = 'project_tranches_make_the_grant';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION project_tranches_make_the_grant FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_tranches_make_the_grant TO mawa_owner;
RESET ROLE;

-- Deferred trigger of plans, quarters and lines: the quarters make the amount of the plan, the last plan
-- makes the amount of the line, and quarters lie within the grant. 23514: budget_plan_adds_up,
-- budget_plan_within_the_grant.
CREATE OR REPLACE FUNCTION budget_plan_adds_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_plan budget_plans;
  v_line budget_lines;
  v_sum numeric;
  v_outside boolean;
BEGIN
  IF TG_TABLE_NAME = 'budget_lines' THEN
    SELECT * INTO v_plan
      FROM budget_plans
     WHERE line_id = (to_jsonb(NEW)->>'id')::uuid
     ORDER BY version DESC LIMIT 1;
  ELSIF TG_TABLE_NAME = 'budget_plans' THEN
    SELECT * INTO v_plan FROM budget_plans WHERE id = (to_jsonb(NEW)->>'id')::uuid;
  ELSE
    SELECT * INTO v_plan FROM budget_plans WHERE id = (to_jsonb(NEW)->>'plan_id')::uuid;
  END IF;
  IF v_plan.id IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO v_line FROM budget_lines WHERE id = v_plan.line_id;
  SELECT coalesce(sum(q.amount), 0),
         coalesce(bool_or(q.starts_on > g.ends_on OR q.starts_on + interval '3 months' <= g.starts_on),
           false) INTO v_sum, v_outside
    FROM budget_plan_quarters q JOIN grants g ON g.id = v_line.grant_id
   WHERE q.plan_id = v_plan.id;
  IF v_sum <> v_plan.amount
      OR v_sum <> v_line.amount
          AND NOT EXISTS (
              SELECT 1
                FROM budget_plans p
               WHERE p.line_id = v_plan.line_id AND p.version > v_plan.version) THEN
    RAISE EXCEPTION 'the quarters do not add up to the line'
      USING ERRCODE = '23514', CONSTRAINT = 'budget_plan_adds_up';
  END IF;
  IF v_outside THEN
    RAISE EXCEPTION 'a quarter outside the grant'
      USING ERRCODE = '23514', CONSTRAINT = 'budget_plan_within_the_grant';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION budget_plan_adds_up FROM PUBLIC;

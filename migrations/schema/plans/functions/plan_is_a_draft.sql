-- Trigger on plan_goals and plan_steps: their plan is a draft. 23514 plan_is_a_draft.
CREATE OR REPLACE FUNCTION plan_is_a_draft() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_state text;
BEGIN
  SELECT state INTO v_state FROM plans
   WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.plan_id ELSE NEW.plan_id END FOR SHARE;
  IF v_state IS DISTINCT FROM 'draft' THEN
    RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'plan_is_a_draft';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;

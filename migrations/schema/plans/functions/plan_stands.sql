-- Trigger on plans: what a plan says changes only while it is a draft (23514 plan_is_a_draft), states follow
-- each other (plan_steps_are_legal), and who wrote in it does not approve it (plans_approved_by_another).
CREATE OR REPLACE FUNCTION plan_stands() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (OLD.state <> 'draft' OR NEW.state <> 'draft')
     AND (OLD.version, OLD.based_on, OLD.author_id, OLD.created_at, OLD.wishes, OLD.agreement, OLD.agreed_on,
          OLD.agreed_how, OLD.agreed_language)
       IS DISTINCT FROM (NEW.version, NEW.based_on, NEW.author_id, NEW.created_at, NEW.wishes, NEW.agreement,
          NEW.agreed_on, NEW.agreed_how, NEW.agreed_language) THEN
    RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'plan_is_a_draft';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('draft', 'sent'), ('draft', 'dropped'),
       ('sent', 'draft'), ('sent', 'approved'), ('approved', 'replaced')) THEN
    RAISE EXCEPTION 'not a step of a plan' USING ERRCODE = '23514', CONSTRAINT = 'plan_steps_are_legal';
  END IF;
  IF OLD.state = 'sent' AND NEW.state = 'approved'
     AND EXISTS (SELECT 1 FROM plan_writers w WHERE w.plan_id = NEW.id AND w.user_id = NEW.decided_by) THEN
    RAISE EXCEPTION 'who wrote it does not approve it'
      USING ERRCODE = '23514', CONSTRAINT = 'plans_approved_by_another';
  END IF;
  RETURN NEW;
END
$$;

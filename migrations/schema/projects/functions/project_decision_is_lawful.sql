-- Trigger of project_decisions: on the agenda, by the chair, without a conflict of interest, with enough
-- scores, with a reason where it is not an approval above the threshold, and no more than was asked; fills in
-- the mean. 23514: project_not_decided, project_chair_decides, project_without_conflict, project_quorum,
-- project_decision_says_why, project_grant_as_asked.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION project_decision_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v projects;
  v_members int;
  v_sitting project_sittings;
BEGIN
  SELECT * INTO v FROM projects WHERE id = NEW.project_id FOR NO KEY UPDATE;
  SELECT * INTO v_sitting FROM project_sittings WHERE id = NEW.sitting_id;
  IF v.state <> 'submitted'
      OR NOT EXISTS (
          SELECT 1
            FROM project_agendas g
           WHERE g.sitting_id = NEW.sitting_id AND g.project_id = v.id AND g.plan_id = NEW.plan_id) THEN
    RAISE EXCEPTION 'decided' USING ERRCODE = '23514', CONSTRAINT = 'project_not_decided';
  END IF;
  IF v_sitting.chair_id <> mawa_actor() THEN
    RAISE EXCEPTION 'the chair decides' USING ERRCODE = '23514', CONSTRAINT = 'project_chair_decides';
  END IF;
  IF project_in_conflict(v.id, mawa_actor())
      OR EXISTS (
          SELECT 1
            FROM project_recusals r
           WHERE r.sitting_id = NEW.sitting_id AND r.project_id = v.id AND r.user_id = mawa_actor()) THEN
    RAISE EXCEPTION 'has to do with it' USING ERRCODE = '23514', CONSTRAINT = 'project_without_conflict';
  END IF;
  SELECT m.mean, m.members INTO NEW.mean, v_members FROM project_mean(NEW.sitting_id, v.id) m;
  IF v_members < (mawa_setting('project_quorum'))::text::int THEN
    RAISE EXCEPTION 'too few have scored' USING ERRCODE = '23514', CONSTRAINT = 'project_quorum';
  END IF;
  IF NEW.reason IS NULL
      AND (NEW.outcome <> 'approved' OR NEW.mean < (mawa_setting('project_threshold'))::text::numeric) THEN
    RAISE EXCEPTION 'it says no reason' USING ERRCODE = '23514', CONSTRAINT = 'project_decision_says_why';
  END IF;
  IF NEW.amount > (SELECT p.grant_asked FROM project_plans p WHERE p.id = NEW.plan_id) THEN
    RAISE EXCEPTION 'more than was asked' USING ERRCODE = '23514', CONSTRAINT = 'project_grant_as_asked';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION project_decision_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION project_decision_is_lawful TO mawa_owner;
RESET ROLE;

-- The open tasks that end with a case: what was to be done with a person whose file ends. What the programme still owes
-- afterwards stays: documents to destroy, requests about data, dangers, proceedings, what somebody wrote for themselves.
-- Runs with the caller's rights: the page before closing counts what its reader sees, the trigger ends all.
CREATE OR REPLACE FUNCTION tasks_ending_with(p_case uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT t.id
    FROM tasks t
   WHERE t.case_id = p_case
     AND t.done_at IS NULL
     AND t.kind IN (
       'assessment_due', 'assessment_returned', 'consent', 'consent_expires', 'document_expiry', 'help_asked',
       'hotline_case', 'plan_approval', 'plan_returned', 'plan_step', 'safety_plan', 'urgent_help')
$$;

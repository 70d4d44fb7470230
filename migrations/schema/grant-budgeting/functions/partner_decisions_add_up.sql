-- Deferred trigger: a step that authorises or accepts a submission decides on each of its rows, the sum is its
-- amount, and no line is accepted beyond its part of the agreement. 23514: partner_decisions_add_up,
-- partner_within_the_line.
CREATE OR REPLACE FUNCTION partner_decisions_add_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_step partner_steps;
  p partner_papers;
BEGIN
  SELECT * INTO v_step
    FROM partner_steps
   WHERE id = CASE TG_TABLE_NAME
                WHEN 'partner_steps' THEN (to_jsonb(NEW)->>'id')::uuid
                ELSE (to_jsonb(NEW)->>'step_id')::uuid
              END;
  SELECT * INTO p FROM partner_papers WHERE id = v_step.paper_id;
  IF v_step.step NOT IN ('authorised', 'accepted')
      OR v_step.amount IS DISTINCT FROM (
          SELECT sum(d.agreed) FROM partner_row_decisions d WHERE d.step_id = v_step.id)
      OR (SELECT count(*) FROM partner_row_decisions d WHERE d.step_id = v_step.id)
        <> (SELECT count(*) FROM partner_paper_rows r WHERE r.paper_id = p.id)
      OR EXISTS (
          SELECT 1
            FROM partner_row_decisions d JOIN partner_paper_rows r ON r.id = d.row_id
           WHERE d.step_id = v_step.id AND r.paper_id <> p.id) THEN
    PERFORM refuse('partner_decisions_add_up');
  END IF;
  IF v_step.step = 'accepted'
      AND EXISTS (
          SELECT 1
            FROM agreement_lines l
           WHERE l.agreement_id = p.agreement_id
             AND l.amount < (
                 SELECT coalesce(sum(d.agreed), 0)
                   FROM partner_papers o
                   JOIN partner_paper_states s ON s.paper_id = o.id
                   JOIN partner_row_decisions d ON d.step_id = s.agreed_by_step
                   JOIN partner_paper_rows r ON r.id = d.row_id
                  WHERE o.agreement_id = l.agreement_id
                    AND o.kind = 'report'
                    AND r.line_id = l.line_id)) THEN
    PERFORM refuse('partner_within_the_line');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_decisions_add_up FROM PUBLIC;

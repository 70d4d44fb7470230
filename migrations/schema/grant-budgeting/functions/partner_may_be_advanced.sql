-- Whether another advance may be authorised or paid: all earlier advances are settled, and of the last one
-- the share advance_liquidation_share (0.80); refunds count.
CREATE OR REPLACE FUNCTION partner_may_be_advanced(p_agreement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    WITH paid AS (
        SELECT s.amount, row_number() OVER (ORDER BY s.on_day DESC, s.place DESC) AS back
          FROM partner_papers p
          JOIN partner_paper_states st ON st.paper_id = p.id AND st.state = 'paid'
          JOIN partner_steps s ON s.id = st.step_id
         WHERE p.agreement_id = p_agreement AND p.kind = 'advance')
    SELECT t.liquidated + t.refunded
             >= coalesce((SELECT sum(amount) FROM paid WHERE back > 1), 0)
               + coalesce((SELECT amount FROM paid WHERE back = 1), 0)
                 * (mawa_setting('advance_liquidation_share'))::numeric
      FROM partner_totals t
     WHERE t.agreement_id = p_agreement);
END
$$;

-- Compensation that a court awarded and that is not settled: the last award of a proceeding, what was paid of it, what is
-- known not to be recoverable, what is left, and the day after which it is overdue (legal_award_days).
CREATE OR REPLACE VIEW unpaid_awards WITH (security_invoker = true) AS
SELECT p.id AS proceeding_id, p.case_id, p.officer_id, w.currency, w.amount AS awarded, w.on_day AS awarded_on,
       s.paid, s.unrecoverable, w.amount - s.paid - s.unrecoverable AS outstanding,
       w.on_day + (SELECT mawa_setting('legal_award_days')::int) AS due_on
  FROM proceedings p
 CROSS JOIN LATERAL (
   SELECT a.amount, a.currency, a.on_day
     FROM compensation_amounts a
    WHERE a.proceeding_id = p.id AND a.what = 'awarded' AND a.retracted_at IS NULL
    ORDER BY a.place DESC LIMIT 1) w
 CROSS JOIN LATERAL (
   SELECT coalesce(sum(a.amount) FILTER (WHERE a.what = 'paid'), 0) AS paid,
          coalesce(sum(a.amount) FILTER (WHERE a.what = 'unrecoverable'), 0) AS unrecoverable
     FROM compensation_amounts a
    WHERE a.proceeding_id = p.id AND a.retracted_at IS NULL) s
 WHERE w.amount > s.paid + s.unrecoverable;
GRANT SELECT ON unpaid_awards TO mawa_app, mawa_gate;

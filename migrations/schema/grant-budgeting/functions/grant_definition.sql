-- A grant as it stands now, in the form in which grants are proposed (grant-definition.types.ts): award, outcomes, agencies,
-- lines and reports. Two that differ in nothing are equal as jsonb.
CREATE OR REPLACE FUNCTION grant_definition(p_grant uuid) RETURNS jsonb
LANGUAGE sql STABLE AS $$
  SELECT jsonb_strip_nulls(jsonb_build_object(
           'code', g.code, 'awardNumber', g.award_number, 'title', g.title, 'donorCode', d.code,
           'currency', g.currency, 'amount', g.amount::text, 'feeRate', trim_scale(g.fee_rate)::text,
           'startsOn', g.starts_on, 'endsOn', g.ends_on, 'sharesSource', g.shares_source,
           'recipient', CASE WHEN g.recipient_name IS NOT NULL THEN jsonb_build_object(
             'name', g.recipient_name, 'uei', g.recipient_uei, 'ein', g.recipient_ein,
             'account', g.recipient_account) END,
           'outcomes', (
             SELECT coalesce(jsonb_agg(jsonb_build_object('code', o.code, 'name', o.name) ORDER BY o.code), '[]')
               FROM grant_outcomes o
              WHERE o.grant_id = g.id AND o.code <> 'all'),
           'shares', (
             SELECT coalesce(jsonb_agg(jsonb_build_object(
                      'organisationCode', a.code, 'afterFee', s.after_fee::text,
                      'supportRate', trim_scale(s.support_rate)::text,
                      'lines', (
                        SELECT coalesce(jsonb_agg(jsonb_build_object(
                                 'code', l.code, 'name', l.name, 'amount', l.amount::text,
                                 'unsdg', l.unsdg_category, 'objectClass', l.object_class,
                                 'outcome', nullif(l.outcome_code, 'all'),
                                 'partnerCode', CASE WHEN l.partner_id <> l.organisation_id THEN p.code END)
                                 ORDER BY l.code), '[]')
                          FROM budget_lines l JOIN organisations p ON p.id = l.partner_id
                         WHERE l.grant_id = g.id AND l.organisation_id = s.organisation_id))
                      ORDER BY a.code), '[]')
               FROM grant_shares s JOIN organisations a ON a.id = s.organisation_id
              WHERE s.grant_id = g.id),
           'reports', (
             SELECT jsonb_agg(jsonb_build_object('kind', c.kind, 'firstFrom', c.first_from, 'dueDays', c.due_days,
                      'languages', to_jsonb(c.languages)) ORDER BY c.kind)
               FROM grant_report_calendar c
              WHERE c.grant_id = g.id)))
    FROM grants g JOIN organisations d ON d.id = g.donor_id
   WHERE g.id = p_grant
$$;

-- What a partner sees of its referrals, by its account or by the link in the session: reference, help, days
-- and state, never a person. The one with p_id, or all: live ones by their day, then ended ones, the newest
-- first. One more than the 200 of a list, so that it can say that there are older ones. For modules/referrals/received.service.ts.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION partner_referrals(p_id uuid)
RETURNS TABLE(id uuid, reference text, service text, "listVersion" integer, urgency text,
  "sentAt" timestamptz, "dueAt" timestamptz, state text, "answeredAt" timestamptz, "endedAt" timestamptz,
  outcome text, live boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT r.id, r.reference, r.service, r.list_version, r.urgency, r.sent_at, r.due_at, r.state,
         r.answered_at, r.ended_at, r.outcome, coalesce(r.live, false)
    FROM referrals r
   WHERE (p_id IS NULL OR r.id = p_id)
     AND (r.partner_id = (SELECT mawa_partner_organisation()) OR r.id = (SELECT mawa_linked('referral')))
   ORDER BY r.ended_at DESC NULLS FIRST, r.answered_at IS NOT NULL, r.due_at, r.id LIMIT 201
$$;
REVOKE EXECUTE ON FUNCTION partner_referrals FROM PUBLIC;
GRANT EXECUTE ON FUNCTION partner_referrals TO mawa_app;
RESET ROLE;

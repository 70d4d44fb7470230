-- Writes an event for each endpoint in force that wants its kind: those of these organisations, while they are active, and
-- the programme's own, but not of referrals. For the triggers that make events; a suspended endpoint gets it when it is resumed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION webhook_event(p_kind text, p_data jsonb, p_organisations uuid[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO webhook_deliveries (endpoint_id, kind, data)
  SELECT e.id, p_kind, p_data
    FROM webhook_endpoints e LEFT JOIN organisations o ON o.id = e.organisation_id
   WHERE e.confirmed_at IS NOT NULL AND e.ended_at IS NULL AND p_kind = ANY (e.kinds)
     AND (e.organisation_id IS NULL AND p_kind NOT LIKE 'referral.%'
       OR (o.active AND o.id = ANY (p_organisations)))
$$;
REVOKE EXECUTE ON FUNCTION webhook_event FROM PUBLIC;
GRANT EXECUTE ON FUNCTION webhook_event TO mawa_owner;
RESET ROLE;

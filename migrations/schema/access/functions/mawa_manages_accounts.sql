-- Whether the actor may write the accounts of others: an administrator, or the system users of jobs and of
-- setting up. Never through a token.
CREATE OR REPLACE FUNCTION mawa_manages_accounts() RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_token() IS NULL
     AND (mawa_has_role('administrator')
      OR mawa_actor() IN ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004'))
$$;

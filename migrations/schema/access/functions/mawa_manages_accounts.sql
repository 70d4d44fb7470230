CREATE FUNCTION mawa_manages_accounts() RETURNS boolean
LANGUAGE sql STABLE AS $$
SELECT mawa_has_role('administrator')
    OR mawa_actor() IN ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000004')
$$;
-- comment May the actor write the accounts of others

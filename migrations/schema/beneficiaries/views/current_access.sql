-- The access rows that hold now. Invoker's rights: the application sees those of the actor's own principals, of
-- cases that are not hidden from them (policy case_access_own), so that a policy which asks for a row here reads
-- the access to a case that holds now, or all that the actor has once where a statement reads many cases. The end is
-- written as in the indexes case_access_by_case and case_access_by_principal.
CREATE OR REPLACE VIEW current_access WITH (security_invoker = true) AS
SELECT a.case_id, a.parts, a.from_at
  FROM case_access a
 WHERE a.from_at <= (SELECT mawa_now())
   AND CASE WHEN a.until_at IS NULL THEN 'infinity' ELSE a.until_at END > (SELECT mawa_now());
GRANT SELECT ON current_access TO mawa_app;

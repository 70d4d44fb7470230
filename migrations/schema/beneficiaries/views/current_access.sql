-- The access rows that hold now. Invoker's rights: the application sees those of the actor's own principals, of
-- cases that are not hidden from them (policy case_access_own), so that a policy which asks for a row here reads
-- one index entry a case, or all of the actor's rows once where a statement reads many cases.
CREATE OR REPLACE VIEW current_access WITH (security_invoker = true) AS
SELECT a.case_id, a.parts
  FROM case_access a
 WHERE a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now()));
GRANT SELECT ON current_access TO mawa_app;

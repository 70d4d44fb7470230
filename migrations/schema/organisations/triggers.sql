-- Which focal points read a complaint depends on organisations.
CREATE TRIGGER organisations_change_who_reads_complaints AFTER UPDATE OF kind ON organisations
  FOR EACH STATEMENT
  EXECUTE FUNCTION complaints_are_followed();
-- Audiences and roles depend on the kind.
CREATE TRIGGER organisations_keep_their_kind BEFORE UPDATE OF kind ON organisations
  FOR EACH ROW
  EXECUTE FUNCTION organisations_keep_their_kind();

-- What the actor may reach is computed anew in this transaction once an organisation is deleted.
CREATE TRIGGER organisations_change_reach AFTER DELETE ON organisations
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();

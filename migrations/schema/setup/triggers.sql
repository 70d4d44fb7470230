-- Once there is an account, no printed address makes another one.
CREATE TRIGGER users_end_setup_tokens AFTER INSERT ON users
  FOR EACH ROW
  WHEN (NOT new.system)
  EXECUTE FUNCTION users_end_setup_tokens();

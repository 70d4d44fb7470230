-- What protects small numbers is set by programme officers, ahead of time.
CREATE TRIGGER thresholds_are_set BEFORE INSERT ON settings
  FOR EACH ROW
  WHEN (new.key ~~ E'threshold\\_%' AND CURRENT_USER = 'mawa_app'::name)
  EXECUTE FUNCTION threshold_is_set();

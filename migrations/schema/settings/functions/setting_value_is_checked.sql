-- Trigger on settings and setting_proposals: a value outside of what its definition allows is refused (23514
-- setting_value_fits).
CREATE OR REPLACE FUNCTION setting_value_is_checked() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_definition setting_definitions;
BEGIN
  SELECT * INTO v_definition FROM setting_definitions WHERE key = NEW.key;
  IF NOT FOUND THEN RETURN NEW; END IF; -- The foreign key refuses it.
  -- What is proposed on a page of its own is checked by its tables, when it is confirmed.
  IF v_definition.kind = 'page' AND v_definition.protects IS NOT NULL THEN RETURN NEW; END IF;
  IF NOT setting_value_fits(v_definition.kind, v_definition.shape, NEW.value) THEN
    PERFORM refuse('setting_value_fits');
  END IF;
  RETURN NEW;
END
$$;

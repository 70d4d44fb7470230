-- Trigger on list_items: a code without parent is a code of the list that lists.first_tier names, if it names
-- one. 23514 list_items_first_tier.
CREATE OR REPLACE FUNCTION list_first_tier_is_known() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM lists l
     WHERE l.name = NEW.list
       AND l.first_tier IS NOT NULL
       AND NOT EXISTS (
         SELECT 1 FROM list_items i
           JOIN list_versions v ON v.list = i.list AND v.version = i.version
          WHERE i.list = l.first_tier AND i.code = NEW.code AND v.state = 'approved')) THEN
    RAISE EXCEPTION 'the first tier has codes of another list'
      USING ERRCODE = '23514', CONSTRAINT = 'list_items_first_tier';
  END IF;
  RETURN NEW;
END
$$;

-- Notifies channel mawa_board of a shelter and the first and last night that changed; both null: some request
-- changed. No person, no bed.
CREATE OR REPLACE FUNCTION notify_board(p_shelter uuid, p_nights daterange) RETURNS void
LANGUAGE sql AS $$
  SELECT pg_notify('mawa_board', jsonb_strip_nulls(jsonb_build_object(
    'shelter', p_shelter, 'from', lower(p_nights), 'until', upper(p_nights)))::text)
$$;

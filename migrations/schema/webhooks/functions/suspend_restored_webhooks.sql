-- Called at the end of reading a backup or an archive into an empty Mawa, by whoever reads it: the copy may stand beside
-- the programme that it was made of. Each endpoint in force is suspended, with a task, until an administrator resumes it.
CREATE OR REPLACE FUNCTION suspend_restored_webhooks(p_at timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE v_endpoint uuid;
BEGIN
  PERFORM set_config('mawa.now', p_at::text, true);
  PERFORM set_config('mawa.actor', '00000000-0000-4000-8000-000000000003', true);
  FOR v_endpoint IN
    UPDATE webhook_endpoints SET suspended_at = p_at, suspended_why = 'restored'
     WHERE confirmed_at IS NOT NULL AND ended_at IS NULL AND suspended_at IS NULL
    RETURNING id
  LOOP
    PERFORM open_task('webhook_suspended', NULL, v_endpoint, 'administrator', NULL, p_at + interval '1 day');
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION suspend_restored_webhooks FROM PUBLIC;

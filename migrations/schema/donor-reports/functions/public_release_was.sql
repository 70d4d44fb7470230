-- Whether something was released under this name and is gone: answered by 410 in place of 404.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION public_release_was(p_slug text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM public_releases p WHERE p.slug = p_slug AND NOT p.live);
END
$$;
REVOKE EXECUTE ON FUNCTION public_release_was FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public_release_was TO mawa_app;
RESET ROLE;

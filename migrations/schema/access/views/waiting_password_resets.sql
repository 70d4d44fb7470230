-- Accounts whose forgotten password waits for administrators, until one of them makes a link.
CREATE OR REPLACE VIEW waiting_password_resets WITH (security_invoker = true) AS
SELECT r.user_id, r.made_at
  FROM password_resets r
 WHERE r.token_digest IS NULL AND r.ended_at IS NULL AND r.expires_at > mawa_now()
   AND NOT EXISTS (SELECT 1 FROM password_links l WHERE l.user_id = r.user_id AND l.made_at >= r.made_at);
GRANT SELECT ON waiting_password_resets TO mawa_app;

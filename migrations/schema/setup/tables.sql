-- The first hour of an installation: docs/begin.md.

-- One row is one address with which whoever runs the server makes the first two administrators. Made by
-- new_setup_token(), used once by use_setup_token(), before expires_at and while there is no account; at most
-- one is open. Read and written by functions of mawa_gate alone.
CREATE TABLE setup_tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- SHA-256 of the secret, which is printed once and kept nowhere.
  token_digest bytea NOT NULL UNIQUE CHECK (length(token_digest) = 32),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  -- Replaced by another one, or an account was made in another way.
  ended_at timestamptz,
  CONSTRAINT setup_tokens_last_a_while CHECK (expires_at > made_at),
  CONSTRAINT setup_tokens_are_used_or_ended CHECK (used_at IS NULL OR ended_at IS NULL)
);
CREATE UNIQUE INDEX setup_tokens_one_open ON setup_tokens ((true)) WHERE used_at IS NULL AND ended_at IS NULL;
GRANT SELECT, INSERT (token_digest, expires_at), UPDATE (used_at, ended_at) ON setup_tokens TO mawa_gate;


-- One row is the word of an administrator that a step of the check list was done which no other row shows. The
-- latest of a subject counts; rows are never changed.
CREATE TABLE setup_confirmations (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- key_copy: the check value of a copy of the key file was typed. mail: the code of a test mail was typed.
  -- lists, texts: reference lists, texts of consent were looked over.
  subject text NOT NULL CHECK (subject IN ('key_copy', 'mail', 'lists', 'texts')),
  -- The name of the key file that was copied (KeyFile.id): another key file needs another copy.
  key_file text CHECK (length(key_file) BETWEEN 1 AND 100),
  said_by uuid NOT NULL REFERENCES users (id),
  said_at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT setup_confirmations_name_the_key_file CHECK ((subject = 'key_copy') = (key_file IS NOT NULL))
);
CREATE INDEX setup_confirmations_by_subject ON setup_confirmations (subject, said_at DESC);
GRANT SELECT, INSERT (subject, key_file, said_by) ON setup_confirmations TO mawa_app;

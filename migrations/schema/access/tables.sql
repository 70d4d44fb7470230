-- ==== Accounts, roles, memberships ====

-- One row is one account: a person, or a system user (`system`; no password, cannot sign in). Added by an
-- administrator or the command line; closed (`active` false, account_closings), never deleted.
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  email text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  password_hash text,
  language text NOT NULL DEFAULT 'fr' CHECK (language IN ('fr', 'ar', 'en')),
  -- Null: an account of the programme itself.
  organisation_id uuid REFERENCES organisations (id),
  system boolean NOT NULL DEFAULT false,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- The account of a program (service_accounts): no password, and it signs in by its tokens alone.
  service boolean NOT NULL DEFAULT false,
  -- The name in Arabic letters: what pages in Arabic show (localized_name); everything else shows the one name.
  names jsonb CONSTRAINT users_names_are_arabic CHECK (
    names IS NULL OR names - 'ar' = '{}' AND coalesce(names ->> 'ar', '')
      ~ '^(?=.*[\u0621-\u064a])[\u0621-\u063a\u0641-\u0652\u0670-\u06d3\u06d5 .''’-]{1,120}$'),
  CONSTRAINT users_email_once UNIQUE (email),
  CONSTRAINT users_system_has_no_password CHECK (NOT (system) OR password_hash IS NULL),
  CONSTRAINT users_of_a_program_have_no_password CHECK (NOT service OR (password_hash IS NULL AND NOT system))
);
GRANT SELECT (id, email, name, password_hash, language, organisation_id, system, active, created_at, service, names), UPDATE
  (password_hash, language) ON users TO mawa_gate;
GRANT SELECT (id, name, organisation_id, system, active, service, names) ON users TO mawa_figures, mawa_blind;
GRANT SELECT (id, email, name, language, organisation_id, system, active, created_at, service, names), INSERT (email, name,
  password_hash, language, organisation_id, service, names), UPDATE (active, names) ON users TO mawa_app;


-- One row gives one role to one account. It counts once a second person confirmed it (all roles but
-- partner_viewer), until it is ended or its last day is over; ended rows stay.
CREATE TABLE user_roles (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  role text NOT NULL
    CHECK (role IN ('administrator', 'shelter_manager', 'shelter_staff', 'reintegration_officer',
                    'case_supervisor', 'legal_officer', 'hotline_operator', 'programme_officer',
                    'finance_officer', 'partner_viewer', 'auditor', 'focal_point', 'commission_officer',
                    'donor_viewer')),
  -- Whether holders of the role may be given access to cases.
  opens_cases boolean NOT NULL GENERATED ALWAYS AS (
    role IN ('shelter_manager', 'shelter_staff', 'reintegration_officer', 'case_supervisor', 'legal_officer',
             'hotline_operator')) STORED,
  granted_by uuid NOT NULL REFERENCES users (id),
  granted_at timestamptz NOT NULL DEFAULT mawa_now(),
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  needs_second boolean NOT NULL GENERATED ALWAYS AS (role <> 'partner_viewer') STORED,
  -- The last day of a role that was given for a time; it opens nothing afterwards (current_roles), and the job end-roles ends it.
  last_day date,
  CONSTRAINT user_roles_last_day_is_to_come CHECK (last_day >= (granted_at AT TIME ZONE 'UTC')::date - 1),
  CONSTRAINT user_roles_nobody_changes_their_own
    CHECK (granted_by <> user_id AND confirmed_by <> user_id AND ended_by <> user_id),
  CONSTRAINT user_roles_second_person CHECK (confirmed_by <> granted_by)
);
CREATE UNIQUE INDEX user_roles_once ON user_roles (user_id, role) WHERE ended_at IS NULL;
GRANT SELECT ON user_roles TO mawa_app, mawa_figures, mawa_blind, mawa_gate;
GRANT INSERT (user_id, role, granted_by, last_day), UPDATE (ended_by, ended_at) ON user_roles TO mawa_gate;
GRANT INSERT (user_id, role, granted_by, last_day), UPDATE (confirmed_by, confirmed_at, ended_by, ended_at) ON
  user_roles TO mawa_app;


-- One row is one team of colleagues who follow cases together: a case assigned to it is open to whoever is a member
-- then (memberships). Closed, never deleted; a closed team opens nothing.
CREATE TABLE teams (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  created_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  created_at timestamptz NOT NULL DEFAULT mawa_now(),
  closed_by uuid REFERENCES users (id),
  closed_at timestamptz,
  CONSTRAINT teams_closing_is_signed CHECK ((closed_at IS NULL) = (closed_by IS NULL))
);
CREATE UNIQUE INDEX teams_name_once ON teams (lower(name)) WHERE closed_at IS NULL;
GRANT SELECT ON teams TO mawa_app, mawa_gate;
GRANT INSERT (name), UPDATE (closed_by, closed_at) ON teams TO mawa_app;


-- One row makes one person a member of a team, a shelter or an organisation for some time: access rows of that
-- principal then count for them. Given and ended by others than the person.
CREATE TABLE memberships (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  principal_kind text NOT NULL CHECK (principal_kind IN ('team', 'organisation', 'shelter')),
  principal_id uuid NOT NULL,
  from_at timestamptz NOT NULL DEFAULT mawa_now(),
  until_at timestamptz,
  given_by uuid NOT NULL REFERENCES users (id),
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT memberships_once
    EXCLUDE USING gist (
      user_id WITH =, principal_kind WITH =, principal_id WITH =, tstzrange(from_at, until_at) WITH &&),
  CONSTRAINT memberships_nobody_gives_themselves CHECK (given_by <> user_id),
  CONSTRAINT memberships_end_after_they_begin CHECK (until_at >= from_at),
  CONSTRAINT memberships_nobody_ends_their_own CHECK (ended_by <> user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);
GRANT SELECT ON memberships TO mawa_app, mawa_figures, mawa_blind, mawa_gate;
GRANT INSERT (user_id, principal_kind, principal_id, until_at, given_by), UPDATE (until_at, ended_by,
  ended_at) ON memberships TO mawa_app;


-- One row lets a deputy stand in for an absent colleague from an instant to another: the files that the colleague
-- answers for in their own name are then the deputy's too (mawa_principals). Named by the colleague, or by a case
-- supervisor, and then in force once an administrator confirmed it. Ended early by a signature, never deleted.
CREATE TABLE deputies (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Who is absent.
  user_id uuid NOT NULL REFERENCES users (id),
  deputy_id uuid NOT NULL REFERENCES users (id),
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  given_by uuid NOT NULL REFERENCES users (id),
  given_at timestamptz NOT NULL DEFAULT mawa_now(),
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT deputies_one_at_a_time
    EXCLUDE USING gist (user_id WITH =, tstzrange(from_at, until_at) WITH &&) WHERE (ended_at IS NULL),
  CONSTRAINT deputies_are_somebody_else CHECK (deputy_id <> user_id),
  CONSTRAINT deputies_nobody_names_themselves CHECK (given_by <> deputy_id),
  CONSTRAINT deputies_second_person CHECK (confirmed_by NOT IN (given_by, deputy_id, user_id)),
  CONSTRAINT deputies_end_after_they_begin CHECK (until_at > from_at),
  CONSTRAINT deputies_last_93_days CHECK (until_at <= from_at + interval '93 days'),
  CONSTRAINT deputies_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CONSTRAINT deputies_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX deputies_by_deputy ON deputies (deputy_id, until_at) WHERE ended_at IS NULL;
GRANT SELECT ON deputies TO mawa_app, mawa_gate;
GRANT INSERT (user_id, deputy_id, from_at, until_at, given_by), UPDATE (confirmed_by, confirmed_at, ended_by,
  ended_at) ON deputies TO mawa_app;


-- One row is one act that handed the files of one colleague to another, all at once (hand_over_caseload): how many
-- went over, and how many stayed because the other is kept out of them. Written by that function alone.
CREATE TABLE caseload_handovers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  from_user uuid NOT NULL REFERENCES users (id),
  to_user uuid NOT NULL REFERENCES users (id),
  handed_over integer NOT NULL CHECK (handed_over > 0),
  left_out integer NOT NULL CHECK (left_out >= 0),
  by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT caseload_handovers_to_somebody_else CHECK (to_user <> from_user)
);
CREATE INDEX caseload_handovers_by_time ON caseload_handovers (at);
GRANT SELECT ON caseload_handovers TO mawa_app;
GRANT SELECT, INSERT ON caseload_handovers TO mawa_gate;


-- One row is one closing of an account, with its reason, and its reopening if there was one.
CREATE TABLE account_closings (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  reason text NOT NULL CHECK (reason IN ('left', 'absence', 'security', 'mistake')),
  closed_by uuid NOT NULL REFERENCES users (id),
  closed_at timestamptz NOT NULL DEFAULT mawa_now(),
  reopened_by uuid REFERENCES users (id),
  reopened_at timestamptz,
  CONSTRAINT account_closings_nobody_closes_themselves
    CHECK (closed_by <> user_id AND reopened_by <> user_id),
  CONSTRAINT account_closings_reopened_later CHECK (reopened_at >= closed_at)
);
CREATE UNIQUE INDEX account_closings_once ON account_closings (user_id) WHERE reopened_at IS NULL;
GRANT SELECT ON account_closings TO mawa_app, mawa_gate;
GRANT INSERT (user_id, reason, closed_by), UPDATE (reopened_by, reopened_at) ON account_closings TO mawa_app;


-- ==== Signing in ====

-- One row is one signed-in browser or API client, found by the digest of its token. Read and written by
-- functions of mawa_gate alone. Ends by signing out, at expires_at, or when unused for a time that the
-- application passes (session_find).
CREATE TABLE sessions (
  token_digest bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  -- Names the session to its owner, who may end it.
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- What was shown beside the password, and when last.
  second_factor text CHECK (second_factor IN ('code', 'recovery_code', 'provider', 'passkey')),
  second_factor_at timestamptz,
  -- When its owner last showed that it is them: by the password, or by the second factor where there is one. Null: when
  -- it was opened (by a server of 0.1.0).
  proved_at timestamptz,
  -- Browser and system as "Firefox, Windows", and the address, of the sign-in; for the owner and administrators.
  device text CHECK (length(device) <= 80),
  address inet,
  -- The link through which it was opened; null: by the password (identity_links).
  identity_link_id uuid,
  -- The network (an IPv4 /16, an IPv6 /32) from which it was used last, and another browser that brought its cookie.
  network text CHECK (length(network) <= 64),
  other_device text CHECK (length(other_device) <= 80),
  -- Whether its lists show the names of people beside their numbers (session_names).
  names_shown boolean NOT NULL DEFAULT false,
  -- Keyed digest of issuer and `sid`: the session at the provider through which it was opened; null where that names none.
  provider_session_digest bytea CHECK (length(provider_session_digest) = 32),
  CONSTRAINT sessions_of_a_provider_have_a_link CHECK (provider_session_digest IS NULL OR identity_link_id IS NOT NULL),
  CONSTRAINT sessions_id_once UNIQUE (id),
  CONSTRAINT sessions_second_factor_has_a_time CHECK ((second_factor IS NULL) = (second_factor_at IS NULL))
);
CREATE INDEX sessions_by_user ON sessions (user_id);
CREATE INDEX sessions_by_provider_session ON sessions (provider_session_digest)
  WHERE provider_session_digest IS NOT NULL AND ended_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions TO mawa_gate;
GRANT SELECT (user_id, expires_at, ended_at), UPDATE (ended_at) ON sessions TO mawa_gate;


-- One row is a link to set a password: asked for by one colleague (made_by), confirmed by another
-- (confirmed_by), who alone is shown the secret. At most one open link an account; used once, before
-- expires_at.
CREATE TABLE password_links (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  -- SHA-256 of the secret, 32 bytes; null until the link is confirmed.
  token_digest bytea CHECK (length(token_digest) = 32),
  made_by uuid NOT NULL REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  expires_at timestamptz NOT NULL,
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  ended_at timestamptz,
  CONSTRAINT password_links_token_once UNIQUE (token_digest),
  CONSTRAINT password_links_last_a_while CHECK (expires_at > made_at),
  CONSTRAINT password_links_not_for_oneself CHECK (made_by <> user_id AND confirmed_by <> user_id),
  CONSTRAINT password_links_second_person CHECK (confirmed_by <> made_by),
  CONSTRAINT password_links_secret_comes_with_the_second_person
    CHECK (ended_at IS NOT NULL OR (token_digest IS NULL) = (confirmed_by IS NULL))
);
CREATE UNIQUE INDEX password_links_one_open ON password_links (user_id) WHERE ended_at IS NULL;
GRANT SELECT ON password_links TO mawa_gate;
GRANT SELECT (id, user_id, made_by, made_at, expires_at, confirmed_by, confirmed_at, ended_at), INSERT
  (user_id, made_by, expires_at), UPDATE (token_digest, expires_at, confirmed_by, confirmed_at, ended_at) ON
  password_links TO mawa_app;
GRANT UPDATE (ended_at) ON password_links TO mawa_gate;
COMMENT ON TABLE password_links IS 'Asked for by made_by; handed over by confirmed_by, who alone was shown the secret.';


-- One row is a forgotten password: its owner asked for a new one on the sign-in page. The secret is mailed to the owner
-- alone; where a role needs a second person and the account has no second factor there is none, and administrators make
-- a link (password_links). A newer one leaves those of before in force, so that a stranger's form takes nobody's mail away.
-- Written by functions of mawa_gate.
CREATE TABLE password_resets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  -- SHA-256 of the secret in the mail, 32 bytes; null where the account waits for administrators.
  token_digest bytea CHECK (length(token_digest) = 32),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  CONSTRAINT password_resets_token_once UNIQUE (token_digest)
);
CREATE INDEX password_resets_by_user ON password_resets (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON password_resets TO mawa_gate;
GRANT SELECT ON password_resets TO mawa_app;


-- One row is one change of a password, by the owner (link_id null) or with a link.
CREATE TABLE password_changes (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  link_id uuid REFERENCES password_links (id),
  at timestamptz NOT NULL DEFAULT mawa_now(),
  CONSTRAINT password_changes_link_used_once UNIQUE (link_id)
);
CREATE INDEX password_changes_by_user ON password_changes (user_id, at);
GRANT SELECT, INSERT ON password_changes TO mawa_gate;
GRANT SELECT ON password_changes TO mawa_app;


-- One row is one browser that has signed in to one account. Its wrong passwords are counted apart from a
-- stranger's; it gives no right. Counts for known_device_days after its last use, and not after a password
-- set with a link.
CREATE TABLE known_devices (
  token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
  user_id uuid NOT NULL REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  used_at timestamptz NOT NULL DEFAULT mawa_now(),
  ended_at timestamptz
);
CREATE INDEX known_devices_by_user ON known_devices (user_id);
GRANT SELECT, INSERT, DELETE ON known_devices TO mawa_app;
GRANT SELECT ON known_devices TO mawa_gate;
GRANT UPDATE (used_at, ended_at) ON known_devices TO mawa_app;
GRANT UPDATE (ended_at) ON known_devices TO mawa_gate;
COMMENT ON TABLE known_devices IS 'A browser after a sign-in, for one account: its wrong passwords are counted apart. It gives no right.';


-- ==== Second factor ====

-- One row is one role, and what its holders' sessions need: a setting (`role_requirements`), which two administrators
-- change. Of several roles of an account the strictest counts.
CREATE TABLE role_requirements (
  role text PRIMARY KEY,
  requires_second_factor boolean NOT NULL,
  -- A session ends after so many minutes without a request, and so many hours after it was opened; null: as the server
  -- is set (MAWA_IDLE_MINUTES, 12 hours).
  idle_minutes integer CHECK (idle_minutes BETWEEN 5 AND 720),
  longest_hours integer CHECK (longest_hours BETWEEN 1 AND 12),
  -- Whether a new session of an account ends those that are open.
  one_session boolean NOT NULL DEFAULT false,
  CONSTRAINT role_requirements_of_administrators CHECK (role <> 'administrator' OR requires_second_factor)
);
GRANT SELECT ON role_requirements TO mawa_app;
GRANT SELECT, INSERT, UPDATE ON role_requirements TO mawa_gate;


-- One row is the authenticator app of one account: its secret, sealed under a key of its own (keys.record_keys, kind
-- `second_factor`, by the id of the row). Counts once a code of it confirmed it. Functions of mawa_gate alone.
CREATE TABLE second_factors (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id),
  secret bytea NOT NULL,
  -- Digest of the session in which it was begun, which alone may confirm it.
  begun_in bytea,
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  confirmed_at timestamptz,
  -- The period of 30 seconds whose code was accepted last, counted from 1970: codes up to it are refused.
  last_step bigint,
  CONSTRAINT second_factors_one_an_account UNIQUE (user_id),
  CONSTRAINT second_factors_confirmed_by_a_code CHECK ((confirmed_at IS NULL) = (last_step IS NULL))
);
GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors TO mawa_gate;


-- One row is one recovery code of an account, as a keyed digest; used once. A new set replaces the one before.
-- Functions of mawa_gate alone.
CREATE TABLE recovery_codes (
  digest bytea PRIMARY KEY CHECK (length(digest) = 32),
  user_id uuid NOT NULL REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  used_at timestamptz
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_codes TO mawa_gate;


-- One row is a passkey (WebAuthn) of an account that has an authenticator app: the public half, which signs nobody in.
-- Functions of mawa_gate alone.
CREATE TABLE passkeys (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  -- As the authenticator names it.
  credential_id bytea NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
  -- COSE, RFC 9052.
  public_key bytea NOT NULL CHECK (length(public_key) BETWEEN 1 AND 4096),
  -- How often the authenticator says it signed; 0 of one that does not count. It never goes back: a copied key would.
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL DEFAULT '{}',
  -- What the owner calls it.
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  used_at timestamptz,
  CONSTRAINT passkeys_credential_once UNIQUE (credential_id)
);
CREATE INDEX passkeys_by_user ON passkeys (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON passkeys TO mawa_gate;


-- One row is a challenge that a passkey answered, as a digest, until it is over: it is answered once. Functions of
-- mawa_gate alone.
CREATE TABLE passkey_challenges (
  digest bytea PRIMARY KEY CHECK (length(digest) = 32),
  expires_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, DELETE ON passkey_challenges TO mawa_gate;


-- One row is a sign-in whose password was right, or whose identity provider said who it is, and whose second factor is
-- still asked for; no session. Found by the digest of its token, valid until expires_at and while the password or the link
-- stays. Functions of mawa_gate alone.
CREATE TABLE pending_sign_ins (
  token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
  user_id uuid NOT NULL REFERENCES users (id),
  -- SHA-256 of the password hash that was checked; null: through identity_link_id.
  password_digest bytea CHECK (length(password_digest) = 32),
  expires_at timestamptz NOT NULL,
  identity_link_id uuid,
  -- As in `sessions`.
  provider_session_digest bytea CHECK (length(provider_session_digest) = 32),
  CONSTRAINT pending_sign_ins_by_one_way CHECK (num_nonnulls(password_digest, identity_link_id) = 1),
  CONSTRAINT pending_sign_ins_of_a_provider_have_a_link
    CHECK (provider_session_digest IS NULL OR identity_link_id IS NOT NULL)
);
CREATE INDEX pending_sign_ins_by_user ON pending_sign_ins (user_id);
GRANT SELECT, INSERT, DELETE ON pending_sign_ins TO mawa_gate;


-- One row is an administrator's act that takes the second factor off the account of somebody else, who lost it. Where
-- a role of the account requires the factor it waits for a second administrator, for a day. Written by
-- ask_second_factor_removal and confirm_second_factor_removal.
CREATE TABLE second_factor_removals (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  reason text NOT NULL CHECK (reason IN ('lost', 'changed', 'security')),
  asked_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  asked_at timestamptz NOT NULL DEFAULT mawa_now(),
  needs_second boolean NOT NULL,
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  -- Done, replaced by another or without object.
  ended_at timestamptz,
  CONSTRAINT second_factor_removals_not_for_oneself CHECK (asked_by <> user_id AND confirmed_by <> user_id),
  CONSTRAINT second_factor_removals_second_person CHECK (confirmed_by <> asked_by),
  CONSTRAINT second_factor_removals_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL))
);
CREATE UNIQUE INDEX second_factor_removals_one_open ON second_factor_removals (user_id) WHERE ended_at IS NULL;
GRANT SELECT ON second_factor_removals TO mawa_app;
GRANT SELECT, INSERT, UPDATE ON second_factor_removals TO mawa_gate;


-- ==== Identity providers (OpenID Connect) ====

-- One row is one identity provider, whatever its editions: an agency whose people sign in with their account there.
CREATE TABLE identity_providers (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now()
);
GRANT SELECT, INSERT (id) ON identity_providers TO mawa_app;
GRANT SELECT ON identity_providers TO mawa_gate;


-- One row is one edition of an identity provider: proposed by one administrator, in force once another confirmed it and
-- until it is ended (replaced, or taken out of force). Its contents never change.
CREATE TABLE identity_provider_editions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  provider_id uuid NOT NULL REFERENCES identity_providers (id),
  name jsonb NOT NULL,
  -- Exactly as the provider writes it in its tokens.
  issuer text NOT NULL CHECK (issuer ~ '^https?://' AND length(issuer) <= 300),
  client_id text NOT NULL CHECK (length(client_id) BETWEEN 1 AND 300),
  -- Sealed under the key of the provider (keys.record_keys, kind `identity_provider`).
  client_secret bytea NOT NULL,
  -- Whose accounts it signs in; null: those of the programme itself.
  organisation_id uuid REFERENCES organisations (id),
  -- Ends of the e-mail addresses of the accounts that it signs in; none: any.
  domains text[] NOT NULL DEFAULT '{}',
  -- Values of the claims `amr` and `acr`, one of which shows a second factor; none: Mawa asks for its own.
  factor_amr text[] NOT NULL DEFAULT '{}',
  factor_acr text[] NOT NULL DEFAULT '{}',
  -- Accounts of the organisation sign in through it, and no password of theirs is accepted (password_refused).
  only_way boolean NOT NULL DEFAULT false,
  proposed_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  proposed_at timestamptz NOT NULL DEFAULT mawa_now(),
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT identity_providers_second_person CHECK (confirmed_by <> proposed_by),
  CONSTRAINT identity_providers_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CONSTRAINT identity_providers_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT identity_providers_named CHECK (name ?& ARRAY['fr', 'ar', 'en']),
  CONSTRAINT identity_providers_only_way_of_an_organisation CHECK (NOT only_way OR organisation_id IS NOT NULL)
);
CREATE UNIQUE INDEX identity_providers_one_in_force ON identity_provider_editions (provider_id)
  WHERE confirmed_at IS NOT NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX identity_providers_one_waiting ON identity_provider_editions (provider_id)
  WHERE confirmed_at IS NULL AND ended_at IS NULL;
CREATE UNIQUE INDEX identity_providers_issuer_once ON identity_provider_editions (issuer)
  WHERE confirmed_at IS NOT NULL AND ended_at IS NULL;
GRANT SELECT, INSERT (id, provider_id, name, issuer, client_id, client_secret, organisation_id, domains, factor_amr,
  factor_acr, only_way), UPDATE (confirmed_by, confirmed_at, ended_by, ended_at) ON identity_provider_editions TO mawa_app;
GRANT SELECT ON identity_provider_editions TO mawa_gate;


-- One row links one account to one subject of an identity provider, so that whoever is that subject there signs in as the
-- account. Made by its owner, who is signed in by the password, or with a link that administrators handed over. Written by
-- functions of mawa_gate; ended by the owner or by administrators.
CREATE TABLE identity_links (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  provider_id uuid NOT NULL REFERENCES identity_providers (id),
  -- Keyed digest of issuer and subject.
  subject_digest bytea NOT NULL CHECK (length(subject_digest) = 32),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  used_at timestamptz,
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT identity_links_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX identity_links_subject_once ON identity_links (subject_digest) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX identity_links_one_a_provider ON identity_links (user_id, provider_id) WHERE ended_at IS NULL;
GRANT SELECT (id, user_id, provider_id, made_at, used_at, ended_by, ended_at), UPDATE (ended_by, ended_at) ON
  identity_links TO mawa_app;
GRANT SELECT, INSERT, UPDATE (used_at, ended_by, ended_at) ON identity_links TO mawa_gate;
ALTER TABLE sessions ADD CONSTRAINT sessions_by_a_link FOREIGN KEY (identity_link_id) REFERENCES identity_links (id);
ALTER TABLE pending_sign_ins ADD CONSTRAINT pending_sign_ins_by_a_link
  FOREIGN KEY (identity_link_id) REFERENCES identity_links (id);


-- One row is a browser that was sent to an identity provider and is expected back once, until expires_at. Found by the
-- digest of the token in its cookie, from which state, nonce and code verifier are made too. No personal data.
CREATE TABLE identity_requests (
  token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
  edition_id uuid NOT NULL REFERENCES identity_provider_editions (id),
  purpose text NOT NULL CHECK (purpose IN ('sign_in', 'link', 'invitation', 'proof')),
  -- Digest of the session that asked, of `link` and `proof`; of the secret of the password link, of `invitation`.
  asked_in bytea,
  next_path text CHECK (length(next_path) <= 2000),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  expires_at timestamptz NOT NULL,
  CONSTRAINT identity_requests_of_somebody CHECK ((asked_in IS NULL) = (purpose = 'sign_in'))
);
CREATE INDEX identity_requests_by_end ON identity_requests (expires_at);
GRANT SELECT, INSERT (token_digest, edition_id, purpose, asked_in, next_path, expires_at), DELETE ON identity_requests TO
  mawa_app;


-- One row is a logout token of an identity provider that was accepted (OpenID Connect Back-Channel Logout 1.0), kept
-- until expires_at, so that none is accepted twice. Functions of mawa_gate alone. No personal data.
CREATE TABLE identity_logouts (
  -- SHA-256 of issuer and `jti`.
  token_digest bytea PRIMARY KEY CHECK (length(token_digest) = 32),
  provider_id uuid NOT NULL REFERENCES identity_providers (id),
  accepted_at timestamptz NOT NULL DEFAULT mawa_now(),
  -- From then on the token is too old to be accepted.
  expires_at timestamptz NOT NULL
);
CREATE INDEX identity_logouts_by_end ON identity_logouts (expires_at);
-- UPDATE is what FOR UPDATE asks for.
GRANT SELECT, INSERT (token_digest, provider_id, expires_at), UPDATE (expires_at), DELETE ON identity_logouts TO mawa_gate;


-- One row is one account that may always sign in with its password, also where its organisation signs in through its
-- identity provider only: for the day on which that provider fails. Administrators may without such a row. Asked for by
-- one administrator and confirmed by another.
CREATE TABLE local_sign_ins (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT local_sign_ins_second_person CHECK (confirmed_by <> made_by),
  CONSTRAINT local_sign_ins_not_for_oneself CHECK (made_by <> user_id AND confirmed_by <> user_id),
  CONSTRAINT local_sign_ins_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CONSTRAINT local_sign_ins_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX local_sign_ins_one_an_account ON local_sign_ins (user_id) WHERE ended_at IS NULL;
GRANT SELECT, INSERT (user_id), UPDATE (confirmed_by, confirmed_at, ended_by, ended_at) ON local_sign_ins TO mawa_app;
GRANT SELECT ON local_sign_ins TO mawa_gate;


-- ==== Programs ====

-- One row is one account of a program (`users.service`): what it is for, who is responsible for it, and its last day.
-- Made by one administrator; it acts once another confirmed it, and until it is ended or its last day is over.
CREATE TABLE service_accounts (
  user_id uuid PRIMARY KEY REFERENCES users (id),
  purpose text NOT NULL CHECK (length(purpose) BETWEEN 3 AND 200),
  responsible_id uuid NOT NULL REFERENCES users (id),
  last_day date NOT NULL,
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  ended_by uuid REFERENCES users (id),
  ended_at timestamptz,
  CONSTRAINT service_accounts_second_person CHECK (confirmed_by <> made_by),
  CONSTRAINT service_accounts_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CONSTRAINT service_accounts_end_is_signed CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
  CONSTRAINT service_accounts_of_somebody_else CHECK (responsible_id <> user_id)
);
GRANT SELECT ON service_accounts TO mawa_app, mawa_gate;
GRANT INSERT (user_id, purpose, responsible_id, last_day), UPDATE (confirmed_by, confirmed_at, ended_by, ended_at) ON
  service_accounts TO mawa_app;


-- One row is one token by which a program acts as an account: its secret as a digest, and what it may do of what the
-- account may do. Ends at expires_at, when it is revoked, and with its account. Found by access_token_find.
CREATE TABLE access_tokens (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES users (id),
  -- SHA-256 of the token, whose secret part is 256 random bits.
  digest bytea NOT NULL CHECK (length(digest) = 32),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
  -- Names of permissions (modules/access/permissions.rules.ts).
  permissions text[] NOT NULL CHECK (cardinality(permissions) BETWEEN 1 AND 400),
  reads_only boolean NOT NULL,
  -- Shelters and organisations through whose membership alone it reaches cases; null: all that the account reaches.
  places uuid[] CHECK (cardinality(places) BETWEEN 1 AND 100),
  made_by uuid NOT NULL DEFAULT mawa_actor() REFERENCES users (id),
  made_at timestamptz NOT NULL DEFAULT mawa_now(),
  expires_at timestamptz NOT NULL,
  -- Written at most once a minute; a network is an IPv4 address or the /64 of an IPv6 address.
  used_at timestamptz,
  used_from text CHECK (length(used_from) <= 64),
  -- All networks that it was used from: another one is reported.
  known_networks text[] NOT NULL DEFAULT '{}' CHECK (cardinality(known_networks) <= 100),
  -- The mail that says that it ends soon has been sent.
  warned_at timestamptz,
  revoked_at timestamptz,
  -- Null: by the database, with its account, its password or its second factor.
  revoked_by uuid REFERENCES users (id),
  -- The token of a program's account opens nothing until another administrator than its maker confirms it.
  needs_confirmation boolean NOT NULL DEFAULT false,
  confirmed_by uuid REFERENCES users (id),
  confirmed_at timestamptz,
  CONSTRAINT access_tokens_once UNIQUE (digest),
  CONSTRAINT access_tokens_end_within_a_year CHECK (expires_at > made_at AND expires_at <= made_at + interval '367 days'),
  CONSTRAINT access_tokens_revocation_has_a_time CHECK (revoked_by IS NULL OR revoked_at IS NOT NULL),
  CONSTRAINT access_tokens_second_person CHECK (confirmed_by <> made_by),
  CONSTRAINT access_tokens_confirmation_is_signed CHECK ((confirmed_at IS NULL) = (confirmed_by IS NULL)),
  CONSTRAINT access_tokens_confirmed_where_needed CHECK (needs_confirmation OR confirmed_by IS NULL)
);
CREATE INDEX access_tokens_by_user ON access_tokens (user_id, made_at);
CREATE INDEX access_tokens_ending ON access_tokens (expires_at) WHERE revoked_at IS NULL;
GRANT SELECT (id, user_id, name, permissions, reads_only, places, made_by, made_at, expires_at, used_at, used_from,
  warned_at, revoked_at, revoked_by, needs_confirmation, confirmed_by, confirmed_at),
  INSERT (user_id, digest, name, permissions, reads_only, places, expires_at, needs_confirmation),
  UPDATE (revoked_at, revoked_by, warned_at, confirmed_by, confirmed_at) ON access_tokens TO mawa_app;
GRANT SELECT, UPDATE (used_at, used_from, known_networks, revoked_at) ON access_tokens TO mawa_gate;


-- ==== Access to cases and keys ====

-- One row is one reason for which a case may be open to somebody: the parts of the case that it lets read,
-- and those that it lets write. Reference data (migrations/data/access-reasons.ts).
CREATE TABLE access_reasons (
  reason text PRIMARY KEY,
  parts text[] NOT NULL,
  writes text[] NOT NULL DEFAULT '{}',
  CONSTRAINT access_reasons_write_what_they_read CHECK (writes <@ parts)
);
GRANT SELECT ON access_reasons TO mawa_app, mawa_gate;


-- The key of reach_signature: one row, made with the database and read by mawa_gate alone.
CREATE TABLE reach_key (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  key bytea NOT NULL CHECK (length(key) = 32)
    DEFAULT decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
);
INSERT INTO reach_key DEFAULT VALUES;
GRANT SELECT ON reach_key TO mawa_gate;


-- The key of one record that is not a case (kind: complaint, intake, network, incident, referral, call …),
-- wrapped by the master key whose name is `master_key`. Deleted when the record's text is destroyed.
CREATE TABLE keys.record_keys (
  kind text,
  record_id uuid,
  wrapped bytea NOT NULL,
  master_key text NOT NULL,
  PRIMARY KEY (kind, record_id)
);
GRANT SELECT, INSERT ON keys.record_keys TO mawa_app;
GRANT DELETE ON keys.record_keys TO mawa_gate;
GRANT SELECT (kind, record_id, wrapped) ON keys.record_keys TO mawa_blind;
GRANT SELECT, INSERT, UPDATE (wrapped, master_key) ON keys.record_keys TO mawa_gate;


-- The key of one document, wrapped by the key of its owner. Deleted when the document is removed: its pieces
-- are then unreadable.
CREATE TABLE keys.document_keys (
  document_id uuid PRIMARY KEY,
  wrapped bytea NOT NULL
);
GRANT SELECT, INSERT, DELETE ON keys.document_keys TO mawa_app;

/**
 * Every route that writes an account, with the ids of others, and the rows of the account tables before
 * and after: shared by the test of the policies and by the drill `writes-without-policy`.
 */
const { randomUUID } = require('node:crypto');

const TABLES = [
  'users',
  'user_roles',
  'memberships',
  'sessions',
  'password_links',
  'second_factors',
  'second_factor_removals',
  'service_accounts',
  'access_tokens',
  'identity_providers',
  'identity_provider_editions',
  'identity_links',
  'local_sign_ins',
];
const ADDRESS =
  /^(\/api\/v1|\/admin)\/(users|roles|memberships|password-links|second-factor-removals|service-accounts|tokens|identity-providers|identity-provider-editions|identities|local-sign-ins)(\/|$)/;
const SETUP = ['00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000003'];

const A_TOKEN = {
  name: 'un essai',
  permissions: ['budget:read'],
  days: 7,
  currentPassword: 'un mot de passe long',
};

const A_PROVIDER = {
  nameFr: 'Agence',
  nameAr: 'الوكالة',
  nameEn: 'Agency',
  clientId: 'mawa',
  clientSecret: 'a secret of nobody',
  domains: [],
  factorAmr: [],
  factorAcr: [],
  onlyWay: false,
};
const aProvider = () => ({ ...A_PROVIDER, issuer: `https://${randomUUID()}.example.org` });

/** What each route is sent, so that it gets past its form. A route that is missing here fails the walk. */
const BODIES = {
  'POST /users': () => ({ email: `${randomUUID()}@example.org`, name: 'Une marionnette' }),
  'POST /users/:id/arabic-name': () => ({ arabicName: 'سميرة بنيس' }),
  'POST /users/:id/roles': () => ({ role: 'hotline_operator' }),
  'POST /users/:id/memberships': ({ shelter }) => ({ kind: 'shelter', principalId: shelter }),
  'POST /users/:id/closing': () => ({ reason: 'left' }),
  'POST /users/:id/password-links': () => ({}),
  'POST /users/:id/second-factor-removals': () => ({ reason: 'lost' }),
  'POST /users/:id/sessions/end': () => ({}),
  'POST /users/:id/reopening': () => ({}),
  'POST /roles/:id/confirmation': () => ({}),
  'POST /roles/:id/end': () => ({}),
  'POST /memberships/:id/end': () => ({}),
  'POST /password-links/:id/confirmation': () => ({}),
  'POST /second-factor-removals/:id/confirmation': () => ({}),
  'POST /service-accounts': ({ users }) => ({
    name: 'Un programme',
    purpose: 'un essai',
    responsibleId: users[0],
    lastDay: '2027-01-31',
  }),
  'POST /service-accounts/:id/confirmation': () => ({}),
  'POST /service-accounts/:id/end': () => ({}),
  'POST /service-accounts/:id/tokens': () => A_TOKEN,
  'POST /service-accounts/:id/tokens/new': () => ({
    name: 'un essai',
    days: '7',
    'levels.money': 'read',
    currentPassword: 'un mot de passe long',
  }),
  'POST /tokens/:id/confirmation': () => ({}),
  'POST /tokens/:id/revocation': () => ({}),
  'POST /users/:id/local-sign-ins': () => ({}),
  'POST /local-sign-ins/:id/confirmation': () => ({}),
  'POST /local-sign-ins/:id/end': () => ({}),
  'POST /identities/:id/end': () => ({}),
  'POST /identity-providers': aProvider,
  'POST /identity-providers/:id': aProvider,
  'POST /identity-providers/:id/editions': aProvider,
  'POST /identity-provider-editions/:id/confirmation': () => ({}),
  'POST /identity-provider-editions/:id/end': () => ({}),
};

/** The pages' forms have other fields for a place, lists and for why a second factor is taken off. */
const fieldsOf = (page, body) => {
  if (page && body.domains)
    return { ...body, domains: '', factorAmr: '', factorAcr: '', onlyWay: 'no' };
  if (page && body.principalId) return { place: `shelter:${body.principalId}` };
  return page && body.reason === 'lost' ? { factorReason: body.reason } : body;
};

/** Calls in the order of the routes, each with every id that could stand in its address. */
function accountWrites(routes, ids) {
  // What is open to everybody takes a proof of its own (test/access/back-channel-logout).
  const writes = routes.filter(
    ({ method, path, permission }) =>
      method !== 'GET' && permission !== 'public' && ADDRESS.test(path),
  );
  if (writes.length === 0) throw new Error('no route writes an account');
  return writes.flatMap(({ method, path }) => {
    const page = path.startsWith('/admin');
    const key = `${method} ${path.replace(ADDRESS, '/$2$3')}`;
    const body = BODIES[key];
    if (!body && method !== 'DELETE')
      throw new Error(`the walk knows no body for ${method} ${path}`);
    const kind = ADDRESS.exec(path)[2];
    // Ending one's own sessions is nobody else's business, and would end the walk.
    const own = kind === 'users' && !path.includes('/sessions') ? [ids.own] : [];
    return (path.includes(':id') ? [...ids[kind], ...own] : [null]).map((id) => ({
      method,
      path: id ? path.replace(':id', id) : path,
      page,
      body: body && fieldsOf(page, body(ids)),
    }));
  });
}

/**
 * A colleague with everything that could be taken or given: a role in force and one that waits, a
 * membership and a session; and somebody whose account is closed. Written by the superuser.
 */
async function accountFixture(admin, now = new Date()) {
  const one = async (text, params) => (await admin.query(text, params)).rows[0].id;
  const user = (name, active) =>
    one(
      'INSERT INTO users (email, name, active, created_at) VALUES ($1, $2, $3, $4) RETURNING id',
      [`${randomUUID()}@example.org`, name, active, now],
    );
  const shelter = await one(
    `INSERT INTO shelters (code_name, region, kind, receives, languages, created_at)
     VALUES ($1, '04', 'emergency', '{woman}', '{fr}', $2) RETURNING id`,
    [`Maison ${randomUUID().slice(0, 6)}`, now],
  );
  const colleague = await user('Une collègue', true);
  const closed = await user('Une ancienne', false);
  await admin.query(
    `INSERT INTO account_closings (user_id, reason, closed_by, closed_at) VALUES ($1, 'left', $2, $3)`,
    [closed, SETUP[0], now],
  );
  const role = (name, confirmer) =>
    one(
      `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
       VALUES ($1, $2, $3, $4, $5, CASE WHEN $5::uuid IS NULL THEN NULL ELSE $4::timestamptz END) RETURNING id`,
      [colleague, name, SETUP[0], now, confirmer],
    );
  const roles = [await role('case_supervisor', SETUP[1]), await role('legal_officer', null)];
  const membership = await one(
    `INSERT INTO memberships (user_id, principal_kind, principal_id, from_at, given_by)
     VALUES ($1, 'shelter', $2, $3, $4) RETURNING id`,
    [
      colleague,
      await one('SELECT id FROM shelters WHERE id <> $1 LIMIT 1', [shelter]).catch(() => shelter),
      new Date(now.getTime() - 1000),
      SETUP[0],
    ],
  );
  await admin.query(
    `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, proved_at)
     VALUES (sha256($1::bytea), $2, $3, $3, $3::timestamptz + interval '6 hours', $3)`,
    [Buffer.from(randomUUID()), colleague, now],
  );
  // Second factors: of one a first administrator asked to take it off, the other's no role requires.
  await admin.query(
    `INSERT INTO second_factors (id, user_id, secret, made_at, confirmed_at, last_step)
     SELECT gen_random_uuid(), u, '\\x00', $2, $2, 1 FROM unnest($1::uuid[]) u`,
    [[colleague, closed], now],
  );
  const removal = await one(
    `INSERT INTO second_factor_removals (user_id, reason, asked_by, asked_at, needs_second)
     VALUES ($1, 'lost', $2, $3, true) RETURNING id`,
    [colleague, SETUP[0], now],
  );
  const program = await one(
    `INSERT INTO users (email, name, service, created_at) VALUES ($1, 'Un programme', true, $2) RETURNING id`,
    [`${randomUUID()}@program.invalid`, now],
  );
  await admin.query(
    `INSERT INTO service_accounts (user_id, purpose, responsible_id, last_day, made_by, made_at)
     VALUES ($1, 'un essai', $2, $3::timestamptz::date + 30, $4, $3)`,
    [program, colleague, now, SETUP[0]],
  );
  const token = await one(
    `INSERT INTO access_tokens (user_id, digest, name, permissions, reads_only, made_by, made_at, expires_at)
     VALUES ($1, sha256($2::bytea), 'un essai', '{people:list}', false, $1, $3, $3::timestamptz + interval '9 days') RETURNING id`,
    [colleague, Buffer.from(randomUUID()), now],
  );
  // One provider in force and one that waits; a link, and a mark that waits.
  const provider = () =>
    one('INSERT INTO identity_providers (made_by, made_at) VALUES ($1, $2) RETURNING id', [
      SETUP[0],
      now,
    ]);
  const edition = (id, confirmer) =>
    one(
      `INSERT INTO identity_provider_editions (provider_id, name, issuer, client_id, client_secret, proposed_by, proposed_at,
                                               confirmed_by, confirmed_at)
       VALUES ($1::uuid, '{"fr": "a", "ar": "b", "en": "c"}', 'https://login.example.org/' || $1, 'mawa', '\\x00', $2, $3,
               $4, CASE WHEN $4::uuid IS NULL THEN NULL ELSE $3::timestamptz END) RETURNING id`,
      [id, SETUP[0], now, confirmer],
    );
  const providers = [await provider(), await provider()];
  const editions = [await edition(providers[0], SETUP[1]), await edition(providers[1], null)];
  const link = await one(
    `INSERT INTO identity_links (user_id, provider_id, subject_digest, made_at) VALUES ($1, $2, sha256($3::bytea), $4) RETURNING id`,
    [colleague, providers[0], Buffer.from(randomUUID()), now],
  );
  const local = await one(
    'INSERT INTO local_sign_ins (user_id, made_by, made_at) VALUES ($1, $2, $3) RETURNING id',
    [colleague, SETUP[0], now],
  );
  return {
    'identity-providers': providers,
    'identity-provider-editions': editions,
    identities: [link],
    'local-sign-ins': [local],
    'service-accounts': [program],
    tokens: [token],
    'second-factor-removals': [removal],
    users: [colleague, closed],
    roles,
    memberships: [membership],
    'password-links': [],
    shelter,
  };
}

/** One text a table; a sign of life of a session is no change. */
async function accountRows(admin) {
  const rows = {};
  for (const table of TABLES) {
    const answer = await admin.query(
      `SELECT md5(coalesce(string_agg(r, E'\\n' ORDER BY r), '')) AS digest
         FROM (SELECT (to_jsonb(t) - 'seen_at')::text AS r FROM ${table} t) x`,
    );
    rows[table] = answer.rows[0].digest;
  }
  return rows;
}

const changedTables = (before, after) => TABLES.filter((table) => before[table] !== after[table]);

module.exports = { TABLES, accountWrites, accountFixture, accountRows, changedTables };

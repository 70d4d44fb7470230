/**
 * Every declared route of figures, asked as each audience: no value that is hidden from a reader stands in any
 * answer. Control: an insider finds the values, and so does a programme officer of the commission where the
 * rule is switched off for one permission. In the short form one reader of each kind of organisation.
 */
const { createHash, randomBytes, randomUUID } = require('node:crypto');
const { audienceFixture, NOW, SETUP, SWEEPER } = require('../support/audience-fixture.js');
const { probeRoutes } = require('../support/audience-walk.js');
const support = require('./support.js');

const READERS = [
  ['commission_officer', 'commission', false],
  ['donor_viewer', 'donor', false],
  ['partner_viewer', 'partner', false],
  ['shelter_manager', 'partner', false],
  ['shelter_staff', 'partner', false],
  ['reintegration_officer', 'partner', false],
  ['case_supervisor', 'partner', false],
  ['legal_officer', 'partner', false],
  ['focal_point', 'commission', false],
  ['shelter_manager', 'agency', false],
  ['hotline_operator', 'agency', false],
  ['administrator', 'agency', false],
  ['finance_officer', 'agency', true],
  ['auditor', 'agency', true],
  ['programme_officer', 'agency', true],
];

/** One of each kind of organisation, and two who find the values. */
const SHORT = ['commission_officer', 'donor_viewer', 'partner_viewer', 'administrator', 'auditor'];

module.exports = async function audienceWalk({ short }) {
  const db = await support.database();
  const app = await support.application(db, { runs: false, at: NOW });
  try {
    const { DeclaredRoutes, FIGURE_SCOPES } = support.from('modules/access/index.js');
    const { JobRunner } = support.from('modules/platform/queue/index.js');
    await app.listen(0, '127.0.0.1');
    const base = await app.getUrl();
    const account = (role, organisationId) => signedIn(db, base, role, organisationId);
    const answer = (kind, jobId) => app.get(JobRunner).handle(kind, jobId);
    const made = await audienceFixture({ base, admin: db.admin, account, answer });
    const fixture = {
      ...made,
      figures: ['how-purposes~sexual~people', 'people-by-age~total~male'],
    };
    const routes = app
      .get(DeclaredRoutes)
      .list()
      .filter(({ method, path }) => method === 'GET' && !/^\/(metrics|calendar)/.test(path));
    const look = async (role, kind, which = routes) =>
      probeRoutes({
        base,
        routes: which,
        fixture,
        headers: await account(role, fixture.organisations[kind]),
      });

    const results = [];
    const readers = READERS.filter(([role]) => !short || SHORT.includes(role));
    for (const [role, kind, isInsider] of readers) {
      const { asked, found } = await look(role, kind);
      const outside = isInsider
        ? found.filter(({ route, status }) => status >= 500 || !(route.permission in FIGURE_SCOPES))
        : found;
      const who = `${role} of ${kind === 'agency' ? 'an agency' : `a ${kind}`}`;
      results.push(
        isInsider
          ? {
              title: `control: a ${who} finds the values, on declared routes of figures alone`,
              good: found.length > 0 && outside.length === 0,
              figure: `${found.length} answers of ${asked}${shown(outside)}`,
            }
          : {
              title: `a ${who} finds no hidden value`,
              good: outside.length === 0,
              figure: `${asked} addresses of ${routes.length} routes${shown(outside)}`,
            },
      );
    }
    await db.admin.query('ALTER TABLE user_roles DISABLE TRIGGER user_roles_suit');
    const before = await look('programme_officer', 'commission');
    FIGURE_SCOPES['reports:read'] = 'version';
    const reading = routes.filter(({ permission }) => permission === 'reports:read');
    const after = await look('programme_officer', 'commission', reading);
    FIGURE_SCOPES['reports:read'] = 'every';
    results.push(
      {
        title:
          'a programme officer of the commission, as such accounts were, finds no hidden value',
        good: before.found.length === 0,
        figure: `${before.asked} addresses${shown(before.found)}`,
      },
      {
        title: 'control: with the rule switched off for reports:read the same account finds them',
        good: after.found.some(({ route }) => route.path === '/reports/:id/versions'),
        figure: `${after.found.length} answers`,
      },
    );
    return results;
  } finally {
    await app.close();
    await db.stop();
  }
};

const shown = (found) =>
  found.length === 0
    ? ''
    : `: ${found
        .slice(0, 5)
        .map(({ address, values }) => `${address} (${values.join(', ')})`)
        .join('; ')}`;

/** An account with one confirmed role and a session of its own, as a browser would send it. */
async function signedIn(db, base, role, organisationId) {
  const { rows } = await db.admin.query(
    `INSERT INTO users (email, name, organisation_id, created_at) VALUES ($1, 'Compte', $2, $3) RETURNING id`,
    [`${role}-${randomUUID()}@example.org`, organisationId, NOW],
  );
  await db.admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
     VALUES ($1, $2, $3, $5, $4, $5)`,
    [rows[0].id, role, SETUP, SWEEPER, NOW],
  );
  const token = randomBytes(32).toString('base64url');
  await db.admin.query(
    `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, second_factor, second_factor_at, proved_at)
     VALUES ($1, $2, $3, $3, $3::timestamptz + interval '6 hours', 'code', $3, $3::timestamptz + interval '6 hours')`,
    [createHash('sha256').update(token).digest(), rows[0].id, NOW],
  );
  const first = await fetch(`${base}/api/v1/session`, {
    headers: { cookie: `mawa_session=${token}` },
  });
  const csrf = first.headers.getSetCookie().map((line) => line.split(';')[0]);
  const cookie = [`mawa_session=${token}`, ...csrf].join('; ');
  return { cookie, 'x-csrf-token': (await first.json()).csrfToken };
}

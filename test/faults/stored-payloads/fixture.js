/** A synthetic programme with people, houses, money and reports, and a session for each of its accounts. */
const { createHash, randomBytes } = require('node:crypto');
const { Client } = require('pg');
const { join } = require('node:path');
const { loadRelease, releases, writeReleaseKey } = require('../../support/release-fixture.js');
const support = require('../support.js');

/** The demonstration as of today: every table of this version that it fills. Takes two minutes of processor time. */
async function demonstration() {
  const db = await support.database('mawa');
  const now = new Date();
  const app = await support.application(db, { runs: false, at: now });
  const { buildProgramme } = support.from('src/demo/build-programme.js');
  const { Clock } = support.from('modules/platform/shared/clock.js');
  await buildProgramme({
    app,
    clock: app.get(Clock),
    adminUrl: db.adminUrl,
    today: now.toISOString().slice(0, 10),
    now,
    password: randomBytes(12).toString('hex'),
    out: join(db.folder, 'out'),
    say: () => undefined,
    usable: () => undefined,
  });
  app.get(Clock).set(now);
  return { db, app, now };
}

/** That of the last release, brought to this version: in seconds, without the rows of newer tables. */
async function release() {
  const { ensureDatabase } = support.from('modules/platform/database/roles.js');
  const { migrate } = support.from('modules/platform/database/migrate.js');
  const version = releases().at(-1);
  const server = await support.emptyServer('mawa');
  await ensureDatabase(server.serverUrl, 'mawa');
  writeReleaseKey(join(server.folder, 'mawa.key.json'));
  const admin = new Client({ connectionString: server.adminUrl });
  await admin.connect();
  await loadRelease(admin, version);
  await migrate(server.ownerUrl);
  const { rows } = await admin.query('SELECT max(at) AS last FROM audit_log');
  const now = new Date(rows[0].last.getTime() + 60_000);
  const db = {
    ...server,
    admin,
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
  return { db, app: await support.application(db, { runs: false, at: now }), now };
}

/** Who reads, in the three languages: each account of the demonstration, and nobody. */
async function readersOf({ db, now }, base) {
  const { rows } = await db.admin.query(
    `SELECT u.id, split_part(u.email, '@', 1) AS name, array_agg(r.role) AS roles FROM users u JOIN user_roles r ON r.user_id = u.id
      WHERE u.email LIKE '%@demo.mawa' AND r.confirmed_at IS NOT NULL GROUP BY u.id, u.email ORDER BY u.email`,
  );
  await db.admin.query(
    `UPDATE users u SET language = l.language FROM (SELECT id, (ARRAY['fr', 'ar', 'en'])[1 + row_number() OVER (ORDER BY email) % 3] AS language
       FROM users WHERE email LIKE '%@demo.mawa') l WHERE l.id = u.id`,
  );
  const readers = [];
  for (const { id, name, roles } of rows) {
    const token = randomBytes(32).toString('base64url');
    await db.admin.query(
      `INSERT INTO sessions (token_digest, user_id, created_at, seen_at, expires_at, second_factor, second_factor_at, proved_at)
       VALUES ($1, $2, $3, $3, $3::timestamptz + interval '6 hours', 'code', $3, $3::timestamptz + interval '6 hours')`,
      [createHash('sha256').update(token).digest(), id, now],
    );
    const first = await fetch(`${base}/api/v1/session`, {
      headers: { cookie: `mawa_session=${token}` },
    });
    const csrf = first.headers.getSetCookie().map((line) => line.split(';')[0]);
    readers.push({
      name,
      roles,
      headers: { cookie: [`mawa_session=${token}`, ...csrf].join('; ') },
    });
  }
  return [...readers, { name: 'nobody', roles: [], headers: {} }];
}

module.exports = { demonstration, readersOf, release };

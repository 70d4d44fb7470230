/**
 * Every route that writes an account, tried in every role but an administrator's with the application's
 * permissions and its second question (`lockAccount`) switched off: row level security alone must leave
 * the account tables as they were.
 *
 * Controls: with the policies of one table switched off, the same walk must find a change in that table.
 */
const { account, application, database, from, session } = require('./support.js');
const {
  accountRows,
  accountFixture,
  accountWrites,
  changedTables,
} = require('../support/account-writes.js');

module.exports = async function writesWithoutPolicy({ short }) {
  const db = await database();
  const app = await application(db, { runs: false });
  const restore = switchOff();
  try {
    await app.listen(0, '127.0.0.1');
    const port = Number(new URL(await app.getUrl()).port);
    const place = {
      db,
      app,
      port,
      routes: app.get(from('modules/access/index.js').DeclaredRoutes).list(),
    };
    const { ROLES } = from('modules/platform/shared/actor.js');
    const low = ROLES.filter((role) => role !== 'administrator');
    const outcomes = [await asBuilt(place, short ? low.slice(0, 3) : low)];
    for (const table of ['users', 'user_roles', 'memberships', 'password_links']) {
      outcomes.push(await control(place, table));
    }
    return outcomes;
  } finally {
    restore();
    await app.close();
    await db.stop();
  }
};

/** The permission of the route is granted to everybody, and the service no longer asks who acts. */
function switchOff() {
  const { PermissionGuard } = from('modules/access/index.js');
  const { notFound } = from('modules/platform/shared/domain.errors.js');
  const { AccountLock } = from('modules/access/accounts/account-lock.service.js');
  const { allows } = PermissionGuard.prototype;
  const { take } = AccountLock.prototype;
  PermissionGuard.prototype.allows = () => true;
  AccountLock.prototype.take = async (tx, userId) => {
    const [row] = await tx.query('SELECT active FROM users WHERE id = $1', [userId]);
    if (!row) throw notFound();
    return row;
  };
  return () => {
    PermissionGuard.prototype.allows = allows;
    AccountLock.prototype.take = take;
  };
}

async function asBuilt(place, roles) {
  const changes = [];
  let calls = 0;
  for (const role of roles) {
    const walked = await walk(place, role);
    calls += walked.calls;
    changes.push(...walked.changed.map((table) => `${role}: ${table}`));
  }
  return {
    title: 'row level security alone lets nobody write an account',
    good: changes.length === 0 && calls > 0,
    figure: `${calls} writes in ${roles.length} roles, changed: ${changes.join(', ') || 'nothing'}`,
  };
}

async function control(place, table) {
  await place.db.admin.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
  const { changed } = await walk(place, 'partner_viewer');
  await place.db.admin.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  return {
    title: `control: without the policies of ${table} the walk finds a change`,
    good: changed.includes(table),
    figure: `changed: ${changed.join(', ') || 'nothing'}`,
  };
}

async function walk({ db, app, port, routes }, role) {
  const ids = await accountFixture(db.admin);
  const actor = await account(db, app, role);
  const headers = await session(db, { port }, actor.userId);
  const before = await accountRows(db.admin);
  const writes = accountWrites(routes, { ...ids, own: actor.userId });
  for (const { method, path, page, body = {} } of writes) {
    await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        'content-type': page ? 'application/x-www-form-urlencoded' : 'application/json',
      },
      body: page ? new URLSearchParams(body).toString() : JSON.stringify(body),
    });
  }
  return { calls: writes.length, changed: changedTables(before, await accountRows(db.admin)) };
}

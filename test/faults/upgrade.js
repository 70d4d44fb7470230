/**
 * A database of the release before, with the demonstration of its day, is taken to this version while a server of that
 * release, built from its commit, serves 16 clients: pages, lists and services. Then a server of this version takes its
 * place, and the upgrade is finished. Nothing that the clients ask fails, and what they were told is there.
 *
 * Controls: a new server refuses the database before the upgrade, the old one after its end.
 */
const { execFileSync, spawnSync } = require('node:child_process');
const { mkdtempSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Client } = require('pg');
const commits = require('../fixtures/releases/commits.json');
const { loadRelease, writeReleaseKey } = require('../support/release-fixture.js');
const support = require('./support.js');

const RELEASE = Object.keys(commits).at(-1);
const CLIENTS = 16;

module.exports = async function upgrade() {
  const old = buildRelease(RELEASE);
  const db = await releaseDatabase();
  try {
    const early = start(support.ROOT, db);
    const web = await support.webProcess(db, 'web', {}, old);
    const working = await clients(db, web);
    await support.pause(3_000);
    const plan = mawa(db, 'upgrade', '--check');
    const began = Date.now();
    const upgraded = mawa(db, 'upgrade');
    const seconds = Math.round((Date.now() - began) / 100) / 10;
    await support.pause(3_000);
    const next = await support.webProcess(db, 'web');
    await working.moveTo(next);
    await support.pause(3_000);
    await web.stop();
    const finished = mawa(db, 'upgrade', '--finish');
    await support.pause(2_000);
    const told = await working.end();
    const late = start(old, db);
    await next.stop();
    const { rows } = await db.admin.query(
      `SELECT count(*)::int AS kept FROM services WHERE given_on = $1 AND recorded_by = $2`,
      [working.day, working.officer],
    );
    return [
      {
        title: `control: a server of this version refuses a database of ${RELEASE}`,
        good: early.status === 1 && /run mawa upgrade/.test(early.stderr),
        figure: early.stderr.trim(),
      },
      {
        title: 'what would be done is said before',
        good: plan.status === 0 && /^from Mawa /m.test(plan.stdout),
        figure: plan.stdout.trim().replaceAll('\n', '; '),
      },
      {
        title: `a server of ${RELEASE} serves ${CLIENTS} clients meanwhile, and one of this version after it`,
        good:
          upgraded.status === 0 &&
          finished.status === 0 &&
          told.failed.length === 0 &&
          told.answered > 200,
        figure: `${told.answered} requests, ${told.failed.length} failed ${told.failed.slice(0, 3).join(' ')}, slowest ${told.slowest} ms; upgrade ${seconds} s`,
      },
      {
        title: 'each service that was acknowledged is there',
        good: rows[0].kept === told.written && told.written > 20,
        figure: `${rows[0].kept} of ${told.written}`,
      },
      {
        title: `control: a server of ${RELEASE} refuses the database afterwards`,
        good: late.status === 1 && /no server below/.test(late.stderr),
        figure: late.stderr.trim(),
      },
    ];
  } finally {
    await db.stop();
  }
};

/** The checkout of a release in a folder of its own, built with the libraries that are installed here. */
function buildRelease(version) {
  const folder = mkdtempSync(join(tmpdir(), `mawa-${version}-`));
  const archive = execFileSync('git', ['-C', support.ROOT, 'archive', commits[version]], {
    maxBuffer: 1 << 30,
  });
  execFileSync('tar', ['-x', '-C', folder], { input: archive });
  symlinkSync(join(support.ROOT, 'node_modules'), join(folder, 'node_modules'));
  execFileSync(process.execPath, ['node_modules/@nestjs/cli/bin/nest.js', 'build'], {
    cwd: folder,
  });
  return folder;
}

async function releaseDatabase() {
  const { ensureDatabase } = support.from('modules/platform/database/roles.js');
  const server = await support.emptyServer('mawa');
  await ensureDatabase(server.serverUrl, 'mawa');
  writeReleaseKey(join(server.folder, 'mawa.key.json'));
  const admin = new Client({ connectionString: server.adminUrl });
  await admin.connect();
  await loadRelease(admin, RELEASE);
  return {
    ...server,
    admin,
    stop: async () => {
      await admin.end();
      await server.stop();
    },
  };
}

const environment = (db) => ({
  ...process.env,
  DATABASE_URL: db.appUrl,
  DATABASE_OWNER_URL: db.ownerUrl,
  MAWA_DATA: db.folder,
  LOG_LEVEL: 'fatal',
  PORT: '0',
});

const mawa = (db, ...words) =>
  spawnSync(process.execPath, [join(support.ROOT, 'bin/mawa.js'), ...words], {
    env: environment(db),
    encoding: 'utf8',
  });

/** A server that is to end by itself. */
const start = (root, db) =>
  spawnSync(process.execPath, [join(root, 'dist/src/main.js')], {
    env: environment(db),
    encoding: 'utf8',
    timeout: 60_000,
  });

/** An officer's day, by many at once, until `end`; every answer that is not as it should be is kept. */
async function clients(db, first) {
  const { rows } = await db.admin.query(
    `SELECT u.id, (SELECT min(a.case_id::text) FROM case_access a WHERE a.principal_id = u.id AND a.until_at IS NULL) AS "caseId"
       FROM users u WHERE email = 'leila@demo.mawa'`,
  );
  const [{ id: officer, caseId }] = rows;
  const day = new Date().toISOString().slice(0, 10);
  const told = { answered: 0, written: 0, slowest: 0, failed: [] };
  let [web, goesOn] = [first, true];
  let headers = await support.session(db, web, officer);
  const asks = [
    () => ['GET', '/', undefined, 200],
    () => ['GET', '/api/v1/people?names=true', undefined, 200],
    () => ['GET', `/people/${caseId}`, undefined, 200],
    () => [
      'POST',
      '/api/v1/services',
      { caseId, typeCode: 'legal_consultation', givenOn: day },
      201,
    ],
  ];
  const client = async (at) => {
    for (let n = at; goesOn; n += 1) {
      const [method, path, body, expected] = asks[n % asks.length]();
      const began = Date.now();
      try {
        const { status } = await support.call(web.port, method, path, { headers, body });
        if (status !== expected) told.failed.push(`${status} ${path}`);
        else if (expected === 201) told.written += 1;
      } catch (error) {
        told.failed.push(`${error.message} ${path}`);
      }
      told.answered += 1;
      told.slowest = Math.max(told.slowest, Date.now() - began);
    }
  };
  const all = Array.from({ length: CLIENTS }, (_, at) => client(at));
  return {
    officer,
    day,
    moveTo: async (next) => {
      headers = await support.session(db, next, officer);
      web = next;
      await support.pause(1_000);
    },
    end: async () => {
      goesOn = false;
      await Promise.all(all);
      return told;
    },
  };
}

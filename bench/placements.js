/**
 * Placements per second over HTTP, against the same statements of one recorded placement replayed
 * over bare `pg` by a program of its own with as many connections. Both sides run in turns on one
 * database, so that the noise of the machine meets both. pgbench's own figure stands beside it.
 */
const { fork, spawnSync } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { join } = require('node:path');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

const CONNECTIONS = 32;
const { NIGHTS, bedOf } = require('./places.js');

module.exports = async function placements({ short, say }) {
  const seconds = short ? 3 : 10;
  const rounds = short ? 1 : 3;
  const db = await support.database();
  const web = await support.webProcess(db);
  try {
    const tonight = new Date().toISOString().slice(0, 10);
    const net = await support.network(db, {
      beds: 400,
      people: 8_000,
      firstNight: tonight,
      nights: NIGHTS,
    });
    const headers = await support.session(db, web, net.officer);
    const recorded = await record(db, net, headers);
    say(`one placement over HTTP is ${recorded.length} statements`);
    const http = [];
    const replay = [];
    for (let round = 0; round < rounds; round += 1) {
      await clear(db);
      http.push(await overHttp(web, net, headers, seconds));
      await clear(db);
      replay.push(await replayed(db, net, recorded, seconds));
      say(
        `round ${round + 1}: HTTP ${http[round].toFixed(0)}/s, replay ${replay[round].toFixed(0)}/s`,
      );
    }
    const ratio = median(http) / median(replay);
    const own = pgbench(db, short ? 2 : 5);
    say(
      `placements over HTTP ${median(http).toFixed(0)}/s against replay ${median(replay).toFixed(0)}/s: ratio ${ratio.toFixed(2)} (aim 0.5)`,
    );
    say(
      own
        ? `pgbench's own small write transaction: ${own.toFixed(0)}/s`
        : 'pgbench is not installed here',
    );
    return { statements: recorded.length, http, replay, ratio, aim: 0.5, pgbench: own };
  } finally {
    await web.stop();
    await db.stop();
  }
};

/** Each attempt: another person, another bed; nothing contested, so that work and not waiting is measured. */
function attempts(net, number, callers) {
  let n = number;
  return () => {
    const request = net.requests[n];
    const bedId = net.bedIds[bedOf(n)];
    n += callers;
    return request && { request, placements: [{ caseId: request.cases[0], bedId }] };
  };
}

async function overHttp(web, net, headers, seconds) {
  const began = Date.now();
  const until = began + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_, number) => {
      const next = attempts(net, number, CONNECTIONS);
      while (Date.now() < until) {
        const attempt = next();
        if (!attempt) break;
        const { request, placements } = attempt;
        const answer = await support.call(
          web.port,
          'POST',
          `/api/v1/bed-requests/${request.id}/holds`,
          { headers: { ...headers, 'idempotency-key': randomUUID() }, body: { placements } },
        );
        if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text.slice(0, 300)}`);
        done += 1;
      }
    }),
  );
  return done / ((Date.now() - began) / 1000);
}

/** The statements that one placement sends, as a logging web process writes them down. */
async function record(db, net, headers) {
  const { readEnv } = support.from('modules/platform/config/env.js');
  const { createApp } = support.from('src/create-app.js');
  const { DataSource } = require('typeorm');
  const env = readEnv({ MAWA_DATA: db.folder, LOG_LEVEL: 'silent', DATABASE_POOL: '4' });
  const app = await createApp({ env, databaseUrl: db.appUrl });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const statements = [];
  const source = app.get(DataSource);
  const before = source.logger;
  source.logger = {
    ...silent,
    logQuery: (sql, params) => statements.push({ sql, params: params ?? [] }),
  };
  const request = net.requests.at(-1);
  const bedId = net.bedIds.at(-1);
  const answer = await app
    .getHttpAdapter()
    .getInstance()
    .inject({
      method: 'POST',
      url: `/api/v1/bed-requests/${request.id}/holds`,
      headers: { ...headers, 'idempotency-key': 'recorded-placement-0001' },
      payload: { placements: [{ caseId: request.cases[0], bedId }] },
    });
  source.logger = before;
  await app.close();
  if (answer.statusCode !== 201) throw new Error(`recording: ${answer.statusCode} ${answer.body}`);
  const bookingId = answer.json().bookings[0].id;
  return statements.map(({ sql, params }) => ({
    sql,
    params: named(params, {
      request: request.id,
      person: request.cases[0],
      bed: bedId,
      booking: bookingId,
      nights: request.nights,
    }),
  }));
}

const silent = Object.fromEntries(
  ['logQuery', 'logQueryError', 'logQuerySlow', 'logSchemaBuild', 'logMigration', 'log'].map(
    (name) => [name, () => undefined],
  ),
);

/** Ids of the recorded placement become names that each replayed one fills with its own. */
const named = (params, ids) =>
  JSON.parse(
    Object.entries(ids).reduce(
      (text, [name, id]) => text.replaceAll(id, `\u00ab${name}\u00bb`),
      JSON.stringify(params, (_, value) =>
        value?.type === 'Buffer' ? { $bytes: Buffer.from(value.data).toString('base64') } : value,
      ).replaceAll('recorded-placement-0001', '\u00abkey\u00bb'),
    ),
  );

function replayed(db, net, recorded, seconds) {
  return new Promise((done, fail) => {
    const child = fork(join(__dirname, 'replay.js'));
    child.on('message', ({ perSecond, error }) =>
      error ? fail(new Error(error)) : done(perSecond),
    );
    child.on('exit', (code) => code && fail(new Error(`the replay left with ${code}`)));
    child.send({ url: db.appUrl, recorded, net, seconds, connections: CONNECTIONS });
  });
}

/** Every round starts from an empty calendar of the same size. */
const clear = (db) =>
  db.admin.query(
    `TRUNCATE booking_people, booking_changes, bookings, request_ids CASCADE;
     DELETE FROM case_access WHERE reason <> 'registered'; UPDATE bed_requests SET held_until = NULL;
     ANALYZE`,
  );

function pgbench(db, seconds) {
  const init = spawnSync('pgbench', ['-i', '-q', '-s', '5', db.adminUrl], { encoding: 'utf8' });
  if (init.error || init.status !== 0) return null;
  const run = spawnSync(
    'pgbench',
    ['-n', '-N', '-c', '32', '-j', '2', '-T', String(seconds), db.adminUrl],
    { encoding: 'utf8' },
  );
  return Number(/tps = ([\d.]+)/.exec(run.stdout)?.[1]) || null;
}

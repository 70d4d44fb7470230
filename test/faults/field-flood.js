/**
 * A body of a hundred thousand field names, as a form and as JSON, at every route that takes a body without an
 * account, while somebody else asks whether the server lives: within 300 ms beyond what it takes without the flood, each time.
 *
 * A control: a flood against the same server with the limits taken away must be noticed. What a body costs grows with the
 * square of its names, so it begins small and doubles, up to the flood's own size: a quick machine needs more of them.
 */
const http = require('node:http');
const { join } = require('node:path');
const { fork } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { database, freePort, from, application, pause } = require('./support.js');

const LONGEST_MS = 300;
const NAMES = 100_000;
const CONTROL_NAMES = 20_000;
const QUIET_MS = 5_000;
const FORM = 'application/x-www-form-urlencoded';

module.exports = async function fieldFlood({ short }) {
  const db = await database();
  try {
    const routes = await withoutAccount(db);
    return [
      ...(await flood('as built', db, { routes, names: NAMES, often: short ? 1 : 3 })),
      ...(await control(
        db,
        routes.filter(({ path }) => path === '/verify'),
      )),
    ];
  } finally {
    await db.stop();
  }
};

const figureOf = (slowest, quiet) =>
  `slowest ${Math.round(slowest)} ms, ${Math.round(quiet)} ms without the flood`;

/** As they are declared: a route that is new is among them by itself. */
async function withoutAccount(db) {
  const { DeclaredRoutes } = from('modules/access/index.js');
  const app = await application(db, { runs: false });
  const open = app.get(DeclaredRoutes).list();
  await app.close();
  return open
    .filter(({ method, permission }) => permission === 'public' && method !== 'GET')
    .map(({ method, path }) => ({ method, path: path.replaceAll(/:[A-Za-z]+/g, randomUUID()) }));
}

function bodies(names) {
  const all = Array.from({ length: names }, (_, n) => `q${n}`);
  return [
    { type: FORM, text: all.map((name) => `${name}=1`).join('&') },
    {
      type: 'application/json',
      text: JSON.stringify(Object.fromEntries(all.map((name) => [name, 1]))),
    },
  ];
}

async function sendEach(port, { routes, names, often }) {
  const statuses = new Map();
  // Made beforehand: this process must not be busy while it takes the time.
  const sent = bodies(names);
  await send(port, 'GET', '/healthz');
  // On a machine that does other work too, answers wait without any flood: that much is not the flood's.
  const before = watch(port);
  await pause(QUIET_MS);
  const quiet = await before.stop();
  const health = watch(port);
  for (let turn = 0; turn < often; turn += 1) {
    for (const { method, path } of routes) {
      for (const body of sent) {
        const status = await send(port, method, path, body);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
  }
  return { statuses, slowest: await health.stop(), quiet };
}

async function flood(name, db, scale) {
  const server = await started(db, { limits: true });
  try {
    let taken = await sendEach(server.port, scale);
    // An answer may wait once for a machine that does other work; a flood that holds answers up does so each time.
    if (noticed(taken)) taken = await sendEach(server.port, scale);
    const { statuses, slowest, quiet } = taken;
    const sent = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
    const refused = [...statuses.keys()].every((status) => [413, 429, 'cut'].includes(status));
    return [
      {
        title: `${name}: ${scale.routes.length} routes refuse both bodies`,
        good: refused && scale.routes.length > 20,
        figure: sent,
      },
      {
        title: `${name}: /healthz answers within ${LONGEST_MS} ms`,
        good: !noticed({ slowest, quiet }),
        figure: figureOf(slowest, quiet),
      },
    ];
  } finally {
    await server.stop();
  }
}

async function control(db, routes) {
  const server = await started(db, { limits: false });
  try {
    let names = CONTROL_NAMES;
    let taken = await sendEach(server.port, { routes, names, often: 1 });
    while (!noticed(taken) && names < NAMES) {
      names = Math.min(names * 2, NAMES);
      taken = await sendEach(server.port, { routes, names, often: 1 });
    }
    return [
      {
        title: 'control: without the limits the flood is noticed',
        good: noticed(taken),
        figure: `${names} names: ${figureOf(taken.slowest, taken.quiet)}`,
      },
    ];
  } finally {
    await server.stop();
  }
}

const noticed = ({ slowest, quiet }) => slowest > LONGEST_MS + quiet;

/** The application in a process of its own; `limits: false` takes them away before it starts. */
async function started(db, { limits }) {
  const port = await freePort();
  const child = fork(
    join(__dirname, 'field-flood.server.js'),
    [String(port), limits ? 'limited' : 'unlimited'],
    { env: { ...process.env, DATABASE_URL: db.appUrl, MAWA_DATA: db.folder, MAWA_ROLE: 'web' } },
  );
  await new Promise((done, fail) => {
    child.once('message', done);
    child.once('exit', () => fail(new Error('the server of the flood did not start')));
  });
  return {
    port,
    stop: () =>
      new Promise((done) => {
        child.removeAllListeners('exit');
        child.once('exit', done);
        child.kill('SIGKILL');
      }),
  };
}

/** Asks /healthz without a pause; the slowest answer, and how long one that is still out has waited. */
function watch(port) {
  let slowest = 0;
  let goesOn = true;
  const watching = (async () => {
    while (goesOn) {
      const at = performance.now();
      await send(port, 'GET', '/healthz');
      slowest = Math.max(slowest, performance.now() - at);
      await pause(5);
    }
  })();
  return {
    stop: async () => {
      goesOn = false;
      await watching;
      return slowest;
    },
  };
}

/** The status; 'cut' where the server hung up before the whole body was sent. */
function send(port, method, path, { type, text } = {}) {
  return new Promise((done) => {
    const headers = text ? { 'content-type': type, 'content-length': Buffer.byteLength(text) } : {};
    const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent: false });
    request.on('response', (answer) => {
      answer.resume();
      answer.on('end', () => done(answer.statusCode));
      answer.on('error', () => done(answer.statusCode));
    });
    request.on('error', () => done('cut'));
    request.end(text);
  });
}

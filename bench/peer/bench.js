// Orchestrates one whole measurement; started by run.sh inside a loopback-only network namespace. Prints one JSON on stdout, progress on stderr.
import { spawn, execFileSync, spawnSync } from 'node:child_process';
import {
  readFileSync,
  readdirSync,
  rmSync,
  mkdirSync,
  openSync,
  writeFileSync,
  existsSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { targets } from './adapters.js';
import { setupDirectus } from './setup-directus.js';
import { setupNoco } from './setup-nocodb.js';

const E = process.env,
  here = path.dirname(fileURLToPath(import.meta.url)),
  S = E.SCRATCH,
  PORT = Number(E.HTTP_PORT ?? 18055),
  base = `http://127.0.0.1:${PORT}`;
const autocannon = createRequire(path.join(S, 'tools/'))('autocannon');
const DUR = Number(E.DURATION ?? 3),
  REP = Number(E.REPEATS ?? 3),
  list = (v) => v.split(/[ ,]+/).filter(Boolean);
const CLIENTS = list(E.CLIENTS ?? '1,8,32').map(Number),
  BIG = list(E.CLIENTS_BIG ?? '8').map(Number),
  PERSONS = list(E.PERSONS ?? '10000,100000').map(Number);
const NAMES = list(E.TARGETS ?? 'floor directus12 directus11 nocodb');
const NAMES_BIG = list(E.TARGETS_BIG ?? 'floor directus12 directus11 mawa').filter((n) =>
  NAMES.includes(n),
);
const CASES = list(E.CASES ?? 'a b bh c d d0 e1 e2 e2h e3'); // bh, d0, e2h: only where a target has them
const log = (...a) => console.error(new Date().toISOString().slice(11, 19), ...a);
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const med = (xs) => {
  const s = xs.filter((x) => x != null).sort((a, b) => a - b);
  return s.length ? s[(s.length - 1) >> 1] : null;
};
const round = (x, d = 2) => (x == null ? null : Number(x.toFixed(d)));
const pg = (bin, args, opt = {}) =>
  execFileSync(path.join(E.PGBIN, bin), args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...opt,
  });
const sql = (db, q) => pg('psql', ['-X', '-d', db, '-v', 'ON_ERROR_STOP=1', '-Atc', q]).trim();
const rndOf = (seed) => {
  let a = seed >>> 0;
  return (n) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return 1 + (((t ^ (t >>> 14)) >>> 0) % n);
  };
};
const doubleBookings = (db, t) =>
  Number(sql(db, t.checkSql ?? readFileSync(path.join(here, 'sql/check.sql'), 'utf8')));
const stays = (db, t) => Number(sql(db, t.countSql ?? 'select count(*) from stays'));

function kids(pid) {
  const out = [pid];
  for (const d of readdirSync('/proc'))
    if (/^\d+$/.test(d)) {
      try {
        const st = readFileSync(`/proc/${d}/stat`, 'utf8');
        if (Number(st.slice(st.lastIndexOf(')') + 2).split(' ')[1]) === pid)
          out.push(...kids(Number(d)));
      } catch {
        /* gone */
      }
    }
  return out;
}
const mem = (pid, key) =>
  round(
    kids(pid).reduce((s, p) => {
      try {
        const f = readFileSync(
          key === 'Pss' ? `/proc/${p}/smaps_rollup` : `/proc/${p}/status`,
          'utf8',
        );
        return s + Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(f)?.[1] ?? 0);
      } catch {
        return s;
      }
    }, 0) / 1024,
    0,
  );

const hook = (db, persons) => ({
  db,
  persons,
  scratch: S,
  pgport: E.PGPORT,
  port: PORT,
  node: nodeBin,
  base,
  sql,
  pg,
  log,
});
const fresh = async (db, persons, t) => {
  const from = t.seed ? await t.seed(hook(db, persons)) : 'seed' + persons;
  pg('dropdb', ['--if-exists', '--force', db]);
  pg('createdb', ['-T', from, db]);
};
const resetRows = (db, t, c) => {
  for (const q of t.resetOf?.(c) ??
    t.resetSql ?? [
      'delete from stays where id > 200000',
      'delete from services where id > 1000000',
      'vacuum analyze stays',
      'vacuum analyze services',
    ])
    sql(db, q);
  sql(db, 'checkpoint');
};

// ---- servers -------------------------------------------------------------------------------------------------------
const nodeBin = path.join(S, 'tools/node_modules/node/bin/node');
function directusEnv(name, db) {
  const dir = path.join(S, name, 'state');
  for (const d of ['uploads', 'extensions']) mkdirSync(path.join(dir, d), { recursive: true });
  return {
    PATH: E.PATH,
    HOME: S,
    HOST: '127.0.0.1',
    PORT: String(PORT),
    PUBLIC_URL: base,
    NODE_ENV: 'production',
    DB_CLIENT: 'pg',
    DB_HOST: '127.0.0.1',
    DB_PORT: E.PGPORT,
    DB_DATABASE: db,
    DB_USER: 'postgres',
    DB_PASSWORD: 'unused',
    SECRET: '0123456789abcdef0123456789abcdef',
    ADMIN_EMAIL: 'admin@example.org',
    ADMIN_PASSWORD: 'bench-only-admin',
    ADMIN_TOKEN: 'admin-token-0123456789abcdef',
    TELEMETRY: 'false',
    LOG_LEVEL: 'error',
    LOG_STYLE: 'raw',
    PRESSURE_LIMITER_ENABLED: 'false',
    CACHE_ENABLED: 'false',
    RATE_LIMITER_ENABLED: 'false',
    STORAGE_LOCATIONS: 'local',
    STORAGE_LOCAL_ROOT: path.join(dir, 'uploads'),
    EXTENSIONS_PATH: path.join(dir, 'extensions'),
  };
}
const command = {
  directus: (name) => [nodeBin, ['node_modules/directus/cli.js', 'start'], path.join(S, name)],
  nocodb: (name) => [nodeBin, [path.join(here, 'start-nocodb.cjs')], path.join(S, name)],
};
const serverEnv = {
  directus: directusEnv,
  nocodb: (name, db) => ({
    PATH: E.PATH,
    HOME: path.join(S, name),
    NODE_PATH: path.join(S, name, 'node_modules'),
    PORT: String(PORT),
    NC_PUBLIC_URL: base,
    NC_DB: `pg://127.0.0.1:${E.PGPORT}?u=postgres&p=unused&d=${db}_meta`,
    NC_AUTH_JWT_SECRET: '0123456789abcdef',
    NC_DISABLE_TELE: 'true',
    NC_DISABLE_AUDIT: '',
    NC_ALLOW_LOCAL_EXTERNAL_DBS: 'true',
    NC_ALLOW_LOCAL_HOOKS: 'true',
    NODE_ENV: 'production',
    NC_ADMIN_EMAIL: 'admin@example.org',
    NC_ADMIN_PASSWORD: 'Bench-only-1',
    NC_TOOL_DIR: path.join(S, name, 'state'),
  }),
};
const readyPath = { directus: '/server/ping', nocodb: '/api/v1/health' };
async function start(name, t, db) {
  const kind = t.kind,
    where = { scratch: S, db, port: PORT, pgport: E.PGPORT, node: nodeBin, base };
  const [bin, args, cwd] = t.command ? t.command(where) : command[kind](name),
    out = openSync(path.join(S, `${name}.log`), 'a'),
    t0 = performance.now();
  const p = spawn(bin, args, {
    cwd,
    env: t.env ? { PATH: E.PATH, ...t.env(where) } : serverEnv[kind](name, db),
    stdio: ['ignore', out, out],
  });
  let dead = false;
  p.on('exit', () => {
    dead = true;
  });
  for (;;) {
    if (dead) throw new Error(`${name} exited; see ${name}.log`);
    try {
      if ((await fetch(base + (t.ready ?? readyPath[kind]))).status === 200) break;
    } catch {
      /* not yet */
    }
    if (performance.now() - t0 > 180e3) throw new Error(name + ' not ready in 180 s');
    await sleep(20);
  }
  return {
    p,
    ready_ms: Math.round(performance.now() - t0),
    stop: async () => {
      if (!dead) {
        p.kill('SIGTERM');
        for (let i = 0; i < 100 && !dead; i++) await sleep(50);
        if (!dead) p.kill('SIGKILL');
        while (!dead) await sleep(20);
      }
    },
  };
}

// ---- load ----------------------------------------------------------------------------------------------------------
function floorRun(t, db, c, clients, persons, dur = DUR) {
  const prefix = path.join(S, 'pgb');
  for (const f of readdirSync(S)) if (f.startsWith('pgb.')) rmSync(path.join(S, f));
  const count = t.floorCountSql ?? 'select count(*) from stays',
    before = c === 'c' ? Number(sql(db, count)) : 0;
  const r = spawnSync(
    path.join(E.PGBIN, 'pgbench'),
    [
      '-n',
      '-M',
      'prepared',
      '-D',
      'ppo=' + persons / 8,
      '-f',
      path.join(here, t.floor ?? 'sql', `${c}.pgb`),
      '-c',
      clients,
      '-j',
      Math.min(2, clients),
      '-T',
      dur,
      '-l',
      '--log-prefix=' + prefix,
      '--random-seed=7',
      db,
    ].map(String),
    { encoding: 'utf8', env: { ...E, ...t.floorEnv } },
  );
  const tps = Number(/tps = ([\d.]+)/.exec(r.stdout)?.[1]),
    lat = [];
  for (const f of readdirSync(S))
    if (f.startsWith('pgb.'))
      for (const l of readFileSync(path.join(S, f), 'utf8').split('\n'))
        if (l) lat.push(Number(l.split(' ')[2]) / 1000);
  lat.sort((a, b) => a - b);
  const o = {
    ops: tps,
    p50_ms: lat[lat.length >> 1],
    p99_ms: lat[Math.floor(lat.length * 0.99)],
    aborted: /aborted/.test(r.stderr) || undefined,
  };
  if (c === 'c') {
    o.ok = Number(sql(db, count)) - before;
    o.conflicts = lat.length - o.ok;
    o.ok_per_s = o.ok / dur;
  }
  return o;
}
// Wait until the target's database is quiet: servers go on working for clients that hung up, and that would slow the next run.
async function settle(db) {
  for (let quiet = 0, i = 0; quiet < 3 && i < 1200; i++) {
    await sleep(100);
    quiet =
      sql(
        'postgres',
        `select count(*) from pg_stat_activity where datname='${db}' and state='active'`,
      ) === '0'
        ? quiet + 1
        : 0;
  }
}
// A measured run sends a fixed number of operations (sized by the warm-up to last about DUR) and ends when all are answered: nothing is cut off, nothing is left running.
async function httpRun(t, db, c, clients, ctx, seed, warmSeconds) {
  const rnd = rndOf(seed),
    steps = [t.cases[c](rnd, ctx)].flat().length,
    key = c + clients;
  const requests = Array.from({ length: steps }, (_, i) => ({
    method: 'GET',
    path: '/',
    setupRequest: (req) => Object.assign({}, req, [t.cases[c](rnd, ctx)].flat()[i]),
  }));
  t.begin?.(ctx);
  const before = c === 'c' ? stays(db, t) : 0;
  const size = warmSeconds
    ? { duration: warmSeconds }
    : {
        amount:
          steps * Math.ceil(Math.max(clients * 1.5, Math.min(20000, (t.rate?.[key] ?? 1) * DUR))),
      };
  const lat = [];
  let t0, last; // own clock: autocannon rounds the end of a run up to its next one-second tick
  const r = await new Promise((done, fail) => {
    t0 = last = performance.now();
    const inst = autocannon(
      { url: base, connections: clients, ...size, requests, timeout: 60 },
      (e, x) => (e ? fail(e) : done(x)),
    );
    inst.on('response', (_c, _s, _b, ms) => {
      last = performance.now();
      lat.push(ms);
    });
  });
  lat.sort((x, y) => x - y);
  const codes = Object.fromEntries(
    Object.entries(r.statusCodeStats ?? {}).map(([k, v]) => [k, v.count]),
  );
  const all = Object.values(codes).reduce((x, y) => x + y, 0),
    ok = Object.entries(codes)
      .filter(([k]) => k.startsWith('2'))
      .reduce((x, [, y]) => x + y, 0);
  const span = warmSeconds || (last - t0) / 1000,
    at = (f) =>
      lat.length ? lat[Math.min(lat.length - 1, Math.floor(lat.length * f))] * steps : null;
  const o = {
    ops: all / span / steps,
    p50_ms: at(0.5),
    p99_ms: at(0.99),
    mean_ms: lat.length ? (lat.reduce((x, y) => x + y, 0) / lat.length) * steps : null,
    requests_per_op: steps,
    codes,
    errors: r.errors,
    timeouts: r.timeouts,
    sent: all,
  };
  if (warmSeconds) {
    (t.rate ??= {})[key] = o.ops;
    await settle(db);
  }
  if (c === 'c') {
    o.ok = ok;
    o.conflicts = all - ok;
    o.ok_per_s = ok / span;
    o.rows_added = stays(db, t) - before;
  } else if (ok !== all) o.not_2xx = all - ok;
  return o;
}
function summary(runs) {
  const o = {
    ops: round(med(runs.map((r) => r.ops)), 1),
    p50_ms: round(med(runs.map((r) => r.p50_ms))),
    p99_ms: round(med(runs.map((r) => r.p99_ms))),
    ops_all: runs.map((r) => round(r.ops, 1)),
  };
  for (const k of ['requests_per_op', 'mean_ms', 'sent'])
    if (runs[0][k] !== undefined) o[k] = round(med(runs.map((r) => r[k])));
  const codes = {};
  for (const r of runs)
    for (const [k, v] of Object.entries(r.codes ?? {})) codes[k] = (codes[k] ?? 0) + v;
  if (Object.keys(codes).length) o.codes = codes;
  for (const k of ['ok', 'conflicts', 'rows_added', 'errors', 'timeouts', 'not_2xx', 'aborted']) {
    const s = runs.reduce((x, r) => x + Number(r[k] ?? 0), 0);
    if (runs.some((r) => r[k] !== undefined) && (s || k === 'ok' || k === 'conflicts')) o[k] = s;
  }
  if (runs[0].ok_per_s !== undefined) o.ok_per_s = round(med(runs.map((r) => r.ok_per_s)), 1);
  return o;
}
async function loads(t, db, ctx, clientsList, run) {
  const out = {};
  let first = true;
  for (const c of CASES) {
    if (
      run.floor
        ? !existsSync(path.join(here, t.floor ?? 'sql', `${c}.pgb`))
        : t.cases && !t.cases[c]
    )
      continue;
    out[c] = {};
    if (!run.floor) await t.before?.[c]?.(hook(db, ctx.persons));
    for (const n of clientsList) {
      const runs = [],
        prev = Object.entries(out[c]).at(-1);
      if (prev && (prev[1].skipped || (prev[1].p50_ms * n) / prev[0] > 20e3)) {
        out[c][n] = { skipped: 'the level before says more than 20 s an answer' };
        continue;
      }
      await run(c, n, 99, first ? 4 : 1);
      first = false;
      if (c === 'c' || c === 'd' || c === 'd0') resetRows(db, t, c); // warm-up
      for (let i = 0; i < REP; i++) {
        runs.push(await run(c, n, 1000 + i));
        if (c === 'c') {
          const d = doubleBookings(db, t);
          if (d) {
            out.double_bookings = (out.double_bookings ?? 0) + d;
          }
        }
        if (c === 'c' || c === 'd' || c === 'd0') resetRows(db, t, c);
      }
      out[c][n] = summary(runs);
      log(
        ' ',
        db,
        c,
        n + ' clients',
        out[c][n].ops + ' ops/s',
        'p50 ' + out[c][n].p50_ms + ' ms',
        JSON.stringify(out[c][n].codes ?? ''),
      );
    }
    if (!run.floor) await t.after?.[c]?.(hook(db, ctx.persons));
  }
  if (out.c) out.double_bookings ??= 0;
  return out;
}
const copyCsv = (t, db, sqlFile = 'f.sql') => {
  const ts = [];
  let bytes;
  for (let i = 0; i < REP; i++) {
    const f = path.join(S, 'f.csv'),
      fd = openSync(f, 'w'),
      t0 = performance.now();
    pg('psql', ['-X', '-d', db, '-f', path.join(here, t.floor ?? 'sql', sqlFile)], {
      stdio: ['ignore', fd, 'pipe'],
    });
    ts.push(performance.now() - t0);
    bytes = statSync(f).size;
  }
  return { ms: Math.round(med(ts)), ms_all: ts.map(Math.round), bytes };
};
async function exportCsv(t, ctx, pid) {
  const runs = [];
  for (let i = 0; i < REP; i++) {
    let peak = 0;
    const timer =
      pid &&
      setInterval(() => {
        peak = Math.max(peak, mem(pid, 'VmRSS'));
      }, 100);
    const q = t.cases.f(rndOf(1), ctx),
      t0 = performance.now(),
      r = await fetch(base + q.path, {
        ...q,
        headers: { ...q.headers, 'accept-encoding': 'identity' },
      });
    let first = null,
      bytes = 0,
      lines = 0;
    for await (const ch of r.body) {
      first ??= performance.now() - t0;
      bytes += ch.length;
      for (const b of ch) if (b === 10) lines++;
    }
    if (timer) clearInterval(timer);
    runs.push({ ms: performance.now() - t0, first, bytes, lines, peak, status: r.status });
  }
  return {
    ms: Math.round(med(runs.map((r) => r.ms))),
    ms_all: runs.map((r) => Math.round(r.ms)),
    first_byte_ms: Math.round(med(runs.map((r) => r.first))),
    bytes: runs[0].bytes,
    newlines: runs[0].lines,
    status: runs[0].status,
    peak_rss_mb: med(runs.map((r) => r.peak)),
  };
}
// The answers must be right before their speed counts.
async function verify(t, ctx, db) {
  const v = {},
    get = async (q) => {
      const r = await fetch(base + q.path, q);
      return r.json();
    };
  if (t.verify) return t.verify({ base, ctx, db, sql });
  const rows = (j) => j.data ?? j.list ?? j.records ?? j;
  if (t.cases.a) v.a_rows = rows(await get(t.cases.a(() => 3, ctx))).length;
  if (t.cases.b) {
    const bs = rows(await get(t.cases.b(() => 3, ctx)));
    v.b_beds = bs.length;
    v.b_stays = bs.reduce((s, b) => s + (b.stays?.length ?? 0), 0);
    v.b_stays_sql = Number(
      sql(
        db,
        "select count(*) from stays s join beds b on b.id=s.bed_id join rooms r on r.id=b.room_id where r.shelter_id=3 and s.start_on<'2026-12-27' and s.end_on>'2026-11-29'",
      ),
    );
  }
  if (t.kind !== 'directus') return v;
  const sums = async (c) => {
    let n = 0,
      m = 0;
    for (const q of t.cases[c](rndOf(1), ctx))
      for (const x of rows(await get(q))) {
        n += Number(x.count);
        m += Math.round(Number(x.sum.cost) * 100);
      }
    return `${n}/${(m / 100).toFixed(2)}`;
  };
  const q =
    "from services v join persons p on p.id=v.person_id where v.given_on>='2026-07-01' and v.given_on<'2026-10-01'";
  v.e1_ok = (await sums('e1')) === sql(db, `select count(*)||'/'||sum(cost) ${q} and p.org_id=1`);
  v.e3_ok = (await sums('e3')) === sql(db, `select count(*)||'/'||sum(cost) ${q}`);
  const clip = (x) =>
      Math.max(
        0,
        (Math.min(Date.parse(x.end_on), Date.parse('2026-10-01')) -
          Math.max(Date.parse(x.start_on), Date.parse('2026-07-01'))) /
          864e5,
      ),
    st = rows(await get(t.cases.e2(rndOf(1), ctx)));
  v.e2_rows_fetched = st.length;
  v.e2_ok =
    String(st.reduce((s, x) => s + clip(x), 0)) ===
    sql(
      db,
      readFileSync(path.join(here, 'sql/e2.pgb'), 'utf8')
        .replace(/^/, 'select sum(sum) from (')
        .replace(/order by 1;\s*$/, ') t'),
    );
  return v;
}

// How many statements a request sends and how long PostgreSQL works for it (parse + bind + execute, as its log says): 20 requests one after another, what the idle server sends by itself taken off.
async function statements(t, ctx, db) {
  const file = path.join(S, 'pg/log'),
    set = (v) => {
      sql('postgres', `alter system set log_min_duration_statement = ${v}`);
      sql('postgres', "alter system set log_line_prefix = '%m [%p] %d '");
      sql('postgres', 'select pg_reload_conf()');
    };
  const seen = async (work) => {
    const from = statSync(file).size,
      t0 = performance.now();
    await work();
    const ms = performance.now() - t0;
    await sleep(200);
    const all = readFileSync(file)
      .subarray(from)
      .toString()
      .split('\n')
      .filter((l) => l.includes(`] ${db} LOG:  duration:`));
    return {
      ms,
      n: all.filter((l) => / ms {2}(statement|execute)/.test(l)).length,
      db: all.reduce((x, l) => x + Number(/duration: ([\d.]+)/.exec(l)[1]), 0),
    };
  };
  const out = {};
  set(0);
  await sleep(500);
  try {
    const idle = await seen(() => sleep(2000));
    for (const c of CASES) {
      if (!t.cases[c]) continue;
      await t.before?.[c]?.(hook(db, ctx.persons));
      t.begin?.(ctx);
      const rnd = rndOf(5),
        codes = {};
      let steps = 1;
      const send = async () => {
        const qs = [t.cases[c](rnd, ctx)].flat();
        steps = qs.length;
        for (const q of qs) {
          const r = await fetch(base + q.path, q);
          await r.arrayBuffer();
          codes[r.status] = (codes[r.status] ?? 0) + 1;
        }
      };
      const t0 = performance.now();
      await send();
      await send();
      const n = Math.max(2, Math.min(20, Math.ceil(6000 / (performance.now() - t0))));
      const s = await seen(async () => {
          for (let i = 0; i < n; i++) await send();
        }),
        share = s.ms / idle.ms;
      const own = s.n - idle.n * share; // null: what the server does by itself is too much of it
      out[c] = {
        per_op: own < s.n / 2 ? null : round(own / n, 1),
        db_ms: round((s.db - idle.db * share) / n),
        wall_ms: round(s.ms / n),
        requests_per_op: steps,
        codes,
      };
      if (c === 'c' || c === 'd' || c === 'd0') resetRows(db, t, c);
      await t.after?.[c]?.(hook(db, ctx.persons));
    }
  } finally {
    set(-1);
  }
  return out;
}

// ---- one target ----------------------------------------------------------------------------------------------------
async function target(name, persons, full) {
  const t = targets[name],
    db = `${name}_${persons}`,
    clients = full ? CLIENTS : BIG,
    ppo = persons / 8;
  log('target', name, persons, 'persons');
  const floor = (t2, db2) =>
      loads(
        t2,
        db2,
        { persons },
        clients,
        Object.assign((c, n, s, d) => floorRun(t2, db2, c, n, persons, d), { floor: true }),
      ),
    ownFloor =
      t.cases && t.floor
        ? await (async () => {
            const db2 = db + '_floor';
            await fresh(db2, persons, t);
            const o = await floor(t, db2);
            if (E.EXPORT !== '0') {
              o.f = copyCsv(t, db2);
              if (t.floorUnderPolicies) o.f_under_policies = copyCsv(t, db2, t.floorUnderPolicies);
            }
            pg('dropdb', ['--force', db2]);
            return o;
          })()
        : undefined;
  await fresh(db, persons, t);
  if (t.kind === 'floor') {
    const out = await floor({}, db);
    if (E.EXPORT !== '0') out.f = copyCsv({}, db);
    pg('dropdb', ['--force', db]);
    return out;
  }
  let srv, ctx;
  if (t.kind === 'directus')
    execFileSync(nodeBin, ['node_modules/directus/cli.js', 'bootstrap'], {
      cwd: path.join(S, name),
      env: directusEnv(name, db),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  if (t.prepare)
    await t.prepare({ scratch: S, db, persons, pgport: E.PGPORT, sql: (q) => sql(db, q) });
  if (t.kind === 'nocodb') {
    pg('dropdb', ['--if-exists', '--force', db + '_meta']);
    pg('createdb', [db + '_meta']);
  }
  srv = await start(name, t, db);
  const out = {
    package: t.package ?? t.version,
    first_start_ms: srv.ready_ms,
    ...(ownFloor && { own_floor: ownFloor }),
  };
  try {
    ctx = {
      persons,
      ppo,
      ...(t.kind === 'directus'
        ? await setupDirectus(base, 'admin-token-0123456789abcdef', ppo)
        : t.kind === 'nocodb'
          ? await setupNoco(base, { port: E.PGPORT, db })
          : await t.setup?.(base, { db, persons, ppo })),
    };
    out.notes = ctx.notes;
    out.probes = ctx.probes;
    if (t.kind === 'directus') {
      out.row_rules = ctx.rowFilter;
      out.probes.rows_in_other_organisations_bed = sql(
        db,
        'select count(*) from stays where bed_id=1999 and id>200000',
      );
    }
    resetRows(db, t);
    if (full) {
      // g: cold start on the prepared database, three times; files are in the page cache
      const g = [];
      for (let i = 0; i < REP; i++) {
        await srv.stop();
        const t0 = performance.now();
        srv = await start(name, t, db);
        const q = t.cases.a(rndOf(3), ctx),
          r = await fetch(base + q.path, q);
        await r.arrayBuffer();
        g.push({
          ready: srv.ready_ms,
          first: Math.round(performance.now() - t0),
          status: r.status,
        });
      }
      await sleep(10e3);
      out.g = {
        ready_ms: med(g.map((x) => x.ready)),
        first_list_answered_ms: med(g.map((x) => x.first)),
        status: g[0].status,
        rest_rss_mb: mem(srv.p.pid, 'VmRSS'),
        rest_pss_mb: mem(srv.p.pid, 'Pss'),
        processes: kids(srv.p.pid).length,
      };
      log('  g', JSON.stringify(out.g));
    }
    out.verify = await verify(t, ctx, db);
    log('  verify', JSON.stringify(out.verify));
    if (E.STATEMENTS !== '0') {
      out.statements = await statements(t, ctx, db);
      log('  statements', JSON.stringify(out.statements));
      resetRows(db, t);
    }
    Object.assign(
      out,
      await loads(t, db, ctx, clients, (c, n, s, d) => httpRun(t, db, c, n, ctx, s, d)),
    );
    out.after_load_rss_mb = mem(srv.p.pid, 'VmRSS');
    if (t.cases.f && E.EXPORT !== '0') {
      await srv.stop();
      srv = await start(name, t, db);
      await (
        await fetch(base + t.cases.a(rndOf(3), ctx).path, t.cases.a(rndOf(3), ctx))
      ).arrayBuffer();
      await sleep(2000);
      const before = mem(srv.p.pid, 'VmRSS');
      out.f = await exportCsv(t, ctx, srv.p.pid);
      out.f.rss_before_mb = before;
      /* a fresh process: its memory is not that of the load before */ log(
        '  f',
        JSON.stringify(out.f),
      );
    }
  } finally {
    await srv.stop();
  }
  pg('dropdb', ['--force', db]);
  if (t.kind === 'nocodb') pg('dropdb', ['--if-exists', '--force', db + '_meta']);
  return out;
}

// ---- all -----------------------------------------------------------------------------------------------------------
const dataDir = path.join(S, 'pg/data');
const res = {
  date: new Date().toISOString(),
  machine: {
    cpu: os.cpus()[0].model,
    cores: os.cpus().length,
    mem_gib: round(os.totalmem() / 2 ** 30, 1),
    kernel: os.release(),
  },
  versions: {
    node_servers: execFileSync(nodeBin, ['-v'], { encoding: 'utf8' }).trim(),
    postgres: sql('postgres', 'show server_version'),
    autocannon: createRequire(path.join(S, 'tools/'))('autocannon/package.json').version,
  },
  settings: {
    duration_s: DUR,
    repeats: REP,
    clients: CLIENTS,
    clients_big: BIG,
    synchronous_commit: sql('postgres', 'show synchronous_commit'),
    fsync: sql('postgres', 'show fsync'),
    shared_buffers: sql('postgres', 'show shared_buffers'),
  },
  variants: {},
};
for (const [i, persons] of PERSONS.entries()) {
  const v = (res.variants[persons] = {}),
    t0 = Date.now(),
    db = 'seed' + persons;
  const plain = (i === 0 ? NAMES : NAMES_BIG).some((n) => !targets[n].seed); // somebody reads the plain tables
  if (plain && !sql('postgres', `select 1 from pg_database where datname='${db}'`)) {
    pg('createdb', [db]);
    pg('psql', [
      '-X',
      '-q',
      '-d',
      db,
      '-v',
      'ON_ERROR_STOP=1',
      '-f',
      path.join(here, 'sql/schema.sql'),
    ]);
    pg('psql', [
      '-X',
      '-q',
      '-d',
      db,
      '-v',
      'ON_ERROR_STOP=1',
      '-v',
      'persons=' + persons,
      '-f',
      path.join(here, 'sql/seed.sql'),
    ]);
    log('seeded', db, Math.round((Date.now() - t0) / 1000) + ' s');
  }
  if (plain)
    v.rows = Object.fromEntries(
      ['shelters', 'beds', 'persons', 'stays', 'services'].map((x) => [
        x,
        Number(sql(db, 'select count(*) from ' + x)),
      ]),
    );
  for (const n of i === 0 ? NAMES : NAMES_BIG) {
    try {
      v[n] = await target(n, persons, i === 0);
    } catch (e) {
      v[n] = { failed: String(e.message ?? e).slice(0, 2000) };
      log('FAILED', n, e.stack);
    }
    if (E.OUT) writeFileSync(E.OUT, JSON.stringify(res, null, 1));
  }
  if (i === 0 && NAMES.includes('floor') && E.DRIFT !== '0')
    v.floor_again = await target('floor', persons, false); // drift of the machine during the run
}
// ratios: floor ops / target ops per case and client count; time ratio for f
for (const v of Object.values(res.variants)) {
  const r = (v.times_slower_than_floor = {});
  for (const n of Object.keys(v))
    if (targets[n]?.cases && !v[n].failed) {
      r[n] = {};
      for (const c of CASES)
        if (v[n][c] && v.floor?.[c])
          r[n][c] = Object.fromEntries(
            Object.keys(v[n][c]).map((k) => [
              k,
              v[n][c][k].ops ? round(v.floor[c][k].ops / v[n][c][k].ops, 1) : null,
            ]),
          );
      if (v[n].f && v.floor?.f) r[n].f = round(v[n].f.ms / v.floor.f.ms, 1);
    }
}
for (const v of Object.values(res.variants))
  for (const n of Object.keys(v)) {
    const x = v[n],
      o = x?.own_floor;
    if (!o || x.failed) continue;
    x.times_slower_than_own_floor = Object.fromEntries([
      ...CASES.filter((c) => x[c] && o[c]).map((c) => [
        c,
        Object.fromEntries(
          Object.keys(x[c]).map((k) => [
            k,
            x[c][k].ops && o[c][k]?.ops ? round(o[c][k].ops / x[c][k].ops, 1) : null,
          ]),
        ),
      ]),
      ...(x.f && o.f ? [['f', round(x.f.ms / o.f.ms, 1)]] : []),
      ...(x.f && o.f_under_policies
        ? [['f_under_policies', round(x.f.ms / o.f_under_policies.ms, 1)]]
        : []),
    ]);
  }
res.postgres_rest = {
  pss_mb: (() => {
    try {
      return mem(
        Number(readFileSync(path.join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[0]),
        'Pss',
      );
    } catch {
      return null;
    }
  })(),
};
if (E.OUT) writeFileSync(E.OUT, JSON.stringify(res, null, 1));
console.log(JSON.stringify(res));

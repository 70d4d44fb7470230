// Mawa as a target: its own schema, its own accounts, its own HTTP interface. See README.md, "Mawa". MAWA_DIR: a built copy (dist/, node_modules/).
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const E = process.env,
  here = path.dirname(fileURLToPath(import.meta.url)),
  dir = E.MAWA_DIR ?? '',
  WAITING = 4000,
  SERVICES = Number(E.SERVICES ?? 1000000);
const T = '2026-11-29',
  PASSWORD = 'bench-only-password-1';
const id = (name) => {
  const h = createHash('md5').update(name).digest('hex'),
    x = h.slice(0, 12) + '4' + h.slice(13, 16) + '8' + h.slice(17);
  return [x.slice(0, 8), x.slice(8, 12), x.slice(12, 16), x.slice(16, 20), x.slice(20)].join('-');
}; // bench_id of seed.sql
const commit = () => {
  try {
    return execFileSync('git', ['-C', dir, 'rev-parse', '--short', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
};
const data = (scratch) => {
  const d = path.join(scratch, 'mawa-data');
  mkdirSync(d, { recursive: true, mode: 0o700 });
  return d;
};
const url = (user, port, db) => `postgres://${user}:bench@127.0.0.1:${port}/${db}`;
const rndOf = (seed) => {
  let a = seed >>> 0;
  return (n) => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return 1 + (((t ^ (t >>> 14)) >>> 0) % n);
  };
};
const env = (scratch, port, pgport, db) => ({
  PATH: E.PATH,
  HOME: scratch,
  NODE_ENV: 'production',
  PORT: String(port),
  DATABASE_URL: url('mawa_app', pgport, db),
  DATABASE_POOL: E.MAWA_POOL ?? '20',
  MAWA_DATA: data(scratch),
  MAWA_KEY_FILE: path.join(data(scratch), 'mawa.key.json'),
  MAWA_ROLE: E.MAWA_ROLE ?? 'both',
  MAWA_IDLE_MINUTES: '720',
  LOG_LEVEL: 'error',
});

// The pool of case c: request i asks for one night for woman i who waits, and is to get this bed. As placement() of adapters.js: one of ten aims at 20 hot bed-nights.
export function pool(placement, persons) {
  const rnd = rndOf(42);
  return Array.from({ length: WAITING }, (_, i) => {
    const p = placement(rnd, { ppo: 1 });
    if (p.bed_id % 5 === 4) p.bed_id += p.bed_id < 249 ? 2 : -1;
    /* a cot is for infants: the rules would refuse */ return {
      request: id('request' + i),
      case: id('case' + (persons + i + 1)),
      bed: id('bed' + p.bed_id),
      shelter: id('shelter' + Math.ceil(p.bed_id / 50)),
      night: p.start_on,
    };
  });
}

export const mawa = (placement, { jit } = {}) => {
  const get = (who, p) => ({ method: 'GET', path: p, headers: who }),
    post = (who, p, body) => ({
      method: 'POST',
      path: p,
      headers: { ...who, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const table = (ctx, q) =>
    get(
      ctx.prog,
      '/api/v1/analyses/table?' +
        new URLSearchParams({ span: 'dates', from: '2026-07-01', to: '2026-09-30', ...q }),
    );
  const board = (rnd) => `shelter=${id('shelter' + rnd(5))}&from=${T}&nights=28`;
  const services = (rnd, ctx, paid) =>
    post(ctx.off, '/api/v1/services', {
      caseId: id('case' + rnd(ctx.ppo)),
      typeCode: 'bench_' + rnd(12),
      givenOn: '2026-11-24',
      ...(paid && { cost: { amount: ((rnd(20000) + 499) / 100).toFixed(2), currency: 'MAD' } }),
    });
  return {
    kind: 'http',
    get version() {
      return 'mawa@' + commit();
    },
    dir,
    floor: 'sql/mawa',
    floorUnderPolicies: 'f-policies.sql', // COPY as the role of the application, as the person who exports
    // The seed database of this many persons, made once: migrate, seed.sql, people.cjs.
    async seed({ scratch, persons, pgport, sql, pg, node, log }) {
      if (!dir) throw new Error('MAWA_DIR: a built copy of Mawa');
      const schema = 'mawa_schema_' + commit(),
        name = `mawa_seed${persons}_${SERVICES / 1000}k_${commit()}`,
        has = (db) => sql('postgres', `select 1 from pg_database where datname='${db}'`);
      const e = {
        ...env(scratch, 0, pgport, schema),
        DATABASE_ADMIN_URL: url('postgres', pgport, 'postgres'),
        DATABASE_OWNER_URL: url('mawa_owner', pgport, schema),
        MAWA_DIR: dir,
      };
      if (!has(schema)) {
        log('mawa: migrating');
        try {
          execFileSync(node, ['bin/mawa.js', 'migrate'], {
            cwd: dir,
            env: e,
            stdio: ['ignore', 'pipe', 'pipe'],
          });
        } catch (x) {
          try {
            pg('dropdb', ['--force', schema]);
          } catch {
            /* not made */
          }
          throw x;
        }
      }
      if (!has(name)) {
        const t0 = Date.now();
        pg('dropdb', ['--if-exists', '--force', name + '_tmp']);
        pg('createdb', ['-T', schema, name + '_tmp']);
        pg('psql', [
          '-X',
          '-q',
          '-d',
          name + '_tmp',
          '-v',
          'ON_ERROR_STOP=1',
          '-v',
          'persons=' + persons,
          '-v',
          'services=' + SERVICES,
          '-v',
          'waiting=' + WAITING,
          '-f',
          path.join(here, 'seed.sql'),
        ]);
        execFileSync(node, [path.join(here, 'people.cjs')], {
          env: { ...e, DATABASE_ADMIN_URL: url('postgres', pgport, name + '_tmp') },
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        sql('postgres', `alter database ${name}_tmp rename to ${name}`);
        log('mawa: seeded', name, Math.round((Date.now() - t0) / 1000) + ' s');
      }
      return name;
    },
    prepare: async ({ db, sql }) => {
      if (jit === false) sql(`alter database ${db} set jit = off`);
    }, // Debian's PostgreSQL compiles plans (jit); the one that Mawa brings cannot
    command: ({ node }) => [
      node,
      [...(E.MAWA_NODE_FLAGS ?? '').split(' ').filter(Boolean), 'dist/src/main.js'],
      dir,
    ],
    env: ({ port, pgport, db, scratch }) => env(scratch, port, pgport, db),
    ready: '/readyz',
    // Signs in as people do: password, cookie, token against forged requests.
    async setup(base, { persons }) {
      const ctx = { pool: pool(placement, persons), next: 0 };
      for (const [name, email] of [
        ['man', 'man1'],
        ['off', 'off1'],
        ['coord', 'coord'],
        ['prog', 'prog'],
        ['fin', 'fin'],
        ['man2', 'man2'],
      ]) {
        const r = await fetch(base + '/api/v1/session', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(await csrf(base)) },
          body: JSON.stringify({ email: email + '@example.org', password: PASSWORD }),
        });
        if (r.status >= 300) throw new Error(`sign-in of ${email}: ${r.status} ${await r.text()}`);
        const cookies = r.headers.getSetCookie().map((c) => c.split(';')[0]),
          mine = await fetch(base + '/api/v1/session', { headers: { cookie: cookies.join('; ') } });
        const all = new Map(
          [...cookies, ...mine.headers.getSetCookie().map((c) => c.split(';')[0])].map((c) => [
            c.split('=')[0],
            c,
          ]),
        );
        ctx[name] = {
          cookie: [...all.values()].join('; '),
          'x-csrf-token': (await mine.json()).csrfToken,
        };
        if (name === 'coord') await setUpSecondFactor(base, ctx[name]);
      }
      return ctx;
    },
    // Before the runs of a case, after them, and at the start of each run.
    before: {
      c: ({ persons, db, scratch, pg }) => {
        // requests that wait, one for each woman who waits; not there while anything else is measured
        const rows = pool(placement, persons).map(
            (x) =>
              `('${x.request}'::uuid,'${x.case}'::uuid,'${x.shelter}'::uuid,date '${x.night}')`,
          ),
          file = path.join(scratch, 'mawa-requests.sql');
        writeFileSync(
          file,
          `begin; set local session_replication_role = replica; create temp table w on commit drop as select * from (values ${rows.join(',\n')}) v(request, person, shelter, night);
        insert into bed_requests (id, needed_from, nights, urgency, source, basis, created_by, created_at, shelter_id, expires_at) select request, night, 1, 'planned', 'hotline', 'vital_interest', bench_id('off1'), '2026-11-20Z', shelter, '2030-01-01Z' from w;
        insert into request_people (request_id, case_id, sex, age_low, age_high, access_need, languages, rule_ages) select request, person, 'female', 30, 30, 'none', '{fra}', '{}' from w;
        insert into case_access (case_id, principal_kind, principal_id, reason, parts, source_id, from_at, until_at, given_by) select person, 'shelter', shelter, r.reason, r.parts, request, '2026-11-20Z', '2030-01-01Z', bench_id('off1') from w join access_reasons r on r.reason = 'request';
        commit; analyze bed_requests; analyze request_people; analyze case_access;`,
        );
        pg('psql', ['-X', '-q', '-d', db, '-v', 'ON_ERROR_STOP=1', '-f', file]);
      },
    },
    after: {
      c: ({ db, sql }) => {
        sql(
          db,
          `set session_replication_role = replica; delete from case_access where reason = 'request'; delete from request_people; delete from bed_requests`,
        );
        sql(db, 'vacuum analyze case_access');
      },
    },
    begin: (ctx) => {
      ctx.next = 0;
    },
    floorEnv: {
      PGOPTIONS: `-c mawa.now=${T}T12:00:00Z -c mawa.tonight=2026-11-28 -c mawa.offset=0 -c mawa.actor=${id('off1')}`,
    }, // triggers of Mawa's tables ask for them
    floorCountSql: "select count(*) from bookings where lower(nights) >= date '2027-02-15'",
    countSql: "select count(*) from bookings where state = 'hold'",
    resetOf: (c) => {
      // of one case, or of all
      const placed = c !== 'd' && c !== 'd0',
        given = c !== 'c',
        t = [
          ...(placed
            ? [
                'bookings',
                'booking_people',
                'case_access',
                'bed_requests',
                'booking_changes',
                'arrival_agreements',
              ]
            : []),
          ...(given
            ? ['services', 'ledger_entries', 'ledger_transactions', 'ledger_balances']
            : []),
        ];
      return [
        `set session_replication_role = replica; delete from tasks; delete from request_ids;
        ${
          placed
            ? `delete from case_access where reason = 'hold' and until_at is not null; delete from arrival_agreements; delete from booking_changes;
        delete from booking_people where booking_id in (select id from bookings where state in ('hold', 'void') or lower(nights) >= date '2027-02-15'); delete from bookings where state in ('hold', 'void') or lower(nights) >= date '2027-02-15'; update bed_requests set held_until = null where held_until is not null;`
            : ''
        }
        ${given ? `delete from services where recorded_at > '2026-11-01Z'; delete from ledger_entries; delete from ledger_transactions; delete from ledger_days; update ledger_balances b set balance = x.balance from bench_balances x where x.account_id = b.account_id and x.balance <> b.balance;` : ''}`,
        'vacuum analyze ' + t.join(', '),
      ];
    },
    checkSql: `select (select count(*) from (select lower(nights) a, max(upper(nights)) over (partition by bed_id order by lower(nights), id rows between unbounded preceding and 1 preceding) pe from bookings where state <> 'void') t where pe > a)
      + (select count(*) from (select lower(nights) a, max(upper(nights)) over (partition by case_id order by lower(nights), booking_id rows between unbounded preceding and 1 preceding) pe from booking_people where state <> 'void') t where pe > a)`,
    cases: {
      a: (rnd, ctx) => get(ctx.man, `/api/v1/houses/${id('shelter' + rnd(5))}/roll`),
      b: (rnd, ctx) => get(ctx.man, '/api/v1/beds/board?' + board(rnd)),
      bh: (rnd, ctx) => get(ctx.man, '/beds?' + board(rnd)), // the same as the page that a manager sees
      c: (rnd, ctx) => {
        const x = ctx.pool[ctx.next++ % WAITING];
        if (ctx.next > WAITING) throw new Error('the pool of requests is too small for this run');
        return post(ctx.off, `/api/v1/bed-requests/${x.request}/holds`, {
          placements: [{ caseId: x.case, bedId: x.bed }],
        });
      },
      d: (rnd, ctx) => services(rnd, ctx, true), // with its cost booked in the ledger
      d0: (rnd, ctx) => services(rnd, ctx, false), // without a cost
      e1: (rnd, ctx) =>
        table(ctx, {
          measure: 'services_given',
          rows: 'service_type',
          columns: 'sex',
          only: 'region_recruited:01',
        }),
      e2: (rnd, ctx) => table(ctx, { measure: 'bed_nights', rows: 'house' }), // all 40 houses
      e2h: (rnd, ctx) => get(ctx.man, '/api/v1/house-figures?from=2026-07-01&until=2026-09-30'), // all figures of the houses of a manager: bed-nights, lengths, exits, returns
      e3: (rnd, ctx) =>
        table(ctx, { measure: 'services_given', rows: 'service_type', columns: 'sex' }),
      f: (rnd, ctx) =>
        post(ctx.coord, '/api/v1/exports', {
          list: 'stays',
          format: 'csv',
          words: 'codes',
          why: 'reporting',
        }),
    },
    async verify({ base, ctx, db, sql }) {
      return (await import('./verify.js')).verify({ base, ctx, db, sql, id, cases: this.cases });
    },
  };
};

/** A supervisor sees nothing without a second factor: set up as their owner does, with a code of an app. */
async function setUpSecondFactor(base, headers) {
  const send = async (path, body) => {
    const r = await fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (r.status >= 300) throw new Error(`${path}: ${r.status} ${await r.text()}`);
    return r.json();
  };
  const { secret } = await send('/api/v1/account/second-factor', {});
  const { bytesOfBase32, codeOf, stepAt } = createRequire(import.meta.url)(
    path.join(dir, 'dist/modules/access/second-factor/totp.rules.js'),
  );
  const code = codeOf(bytesOfBase32(secret), stepAt(new Date()));
  await send('/api/v1/account/second-factor/confirmation', { code });
}

async function csrf(base) {
  // the first token comes with a cookie of its own
  const r = await fetch(base + '/api/v1/session'),
    c = r.headers
      .getSetCookie()
      .map((x) => x.split(';')[0])
      .join('; ');
  return { cookie: c, 'x-csrf-token': (await r.json()).csrfToken };
}

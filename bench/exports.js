/**
 * 200,000 services taken out as CSV over HTTP against `COPY (the same query) TO STDOUT`, in turns on one
 * database, as the same person under row level security; and what the web process grows by, for one list
 * of 200,000 lines and for as many lines in short lists. The workbook of 200,000 lines has a figure of its own.
 */
const { randomUUID } = require('node:crypto');
const http = require('node:http');
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { median, residentMiB } = require('./measure.js');

const MANY = 200_000;
const FEWER = 20_000;
const PEOPLE = 4_000;

module.exports = async function exportsOfLists({ short, say }) {
  const db = await support.database();
  const web = await support.webProcess(db);
  try {
    const officer = await officerWithServices(db);
    const headers = await support.session(db, web, officer);
    const rounds = short ? 3 : 9;
    const all = {};
    const some = { until: await dayOfLine(db, FEWER) };
    const take = (format, filters) => taken(web, headers, { format, filters });
    await take('csv', some);
    const tenTimes = async () => {
      for (let time = 0; time < MANY / FEWER; time += 1) await take('csv', some);
    };
    // As many lines in short lists as in one long one: what a long one holds more would be its length.
    const grown = {};
    for (const [name, work] of [
      [`${MANY / FEWER} × ${FEWER}`, tenTimes],
      [`1 × ${MANY}`, () => take('csv', all)],
    ]) {
      grown[name] = await growth(web, work);
      say(`CSV, ${name} lines: grew by ${grown[name].mib} MiB above ${grown[name].before}`);
    }
    const copier = await copyOf(db, officer);
    const times = { ours: [], copy: [] };
    try {
      for (let round = 0; round < rounds; round += 1) {
        times.copy.push(await copier.run());
        times.ours.push((await take('csv', all)).ms);
      }
    } finally {
      await copier.stop();
    }
    const ratio = median(times.copy) / median(times.ours);
    say(
      `CSV of ${MANY} lines: ${median(times.ours).toFixed(0)} ms over HTTP, COPY ${median(times.copy).toFixed(0)} ms, ${ratio.toFixed(2)} of its speed (aim 0.5)`,
    );
    const workbook = await growth(web, () => take('xlsx', all));
    say(
      `workbook of ${MANY} lines: ${(workbook.ms / 1000).toFixed(1)} s, ${(workbook.bytes / 2 ** 20).toFixed(1)} MiB, grew by ${workbook.mib} MiB`,
    );
    return { ...times, ratio, aim: 0.5, grown, workbook };
  } finally {
    await web.stop();
    await db.stop();
  }
};

/** Takes the list and throws it away as it comes; the first line of the answer counts as well. */
function taken(web, headers, { format, filters }) {
  const body = JSON.stringify({ list: 'services', format, filters, why: 'reporting' });
  const at = process.hrtime.bigint();
  return new Promise((done, fail) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: web.port,
        method: 'POST',
        path: '/api/v1/exports',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        let bytes = 0;
        let lines = 0;
        answer.on('data', (part) => {
          bytes += part.length;
          for (let from = part.indexOf(10); from >= 0; from = part.indexOf(10, from + 1))
            lines += 1;
        });
        answer.on('error', fail);
        answer.on('end', () => {
          if (answer.statusCode !== 200) return fail(new Error(`answered ${answer.statusCode}`));
          done({ ms: Number(process.hrtime.bigint() - at) / 1e6, bytes, lines: lines - 2 });
        });
      },
    );
    request.on('error', fail);
    request.end(body);
  });
}

/** The most that the process held while it worked, above what it held before. */
async function growth(web, work) {
  const held = () => residentMiB(web.pid());
  await support.pause(1_000);
  const before = held();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, held())), 20);
  try {
    const answer = await work();
    return { ...answer, before: Math.round(before), mib: Math.round(most - before) };
  } finally {
    clearInterval(watch);
  }
}

/** The query of the list itself, as this officer and with the same rights, by PostgreSQL alone. */
async function copyOf(db, officer) {
  const sql = await queryOfTheList(db, officer);
  const client = new Client({ connectionString: db.appUrl });
  await client.connect();
  return {
    run: async () => {
      const at = new Date().toISOString();
      await client.query('BEGIN');
      await client.query(
        `SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true),
                set_config('mawa.tonight', $3, true), set_config('mawa.offset', '0', true)`,
        [officer, at, at.slice(0, 10)],
      );
      const from = process.hrtime.bigint();
      const lines = await copied(client, `COPY (${sql}) TO STDOUT (FORMAT csv)`);
      const ms = Number(process.hrtime.bigint() - from) / 1e6;
      await client.query('COMMIT');
      if (lines !== MANY) throw new Error(`COPY gave ${lines} lines`);
      return ms;
    },
    stop: () => client.end(),
  };
}

/** Reads what COPY sends and counts its lines, as the other side does. */
function copied(client, sql) {
  let lines = 0;
  return new Promise((done, fail) => {
    client.query({
      submit: (connection) => connection.query(sql),
      handleCopyOutResponse: () => undefined,
      handleCopyData: ({ chunk }) => (lines += chunk[chunk.length - 1] === 10 ? 1 : 0),
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => done(lines),
      handleError: fail,
    });
  });
}

/** As the list itself makes it, with its values written in: nothing here is written a second time. */
async function queryOfTheList(db, officer) {
  const { SERVICE_EXPORT } = require('../dist/modules/assistance-services/services.export.js');
  const { exportQuery } = require('../dist/modules/exports/export.queries.js');
  const actor = { userId: officer, roles: ['reintegration_officer'], shelterIds: [] };
  const source = await SERVICE_EXPORT.source({ actor }, {});
  const { select } = exportQuery(actor, SERVICE_EXPORT, source, { kind: 'office' }, null);
  const quoted = (value) => (value === null ? 'NULL' : `'${String(value).replaceAll("'", "''")}'`);
  const { sql, params } = select(null);
  return sql.replace(/\$(\d+)/g, (_, place) => quoted(params[Number(place) - 1]));
}

const dayOfLine = async (db, line) =>
  (
    await db.admin.query(
      `SELECT given_on::text AS day FROM services ORDER BY given_on, id OFFSET $1 LIMIT 1`,
      [line - 1],
    )
  ).rows[0].day;

/** One officer with people of their own and fifty services each, over five years. */
async function officerWithServices(db) {
  const officer = randomUUID();
  const at = new Date().toISOString();
  await db.admin.query(`INSERT INTO users (id, email, name, created_at) VALUES ($1, $2, 'B', $3)`, [
    officer,
    `${officer}@example.org`,
    at,
  ]);
  await db.admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
     VALUES ($1, 'reintegration_officer', '00000000-0000-4000-8000-000000000004', $2,
             '00000000-0000-4000-8000-000000000003', $2)`,
    [officer, at],
  );
  await db.admin.query(`
    BEGIN;
    SELECT set_config('mawa.actor', '${officer}', true), set_config('mawa.now', '${at}', true),
           set_config('mawa.tonight', '${at.slice(0, 10)}', true);
    SET LOCAL session_replication_role = replica;
    INSERT INTO organisations (code, kind, name) SELECT 'PART' || n, 'partner', 'Association partenaire ' || n FROM generate_series(1, 40) n;
    INSERT INTO service_types (code, category, name, unit)
    SELECT 'kind_' || n, 'health', jsonb_build_object('fr', 'Consultation d’accompagnement ' || n, 'ar', 'استشارة ' || n, 'en', 'Consultation ' || n), 'session'
      FROM generate_series(1, 30) n ON CONFLICT DO NOTHING;
    CREATE TEMP TABLE known ON COMMIT DROP AS
      SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${PEOPLE}) n;
    INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, given_by)
    SELECT k.id, 'user', '${officer}', r.reason, r.parts, '${officer}'
      FROM known k CROSS JOIN access_reasons r WHERE r.reason = 'registered';
    INSERT INTO cases (id, case_number, registered_on, registered_by, sex, age_at_registration, age_certainty, nationality, stage)
    SELECT id, 'B-' || n, date '2021-11-01' + n % 1000, '${officer}', (ARRAY['female', 'male', NULL])[1 + n % 3],
           n % 60, 'declared', (ARRAY['MA', 'CI', 'SN'])[1 + n % 3], 'assisted'
      FROM known;
    INSERT INTO services (case_id, type_code, given_on, quantity, provider_id, cost_amount, cost_currency, recorded_by)
    SELECT k.id, t.code, date '2021-11-01' + (s * 36 + k.n) % 1800, 1 + s % 4, o.id,
           CASE WHEN s % 3 > 0 THEN 40 + s * 7.5 END, CASE WHEN s % 3 > 0 THEN 'MAD' END, '${officer}'
      FROM known k CROSS JOIN generate_series(1, ${MANY / PEOPLE}) s
      JOIN (SELECT code, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS all FROM service_types) t
        ON t.place = 1 + (k.n + s) % t.all
      LEFT JOIN (SELECT id, row_number() OVER (ORDER BY code) AS place FROM organisations) o ON o.place = (k.n + s) % 50;
    COMMIT;`);
  await db.admin.query('ANALYZE');
  return officer;
}

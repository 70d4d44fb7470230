/**
 * A web process that is killed, as a power cut would kill it, in the middle of the download of a long list: the
 * register has the list without an end, and the audit has that it was taken and not that it ended. The same list
 * taken again is whole.
 *
 * A control: an entry whose process wrote an end before the download was over must be caught.
 */
const http = require('node:http');
const support = require('./support.js');

const LINES = 60_000;

module.exports = async function killedExports({ short }) {
  const db = await support.database();
  const app = await support.application(db, { runs: false });
  const web = await support.webProcess(db);
  try {
    const headers = await support.session(db, web, await longList(db, app));
    const kills = short ? 1 : 5;
    for (let time = 0; time < kills; time += 1) {
      await taken(web, headers, () => web.kill());
      await web.ready();
    }
    const killed = await entries(db);
    const unended = killed.filter(isWithoutEnd);
    const lines = await taken(web, headers);
    const last = await ended(db);
    await db.admin.query(`UPDATE exports SET handed_over = 1, whole = false WHERE whole IS NULL`);
    const caught = (await entries(db)).filter((one) => !isWithoutEnd(one)).length;
    return [
      {
        title: 'a list whose download was killed is in the register without an end',
        good: killed.length === kills && unended.length === kills,
        figure: `${unended.length} of ${kills} kills`,
      },
      {
        title: 'the same list taken again is whole',
        good: lines === LINES && last.whole && last.handed === LINES && last.ends === 1,
        figure: `${lines} lines, ${last.handed} registered`,
      },
      {
        title: 'control: an end that nobody saw is caught',
        good: caught === kills + 1,
        figure: `${caught} entries with an end`,
      },
    ];
  } finally {
    await web.stop();
    await app.close();
    await db.stop();
  }
};

const isWithoutEnd = ({ handed, whole, takes, ends }) =>
  handed === null && whole === null && takes === 1 && ends === 0;

/** One officer, one person, so many services. */
async function longList(db, app) {
  const people = await support.people(db, app, 1);
  await db.admin.query('DELETE FROM services');
  await db.admin.query(
    `BEGIN; SET LOCAL session_replication_role = replica;
     INSERT INTO services (case_id, type_code, given_on, recorded_by, recorded_at)
     SELECT '${people[0].id}', 'psychological_session', date '2025-01-06' + n % 300, '${people.officer.userId}', '2026-01-01Z'
       FROM generate_series(1, ${LINES}) n; COMMIT`,
  );
  return people.officer.userId;
}

/** The lines of the list; `meanwhile` happens with its first bytes, and the download then breaks off. */
function taken(web, headers, meanwhile) {
  const body = JSON.stringify({
    list: 'services',
    format: 'csv',
    words: 'codes',
    why: 'case_work',
  });
  return new Promise((done, fail) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: web.port,
        method: 'POST',
        path: '/api/v1/exports',
        agent: false,
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
      },
      (answer) => {
        let lines = -2; // heads and hashtags
        if (answer.statusCode !== 200) return fail(new Error(`answered ${answer.statusCode}`));
        answer.on('data', (part) => {
          for (const byte of part) if (byte === 10) lines += 1;
          if (!meanwhile) return;
          answer.pause();
          meanwhile();
          meanwhile = null;
          answer.resume();
        });
        answer.on('error', () => undefined);
        answer.on('close', () => done(lines));
      },
    );
    request.on('error', () => done(null));
    request.end(body);
  });
}

const entries = async ({ admin }) =>
  (
    await admin.query(
      `SELECT e.handed_over AS handed, e.whole,
              (SELECT count(*)::int FROM audit_log a WHERE a.subject_ids[1] = e.id AND a.action = 'exports.take') AS takes,
              (SELECT count(*)::int FROM audit_log a WHERE a.subject_ids[1] = e.id AND a.action = 'exports.end') AS ends
         FROM exports e ORDER BY e.taken_at, e.id`,
    )
  ).rows;

async function ended(db) {
  for (let n = 0; n < 100; n += 1) {
    const found = (await entries(db)).find(({ whole }) => whole !== null);
    if (found) return found;
    await support.pause(50);
  }
  throw new Error('the export has no end');
}

/**
 * Fifty reports are frozen (two in the short form); then services are recorded late, one is cancelled, a sex
 * corrected and a person erased, all by the real use cases. Another process makes each report again: every file
 * byte for byte, and each figure that moved with its cause.
 *
 * A control: the same product with one byte of a template changed must say which edition and which files differ.
 */
const { execFile } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const support = require('./support.js');

const QUARTER = '2026-Q3';
/** Six formats in three languages. */
const FILES = 18;
const PEOPLE = 12;

module.exports = async function reproductions({ short }) {
  const many = short ? 2 : 50;
  const db = await support.database();
  const app = await support.application(db);
  try {
    const people = await support.people(db, app, PEOPLE);
    const email = await emailOf(db, people.programme);
    const reports = await freeze(db, app, people, many);
    const sums = await digestsOf(db);
    await laterOn(db, app, people);
    const answers = [];
    for (const id of reports) answers.push(await madeAgain(support.ROOT, db, id, email));
    const whole = answers.filter(
      ({ code, answer }) => code === 0 && answer.documentSame && answer.filesSame === FILES,
    );
    const explained = answers.filter(({ answer }) => isExplained(answer));
    const control = await madeAgain(withAnotherByte(), db, reports[0], email);
    return [
      {
        title: 'another process makes every file again byte for byte',
        good: whole.length === many && (await digestsOf(db)) === sums,
        figure: `${whole.length} of ${many} reports, ${whole.length * FILES} files`,
      },
      {
        title: 'each figure that moved says from what to what and why, and erasure moves none',
        good: explained.length === many,
        figure: answers[0].answer && movesOf(answers[0].answer).join('; '),
      },
      {
        title: 'control: one byte of a template changed, and the edition and the files are named',
        good:
          control.code === 1 &&
          control.answer.editionsMoved.some(({ name }) => name === 'templates') &&
          control.answer.files.every(({ format, same }) => same === (format !== 'html')),
        figure: control.answer && differing(control.answer).join(', '),
      },
    ];
  } finally {
    await app.close();
    await db.stop();
  }
};

const differing = ({ files }) =>
  files.filter(({ same }) => !same).map(({ format, language }) => `${format}/${language}`);

const emailOf = async (db, { userId }) =>
  (await db.admin.query('SELECT email FROM users WHERE id = $1', [userId])).rows[0].email;

/** One report for each grant: a period has one of a kind. */
async function freeze(db, app, { programme }, many) {
  const grants = await grantsOf(db, many);
  const second = await support.account(db, app, 'programme_officer');
  const ids = [];
  for (const grantId of grants) ids.push(await freezeOne(db, app, { programme, second }, grantId));
  return ids;
}

async function freezeOne(db, app, { programme, second }, grantId) {
  const { ApproveReport, DraftReport } = support.from('modules/donor-reports/index.js');
  const asked = { kind: 'iom-quarterly', grantId, period: QUARTER };
  const { id, jobId } = await app.get(DraftReport).begin(programme, asked, null);
  await done(db, jobId);
  const sight = { readAgain: true, seen: true, reason: { reason: 'ledger_open' } };
  const approved = await app.get(ApproveReport).approve(second, id, sight, null);
  await done(db, approved.jobId);
  return id;
}

async function grantsOf({ admin }, many) {
  await admin.query(
    `SELECT set_config('mawa.actor', '00000000-0000-4000-8000-000000000003', false), set_config('mawa.now', $1, false)`,
    [new Date().toISOString()],
  );
  await admin.query(
    `INSERT INTO closed_nights (night, closed_by)
     SELECT day::date, '00000000-0000-4000-8000-000000000001' FROM generate_series(date '2026-07-01', date '2026-09-30', interval '1 day') day`,
  );
  const [donor, agency] = [randomUUID(), randomUUID()];
  await admin.query(
    `INSERT INTO organisations (id, code, kind, name) VALUES ($1, 'AGAIN-D', 'donor', 'Donor'), ($2, 'AGAIN-A', 'agency', 'Agency')`,
    [donor, agency],
  );
  const grants = Array.from({ length: many }, () => randomUUID());
  await admin.query(
    `INSERT INTO grants (id, code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
     SELECT id, 'AGAIN-' || at, '{"fr":"Drill","ar":"Drill","en":"Drill"}'::jsonb, $2, 'USD', 100000, 0, '2026-01-01', '2028-12-31', 'drill'
       FROM unnest($1::uuid[]) WITH ORDINALITY g (id, at)`,
    [grants, donor],
  );
  await admin.query(
    `INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support)
     SELECT id, $2, 100000, 0, 100000, 0 FROM unnest($1::uuid[]) id`,
    [grants, agency],
  );
  return grants;
}

async function done(db, jobId) {
  for (let n = 0; n < 24_000; n += 1) {
    const { rows } = await db.admin.query('SELECT state, error_code FROM jobs WHERE id = $1', [
      jobId,
    ]);
    if (rows[0].state === 'done') return;
    if (!['waiting', 'running'].includes(rows[0].state))
      throw new Error(`a job ended as ${rows[0].state}: ${rows[0].error_code}`);
    await support.pause(50);
  }
  throw new Error('a job did not end');
}

const digestsOf = async ({ admin }) =>
  (
    await admin.query(
      `SELECT md5(string_agg(report_id || format || language || sha256, ' ' ORDER BY report_id, format, language)) AS sum FROM report_files`,
    )
  ).rows[0].sum;

/** Three come late, one service is cancelled, one woman is a man after all, one person is erased. */
async function laterOn(db, app, people) {
  const { Corrections, People, unknownPerson } = support.from('modules/beneficiaries/index.js');
  const { Services } = support.from('modules/assistance-services/index.js');
  const { Erasures } = support.from('modules/rights/index.js');
  const { Transactions } = support.from('modules/platform/database/transactions.js');
  const { officer, supervisor } = people;
  const three = [1, 2, 3].map(() => ({ ...unknownPerson('2026-06-01'), sex: 'female' }));
  const { cases } = await app
    .get(Transactions)
    .run(officer, (tx) => app.get(People).register(tx, three));
  for (const { id } of cases)
    await app
      .get(Services)
      .record(officer, { caseId: id, typeCode: 'legal_consultation', givenOn: '2026-09-10' });
  const { rows } = await db.admin.query('SELECT id FROM services WHERE case_id = $1', [
    people[0].id,
  ]);
  await app.get(Services).cancel(officer, rows[0].id, 'not_given');
  await app
    .get(Corrections)
    .correct(officer, people[1].id, { version: 1, why: 'mistake', person: { sex: 'male' } });
  const asked = await app.get(Erasures).ask(officer, people[2].id, 'retention_ended');
  const { jobId } = await app.get(Erasures).decide(supervisor, asked.id, 'approved');
  await done(db, jobId);
}

const move = ({ then, now, causes }) =>
  `${then} → ${now} (${causes.map(({ cause, rows }) => `${cause} ${rows}`).join(', ')})`;

const movesOf = ({ figures }) =>
  [
    'key-figures/people/value',
    'people-by-age/unknown/male',
    'services-by-type/legal_consultation/given',
  ].map((name) => {
    const found = figures.find(({ figure }) => figure === name);
    return found ? move(found) : `${name} stands`;
  });

/** Twelve, three late, one taken back, one corrected; the erased one counts on. */
function isExplained(answer) {
  const [people, men, services] = answer ? movesOf(answer) : [];
  return (
    people === `${PEOPLE} → ${PEOPLE + 2} (late 3, correction 1, erasure 1)` &&
    men === '0 → 1 (correction 1)' &&
    services === `${PEOPLE} → ${PEOPLE + 2} (late 3, correction 1)` &&
    answer.erasedSince === 1
  );
}

/** The command of the product in `root`, as the programme officer. */
function madeAgain(root, db, id, email) {
  const env = { ...process.env, DATABASE_URL: db.appUrl, MAWA_DATA: db.folder };
  const asked = [join(root, 'bin', 'mawa.js'), 'report', 'reproduce', id, '--as', email, '--json'];
  return new Promise((tell) => {
    execFile(process.execPath, asked, { env, maxBuffer: 1 << 26 }, (error, out, err) => {
      const code = error ? error.code : 0;
      if (code > 1) console.error(err);
      tell({ code, answer: code > 1 ? null : JSON.parse(out) });
    });
  });
}

/** The same product, one byte of the style of its web pages changed. */
function withAnotherByte() {
  const root = mkdtempSync(join(tmpdir(), 'mawa-other-'));
  for (const part of ['bin', 'dist', 'templates', 'public', 'package.json'])
    cpSync(join(support.ROOT, part), join(root, part), { recursive: true });
  symlinkSync(join(support.ROOT, 'node_modules'), join(root, 'node_modules'));
  const style = join(root, 'templates', 'reports', 'report.css');
  const bytes = readFileSync(style);
  bytes[bytes.indexOf(';')] = 0x20;
  writeFileSync(style, bytes);
  return root;
}

module.exports.grantsOf = grantsOf;
module.exports.freeze = freeze;
module.exports.digestsOf = digestsOf;
module.exports.done = done;

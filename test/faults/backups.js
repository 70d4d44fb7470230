/**
 * A programme of 10,000 people (200 in the short form) is backed up while 32 clients write, and restored on another
 * cluster: each row of the restored database is compared with the backup, and what the clients were told is there
 * once it was told before the backup began. Files with one byte changed are refused; nothing of anybody can be read in the
 * files; who was erased after the backup is erased again when the restored programme starts.
 */
const {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { digestsOf, done, freeze } = require('./reproductions.js');
const { Finder } = require('./search-traces.js');
const support = require('./support.js');

const CLIENTS = 32;
/** In one registration. */
const TOGETHER = 200;

module.exports = async function backups({ short }) {
  const sizes = short
    ? { people: 200, reports: 1, corrupted: 20 }
    : { people: 10_000, reports: 5, corrupted: 100 };
  const { makeBackup, newBackupKey } = support.from('modules/platform/backup/index.js');
  const databases = [];
  const aDatabase = async () => {
    databases.push(await support.database());
    return databases.at(-1);
  };
  const db = await aDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'mawa-backups-'));
  try {
    const fixture = await aProgramme(db, sizes);
    const key = await newBackupKey();
    const web = await support.webProcess(db);
    const writing = await clients(db, web, fixture.people);
    await support.pause(2_000);
    const before = writing.acknowledged();
    const [backup, backupSeconds] = await timed(() =>
      makeBackup({
        url: db.adminUrl,
        folder,
        erasures: '',
        recipient: key.recipient,
        keepDays: 7,
        now: new Date(),
      }),
    );
    const acknowledged = await writing.end();
    await web.stop();
    const restored = await restore(await aDatabase(), backup, key, folder);
    const counts = await countsOf(restored.db);
    const frozen = [await digestsOf(db), await digestsOf(restored.db)];
    const refused = await corrupted(await aDatabase(), backup, key, folder, sizes.corrupted);
    const found = traces(folder, fixture.words);
    const erased = await erasedAgain(db, restored.db, fixture);
    return [
      {
        title: `${CLIENTS} clients write while the backup is made`,
        good: before > 0 && acknowledged > before && writing.failed() === 0,
        figure: `${acknowledged} services were acknowledged, ${before} of them before it began; backup ${backupSeconds} s, ${backup.rows} rows, ${backup.bytes} bytes`,
      },
      {
        title:
          'each restored row is that of the backup: ledger, audit log, files and keys among them',
        good: restored.rows === backup.rows,
        figure: `${restored.rows} rows, restored and compared in ${restored.seconds} s`,
      },
      {
        title: 'what was acknowledged before it began is there, and nothing half',
        good:
          counts.written >= before &&
          counts.written <= acknowledged &&
          counts.people === sizes.people &&
          counts.withoutKey === 0 &&
          counts.unaudited === 0,
        figure: JSON.stringify(counts),
      },
      {
        title: 'the files of approved reports have the same bytes',
        good: frozen[0] !== null && frozen[0] === frozen[1],
        figure: `${sizes.reports} reports`,
      },
      {
        title: 'with one byte changed it is refused',
        good: refused === sizes.corrupted,
        figure: `${refused} of ${sizes.corrupted}`,
      },
      {
        title: 'no name and no text of anybody is in the files; a planted one is found',
        good: found.words === 0 && found.planted === 1,
        figure: `${fixture.words.length} words, ${found.bytes} bytes`,
      },
      {
        title: 'who was erased after the backup is erased again at the start',
        good: erased.before === 1 && erased.after === 0,
        figure: JSON.stringify(erased),
      },
    ];
  } finally {
    for (const one of databases) await one.stop();
  }
};

async function timed(work) {
  const began = Date.now();
  const result = await work();
  return [result, Math.round((Date.now() - began) / 100) / 10];
}

/** People with names, notes and services, approved reports with their files. */
async function aProgramme(db, { people: many, reports }) {
  const app = await support.application(db);
  try {
    const people = await support.people(db, app, TOGETHER);
    while (people.length < many) people.push(...(await support.people(db, app, TOGETHER)));
    await freeze(db, app, people, reports);
    const words = people.slice(0, 1_000).map(({ caseNumber }) => caseNumber);
    return { people, words };
  } finally {
    await app.close();
  }
}

/** Officers who note services as quickly as they are answered, until `end`. */
async function clients(db, web, people) {
  const headers = await support.session(db, web, people.officer.userId);
  const told = { acknowledged: 0, failed: 0, goesOn: true };
  const client = async (at) => {
    for (let n = at; told.goesOn; n += CLIENTS) {
      const { status } = await support.call(web.port, 'POST', '/api/v1/services', {
        headers,
        body: {
          caseId: people[n % TOGETHER].id,
          typeCode: 'legal_consultation',
          givenOn: new Date().toISOString().slice(0, 10),
          note: 'pendant la sauvegarde',
        },
      });
      if (status === 201) told.acknowledged += 1;
      else told.failed += 1;
    }
  };
  const all = Array.from({ length: CLIENTS }, (_, at) => client(at));
  return {
    acknowledged: () => told.acknowledged,
    failed: () => told.failed,
    end: async () => {
      told.goesOn = false;
      await Promise.all(all);
      return told.acknowledged;
    },
  };
}

async function restore(db, backup, { identity }, folder) {
  const { restoreBackup } = support.from('modules/platform/backup/index.js');
  const order = {
    url: db.adminUrl,
    file: backup.file,
    identity,
    workFolder: join(folder, 'work'),
    verify: true,
  };
  const [{ rows }, seconds] = await timed(() => restoreBackup(order));
  return { db, rows, seconds };
}

async function countsOf({ admin }) {
  const { rows } = await admin.query(
    `SELECT (SELECT count(*)::int FROM cases) AS people,
            (SELECT count(*)::int FROM services WHERE given_on > '2026-08-15') AS written,
            (SELECT count(*)::int FROM cases c WHERE NOT EXISTS (SELECT FROM keys.case_keys k WHERE k.case_id = c.id)) AS "withoutKey",
            (SELECT count(*)::int FROM services s WHERE NOT EXISTS
               (SELECT FROM audit_log a WHERE s.id = ANY (a.subject_ids))) AS unaudited`,
  );
  return rows[0];
}

/** Files with one byte changed, spread over both; how many of them were refused with nothing read. */
async function corrupted(empty, backup, { identity }, folder, many) {
  const { restoreBackup } = support.from('modules/platform/backup/index.js');
  const whole = { file: readFileSync(backup.file), keys: readFileSync(backup.keys) };
  let refused = 0;
  for (let n = 0; n < many; n += 1) {
    const part = n % 2 ? 'keys' : 'file';
    const bytes = Buffer.from(whole[part]);
    const place = Math.floor(((bytes.length - 1) * Math.floor(n / 2)) / (many / 2 - 1));
    bytes[place] ^= 1 << (n % 8);
    const paths = { file: backup.file, keys: backup.keys, [part]: join(folder, 'changed.age') };
    writeFileSync(paths[part], bytes);
    const order = { url: empty.adminUrl, identity, workFolder: join(folder, 'work'), ...paths };
    if (
      await restoreBackup(order).then(
        () => false,
        () => true,
      )
    )
      refused += 1;
  }
  const { rows } = await empty.admin.query('SELECT count(*)::int AS n FROM cases');
  return rows[0].n === 0 ? refused : 0;
}

/** What can be read in the encrypted files. */
function traces(folder, words) {
  const finder = new Finder([...words, 'canarienne', 'pendant la sauvegarde']);
  const planted = new Finder(['age-encryption.org/v1']);
  const files = readdirSync(folder).filter((name) => /\.(data|keys)\.age$/.test(name));
  const found = { words: 0, planted: 0, bytes: 0 };
  for (const name of files) {
    const bytes = readFileSync(join(folder, name));
    found.bytes += statSync(join(folder, name)).size;
    found.words += finder.in(bytes).length;
    if (planted.in(bytes).length > 0) found.planted = 1;
  }
  return found;
}

/** One person is erased in the programme after the backup; the restored one starts with the log of that. */
async function erasedAgain(db, restored, { people }) {
  const { Erasures } = support.from('modules/rights/index.js');
  const app = await support.application(db);
  const [gone] = people;
  const asked = await app.get(Erasures).ask(people.officer, gone.id, 'retention_ended');
  const { jobId } = await app.get(Erasures).decide(people.supervisor, asked.id, 'approved');
  await done(db, jobId);
  await app.close();
  for (const name of ['mawa.key.json', 'mawa.erasures.log'])
    copyFileSync(join(db.folder, name), join(restored.folder, name));
  const keys = async () =>
    (
      await restored.admin.query(
        'SELECT count(*)::int AS n FROM keys.case_keys WHERE case_id = $1',
        [gone.id],
      )
    ).rows[0].n;
  const before = await keys();
  const web = await support.webProcess(restored);
  await web.stop();
  return { before, after: await keys() };
}

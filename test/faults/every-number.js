/**
 * The programme of the demonstration, every report in force on four quarters by one command, and then each number of
 * each file for programs: equal to separate SQL on the same rows (test/faults/numbers-by-hand.js), and the same in
 * three languages. A table without SQL of its own is a failure. In the short form the last quarter alone.
 *
 * A control: one service more, written past the product, must be told as a difference.
 *
 * MAWA_DRILL_PROGRAMME names the data folder of a demonstration that is there already; none is built then.
 */
const { execFile } = require('node:child_process');
const { mkdtempSync, readdirSync, readFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Client } = require('pg');
const support = require('./support.js');
const { byHand, rowName } = require('./numbers-by-hand.js');

const LANGUAGES = ['fr', 'ar', 'en'];
const NUMBERS = ['integer', 'money', 'percent'];

module.exports = async function everyNumber({ short }) {
  const folder = process.env.MAWA_DRILL_PROGRAMME ?? (await aProgramme());
  const server = await connected(folder);
  const admin = new Client({ connectionString: server.url });
  await admin.connect();
  try {
    const files = await produced(folder, short ? 1 : 4);
    const all = await compared(admin, files);
    const services = files.filter((file) => JSON.stringify(file.fr).includes('services-by-type'));
    const control = await withOneMore(admin, () => compared(admin, services));
    return [
      {
        title: 'every number of every report is that of separate SQL',
        good: all.wrong.length === 0 && all.without.size === 0 && all.equal > 0,
        figure: `${all.equal} numbers in ${files.length} reports, ${all.hidden} hidden; ${[
          ...all.wrong.slice(0, 5),
          ...[...all.without].map((key) => `no SQL for ${key}`),
        ].join('; ')}`,
      },
      {
        title: 'each is the same in three languages',
        good: files.every((file) => sameInEach(file)),
        figure: `${files.length * LANGUAGES.length} files`,
      },
      {
        title: 'control: a service written past the product is told as a difference',
        good: control.wrong.some((line) => line.includes('services')),
        figure: control.wrong[0] ?? 'nothing told',
      },
    ];
  } finally {
    await admin.end();
    await server.stop();
  }
};

const command = (folder, ...words) =>
  new Promise((done, fail) => {
    const env = { ...process.env, MAWA_DATA: folder, MAWA_SYNTHETIC: 'true' };
    const all = [join(support.ROOT, 'bin', 'mawa.js'), ...words];
    execFile(process.execPath, all, { env, maxBuffer: 1 << 28 }, (error, out, err) =>
      error ? fail(new Error(err.slice(-2000) || error.message)) : done(out),
    );
  });

async function aProgramme() {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-programme-'));
  await command(folder, 'demo', '--prepare-only');
  return folder;
}

async function connected(folder) {
  const { startEmbedded } = support.from('modules/platform/database/embedded/index.js');
  const server = await startEmbedded({ folder: join(folder, 'postgres') });
  const { DATABASE } = support.from('modules/platform/database/connect.js');
  return {
    url: server.adminUrl(DATABASE),
    stop: async () => (server.reused ? undefined : server.stop()),
  };
}

/** Each report once, with its file for programs in each language. */
async function produced(folder, quarters) {
  const out = mkdtempSync(join(tmpdir(), 'mawa-produced-'));
  const as = ['--as', 'nadia@demo.mawa', '--out', out, '--quarters', String(quarters)];
  await command(folder, 'report', 'produce', ...as);
  return readdirSync(out)
    .filter((name) => name.endsWith('-fr.json'))
    .sort()
    .map((name) => ({
      name: name.replace(/-fr\.json$/, ''),
      ...Object.fromEntries(
        LANGUAGES.map((language) => [
          language,
          JSON.parse(readFileSync(join(out, name.replace(/-fr\.json$/, `-${language}.json`)))),
        ]),
      ),
    }));
}

async function compared(admin, files) {
  const found = { equal: 0, hidden: 0, wrong: [], without: new Set() };
  for (const file of files) {
    const numbers = await byHand(admin, file);
    for (const [place, cell] of numbersOf(file.fr)) {
      const table = place.split('/')[0];
      if (typeof cell === 'object' && cell !== null) found.hidden += 1;
      else if (!numbers.knows(table)) found.without.add(table);
      else if (isSame(numbers.of(place), cell)) found.equal += 1;
      else found.wrong.push(`${file.name} ${place}: ${cell}, by hand ${numbers.of(place)}`);
    }
  }
  return found;
}

const isSame = (one, other) => {
  const [a, b] = [one ?? null, other ?? null];
  if (a === null || b === null) return a === b;
  return Math.abs(Number(a) - Number(b)) < 1e-9;
};

/** Every cell of every table and every key figure, by its place. */
function* numbersOf(data) {
  for (const kpi of data.keyFigures)
    if (NUMBERS.includes(kpi.type)) yield [`key-figures/${kpi.key}/value`, kpi.value];
  for (const table of data.tables)
    for (const row of [...table.rows, ...(table.total ? [table.total] : [])])
      for (const column of table.columns)
        if (NUMBERS.includes(column.type))
          yield [`${table.key}/${rowName(table, row)}/${column.key}`, row.values[column.key]];
}

/** Marks are words; what they stand for is not compared. */
function sameInEach(file) {
  const told = (language) =>
    JSON.stringify(
      [...numbersOf(file[language])].map(([place, cell]) => [place, cell?.hidden ?? cell]),
    );
  return LANGUAGES.every((language) => told(language) === told('fr'));
}

async function withOneMore(admin, look) {
  await admin.query('BEGIN');
  try {
    await admin.query('SET LOCAL session_replication_role = replica');
    // Defaults of a row read the facts of their transaction.
    await admin.query(
      `SELECT set_config('mawa.now', now()::text, true), set_config('mawa.tonight', current_date::text, true),
              set_config('mawa.actor', (SELECT id::text FROM users LIMIT 1), true)`,
    );
    await admin.query(
      `INSERT INTO services (id, case_id, type_code, given_on, quantity, recorded_by)
       SELECT gen_random_uuid(), case_id, type_code, given_on, quantity, recorded_by FROM services WHERE cancelled_at IS NULL`,
    );
    return await look();
  } finally {
    await admin.query('ROLLBACK');
  }
}

/**
 * Erases a hundred people of a synthetic programme by the real use cases, then looks with the key
 * file in hand for anything of theirs, and whether a closed quarter still counts what it counted.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { filesIn, Finder, search, tables } = require('./search-traces.js');
const support = require('./support.js');

const MANY = 100;
const QUARTER = { from: '2026-07-01', until: '2026-10-01' };

module.exports = async function erasures({ short }) {
  const many = short ? 25 : MANY;
  const db = await support.database();
  const app = await support.application(db);
  try {
    const people = await support.people(db, app, many + 20);
    const gone = people.slice(0, many);
    const before = await figures(app, people.programme);
    const names = new Set(gone.map(({ name }) => name));
    const readBefore = await readable(db, app);
    const wrapped = await wrappedKeys(db, gone);
    await erase(db, app, people, gone);
    const after = await figures(app, people.programme);
    await db.admin.query('CHECKPOINT');
    const finder = new Finder([...gone.map(({ caseNumber }) => caseNumber), ...wrapped.hex]);
    const found = search(db, finder, await tables(db));
    const readAfter = await readable(db, app);
    const answered = await answers(app, people, gone);
    const count = (read) => [...names].filter((name) => read.has(name)).length;
    return [
      {
        title: `control: with the key file the names of all ${many} were readable before`,
        good: count(readBefore) === names.size,
        figure: `${count(readBefore)} of ${names.size}`,
      },
      {
        title: 'afterwards none is',
        good: count(readAfter) === 0,
        // Space that PostgreSQL has not used again yet: docs/rights.md.
        figure: `${count(readAfter)} read; ${leftOver(db, wrapped.bytes)} wrapped keys in space not used again yet`,
      },
      {
        title: 'those who stayed are still read',
        good: people.slice(many).every(({ name }) => readAfter.has(name)),
        figure: `${people.length - many} people`,
      },
      {
        title: 'no case number and no wrapped key of theirs is in any table',
        good: found.tables.length === 0,
        figure: `${found.tableBytes} bytes`,
      },
      {
        title: 'the closed quarter counts what it counted',
        good: JSON.stringify(before) === JSON.stringify(after) && before.people.total === many + 20,
        figure: `${after.people.total} people, ${after.services} services`,
      },
      {
        title: 'who brings the old number is told that it was erased',
        good: answered === many,
        figure: `${answered} of ${many}`,
      },
    ];
  } finally {
    await app.close();
    await db.stop();
  }
};

async function erase(db, app, { officer, supervisor }, gone) {
  const { Erasures } = support.from('modules/rights/index.js');
  const erasing = app.get(Erasures);
  for (const { id } of gone) {
    const asked = await erasing.ask(officer, id, 'retention_ended');
    await erasing.decide(supervisor, asked.id, 'approved');
  }
  for (let n = 0; n < 1200; n += 1) {
    const { rows } = await db.admin.query(
      `SELECT count(*)::int AS open FROM erasures WHERE done_at IS NULL`,
    );
    if (rows[0].open === 0) return;
    await support.pause(50);
  }
  throw new Error('the erasures did not end');
}

/** Every name that the key file opens. */
async function readable(db, app) {
  const { KEY_FILE, open } = support.from('modules/access/index.js');
  const { wrappedKeyAddress } = support.from('modules/platform/shared/seal.js');
  const { master } = app.get(KEY_FILE);
  const { rows } = await db.admin.query(
    `SELECT s.case_id AS id, s.sealed, k.wrapped FROM case_seals s JOIN keys.case_keys k USING (case_id) WHERE s.field = 'names'`,
  );
  return new Set(
    rows.map(({ id, sealed, wrapped }) => {
      const key = open(master, wrappedKeyAddress('case', id), wrapped);
      const place = { table: 'case_seals', column: 'names', row: id };
      return JSON.parse(open(key, place, sealed).toString()).given;
    }),
  );
}

async function wrappedKeys(db, gone) {
  const { rows } = await db.admin.query(
    'SELECT wrapped FROM keys.case_keys WHERE case_id = ANY ($1)',
    [gone.map(({ id }) => id)],
  );
  const bytes = rows.map(({ wrapped }) => wrapped);
  return { bytes, hex: bytes.map((wrapped) => wrapped.toString('hex')) };
}

function leftOver(db, wrapped) {
  const files = [...filesIn(join(db.folder, 'postgres'))].map((path) => readFileSync(path));
  return wrapped.filter((bytes) => files.some((file) => file.includes(bytes))).length;
}

async function figures(app, programme) {
  const { Transactions } = support.from('modules/platform/database/transactions.js');
  const { peopleServed } = support.from('modules/indicators/index.js');
  const { serviceFigures } = support.from('modules/assistance-services/index.js');
  return app.get(Transactions).run(programme, async (tx) => {
    const people = await peopleServed(tx, QUARTER);
    // Their ids are new; how many they are is not.
    delete people.sources;
    const { byType } = await serviceFigures(tx, QUARTER);
    return { people, byType, services: byType.reduce((sum, one) => sum + one.services, 0) };
  });
}

async function answers(app, { supervisor }, gone) {
  const { Erasures } = support.from('modules/rights/index.js');
  let answered = 0;
  for (const { caseNumber } of gone) {
    if ((await app.get(Erasures).erasedOn(supervisor, caseNumber)) !== null) answered += 1;
  }
  return answered;
}

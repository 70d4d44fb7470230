/**
 * Searches everything that PostgreSQL keeps (each table as text, the raw data folder, the WAL after
 * a checkpoint) for every name, phone, document number and shelter address of a whole synthetic
 * programme, in UTF-8, UTF-16 and base64. Nothing may be found; a canary planted in clear must be.
 */
const { Finder, search, tables } = require('./search-traces.js');
const support = require('./support.js');

module.exports = async function canaries() {
  const db = await support.database();
  try {
    const words = await fill(db);
    await db.admin.query('CHECKPOINT');
    const finder = new Finder(words);
    const before = search(db, finder, await tables(db));
    const planted = 'Zoubida-la-canarienne';
    await db.admin.query(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('CANARY', 'partner', $1, '2026-01-01Z')`,
      [planted],
    );
    await db.admin.query('CHECKPOINT');
    const after = search(db, new Finder([planted]), await tables(db));
    return [
      {
        title: 'no name, phone, document number or address in any table',
        good: before.tables.length === 0,
        figure: `${words.length} words in ${finder.size} spellings, ${before.tableBytes} bytes${shown(before.tables)}`,
      },
      {
        title: 'nor in the raw data folder and the WAL',
        good: before.files.length === 0,
        figure: `${before.fileBytes} bytes${shown(before.files)}`,
      },
      {
        title: 'control: a canary planted in clear is found in both',
        good: after.tables.length > 0 && after.files.length > 0,
        figure: `${after.tables.length} in tables, ${after.files.length} in files`,
      },
    ];
  } finally {
    await db.stop();
  }
};

const shown = (hits) => (hits.length ? `: ${[...new Set(hits)].slice(0, 8).join(', ')}` : '');

/** A programme by its own use cases: people, shelters with sealed addresses, notes. */
async function fill(db) {
  const { Transactions } = support.from('modules/platform/database/transactions.js');
  const { People } = support.from('modules/beneficiaries/index.js');
  const { syntheticPeople } = support.from('src/demo/synthetic-people/synthetic-people.rules.js');
  const { ShelterAddress, Shelters } = support.from('modules/shelter-inventory/index.js');
  const { Services } = support.from('modules/assistance-services/index.js');
  const today = new Date().toISOString().slice(0, 10);
  const app = await support.application(db);
  try {
    const actor = await support.account(db, app, 'reintegration_officer');
    const administrator = await support.account(db, app, 'administrator');
    const people = syntheticPeople(448, today);
    const { cases } = await app
      .get(Transactions)
      .run(actor, (tx) => app.get(People).register(tx, people));
    const address = '17 impasse des Lauriers inventés';
    const { id } = await app
      .get(Shelters)
      .create(administrator, {
        codeName: 'Maison Argane',
        region: '04',
        kind: 'emergency',
        receives: ['woman'],
      });
    await app.get(ShelterAddress).write(administrator, id, address);
    const note = 'Confidence entendue pendant la consultation';
    await app
      .get(Services)
      .record(actor, {
        caseId: cases[0].id,
        typeCode: 'medical_consultation',
        givenOn: today,
        note,
      });
    return [...wordsOf(people), address, note];
  } finally {
    await app.close();
  }
}

/** Four bytes occur by chance in a hundred megabytes of ciphertext; five practically never. */
const LEAST_BYTES = 5;

function wordsOf(people) {
  const words = new Set();
  for (const { names, phone, documents, story, safeContact } of people) {
    const said = [names.given, names.family, ...names.aliases, phone, story];
    said.push(...documents.map(({ number }) => number), ...Object.values(safeContact ?? {}));
    for (const text of said) {
      if (typeof text === 'string' && Buffer.byteLength(text) >= LEAST_BYTES) words.add(text);
    }
  }
  // Codes of a list (a channel) are no words about a person.
  return [...words].filter((word) => !/^[a-z_]+$/.test(word));
}

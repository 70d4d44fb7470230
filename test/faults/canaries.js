/**
 * Searches everything that PostgreSQL keeps (each table as text, the raw data folder, the WAL after
 * a checkpoint) for every name, phone, document number and shelter address of a whole synthetic
 * programme, in UTF-8, UTF-16 and base64. Nothing may be found; a canary planted in clear must be.
 */
const { readdirSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { Client } = require('pg');
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
  const { readEnv } = support.from('src/config/env.js');
  const { createApp } = support.from('src/create-app.js');
  const { SettableClock } = support.from('src/shared/clock.js');
  const { Transactions } = support.from('src/database/transactions.js');
  const { People, syntheticPeople } = support.from('modules/beneficiaries/index.js');
  const { ShelterAddress, Shelters } = support.from('modules/shelter-beds/index.js');
  const { Services } = support.from('modules/assistance-services/index.js');
  const { Sessions } = support.from('modules/access/index.js');
  const env = readEnv({ MAWA_DATA: db.folder, LOG_LEVEL: 'silent', DATABASE_POOL: '4' });
  const today = new Date().toISOString().slice(0, 10);
  const app = await createApp({
    env,
    databaseUrl: db.appUrl,
    clock: new SettableClock(new Date()),
  });
  await app.init();
  try {
    const [officer, admin] = [
      await account(db, 'reintegration_officer'),
      await account(db, 'administrator'),
    ];
    const actor = await app.get(Sessions).actorById(officer);
    const administrator = await app.get(Sessions).actorById(admin);
    const people = syntheticPeople(448, today);
    const { cases } = await app
      .get(Transactions)
      .run(actor, (tx) => app.get(People).register(tx, people));
    const address = '17 impasse des Lauriers inventés';
    const { id } = await app.get(Shelters).create(administrator, {
      codeName: 'Maison Argane',
      region: '04',
      kind: 'emergency',
      receives: ['woman'],
    });
    await app.get(ShelterAddress).write(administrator, id, address);
    const note = 'Confidence entendue pendant la consultation';
    await app.get(Services).record(actor, {
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

async function account(db, role) {
  const { rows } = await db.admin.query(
    `INSERT INTO users (email, name, created_at) VALUES ($1, 'Compte', '2026-01-01Z') RETURNING id`,
    [`${role}@example.org`],
  );
  await db.admin.query(
    `INSERT INTO user_roles (user_id, role, granted_by, granted_at, confirmed_by, confirmed_at)
     VALUES ($1, $2, '00000000-0000-4000-8000-000000000004', '2026-01-01Z', '00000000-0000-4000-8000-000000000003', '2026-01-01Z')`,
    [rows[0].id, role],
  );
  return rows[0].id;
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

/** Each table as COPY writes it. */
async function tables(db) {
  const { rows } = await db.admin.query(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const client = new Client({ connectionString: db.adminUrl });
  await client.connect();
  const texts = [];
  for (const { name } of rows) {
    const { rows: lines } = await client.query({
      text: `SELECT t::text FROM ${name} t`,
      rowMode: 'array',
    });
    texts.push([name, Buffer.from(lines.map(([line]) => line).join('\n'))]);
  }
  await client.end();
  return texts;
}

function search(db, finder, texts) {
  const found = { tables: [], files: [], tableBytes: 0, fileBytes: 0 };
  for (const [name, bytes] of texts) {
    found.tableBytes += bytes.length;
    // bytea is shown as hexadecimal: what it holds is looked at as well.
    const sealed = [...bytes.toString('latin1').matchAll(/\\\\x([0-9a-f]{16,})/g)].map(([, hex]) =>
      Buffer.from(hex, 'hex'),
    );
    for (const part of [bytes, ...sealed])
      found.tables.push(...finder.in(part).map((word) => `${name} ${word}`));
  }
  for (const path of filesIn(join(db.folder, 'postgres'))) {
    const bytes = readFileSync(path);
    found.fileBytes += bytes.length;
    found.files.push(...finder.in(bytes).map((word) => `${path.slice(db.folder.length)} ${word}`));
  }
  return found;
}

function* filesIn(folder) {
  for (const entry of readdirSync(folder)) {
    const path = join(folder, entry);
    let facts;
    try {
      facts = statSync(path);
    } catch {
      continue;
    }
    if (facts.isDirectory()) yield* filesIn(path);
    else if (facts.isFile()) yield path;
  }
}

/** Many byte patterns in one pass (Aho and Corasick). */
class Finder {
  constructor(words) {
    this.next = [new Map()];
    this.fail = [0];
    this.word = [null];
    this.size = 0;
    for (const word of words) for (const bytes of spellings(word)) this.add(bytes, word);
    this.link();
  }

  add(bytes, word) {
    let state = 0;
    for (const byte of bytes) {
      if (!this.next[state].has(byte)) {
        this.next[state].set(byte, this.next.length);
        this.next.push(new Map());
        this.fail.push(0);
        this.word.push(null);
      }
      state = this.next[state].get(byte);
    }
    this.word[state] ??= word;
    this.size += 1;
  }

  link() {
    const queue = [...this.next[0].values()];
    for (let at = 0; at < queue.length; at += 1) {
      const state = queue[at];
      for (const [byte, target] of this.next[state]) {
        let back = this.fail[state];
        while (back && !this.next[back].has(byte)) back = this.fail[back];
        this.fail[target] = this.next[back].get(byte) ?? 0;
        this.word[target] ??= this.word[this.fail[target]];
        queue.push(target);
      }
    }
    this.root = new Int32Array(256);
    for (const [byte, target] of this.next[0]) this.root[byte] = target;
  }

  in(bytes) {
    const found = new Set();
    let state = 0;
    for (const byte of bytes) {
      while (state && !this.next[state].has(byte)) state = this.fail[state];
      state = state ? this.next[state].get(byte) : this.root[byte];
      if (this.word[state] !== null) found.add(this.word[state]);
    }
    return [...found];
  }
}

/** UTF-8, UTF-16 of both orders, and base64 in each of its three alignments. */
function spellings(word) {
  const plain = Buffer.from(word);
  const wide = Buffer.from(word, 'utf16le');
  const all = [plain, wide, Buffer.from(wide).swap16()];
  for (let shift = 0; shift < 3; shift += 1) {
    const text = Buffer.concat([Buffer.alloc(shift), plain]).toString('base64');
    // The first and last group depend on what stands around: only the middle is the word's own.
    const middle = text.slice(shift ? 4 : 0, text.length - 4);
    if (middle.length >= 8) all.push(Buffer.from(middle));
  }
  return all;
}

/** Looks for words in everything that PostgreSQL keeps: each table as text, the raw folder, the WAL. */
const { readdirSync, readFileSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { Client } = require('pg');

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

module.exports = { Finder, filesIn, search, tables };

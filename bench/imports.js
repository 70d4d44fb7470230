/**
 * A list of 20,000 people brought in over HTTP (read, checked, registered, sealed, recorded row by row,
 * with its run to take it back) against the same rows by COPY into the same tables with the same sealed
 * values, made beforehand: what a loader without rules, keys or record would take. In turns on one database.
 */
const http = require('node:http');
const support = require('../test/faults/support.js');
const { median, residentMiB } = require('./measure.js');

const MANY = 20_000;

module.exports = async function imports({ short, say }) {
  const many = short ? 4_000 : MANY;
  const rounds = short ? 1 : 3;
  const db = await support.database();
  const app = await support.application(db);
  const officer = await support.account(db, app, 'reintegration_officer');
  await app.close();
  const web = await support.webProcess(db);
  const memory = { most: 0 };
  const timer = setInterval(
    () => (memory.most = Math.max(memory.most, residentMiB(web.pid()))),
    50,
  );
  try {
    const headers = await support.session(db, web, officer.userId);
    const turns = { import: [], copy: [] };
    for (let round = 0; round < rounds; round += 1) {
      const file = listOf(many, round);
      const at = process.hrtime.bigint();
      const { status, body } = await send(web, headers, file);
      turns.import.push(sinceMs(at));
      if (status !== 200 || body.imported !== many)
        throw new Error(`${status} ${JSON.stringify(body)}`);
      turns.copy.push(await copied(db, body.runId, many));
    }
    const ratio = median(turns.import.map((time, turn) => time / turns.copy[turn]));
    say(
      `${many} people imported: ${median(turns.import).toFixed(0)} ms; the same rows by COPY: ${median(turns.copy).toFixed(0)} ms; ratio ${ratio.toFixed(2)}`,
    );
    say(`the server's memory: ${memory.most} MiB at most`);
    return { many, turns, ratio, memoryMiB: memory.most };
  } finally {
    clearInterval(timer);
    await web.stop();
    await db.stop();
  }
};

/** What a run wrote, table by table: taken out as COPY writes it, then put into tables alike, with their keys and indexes. */
async function copied(db, runId, many) {
  const tables = [
    ['cases', 'id'],
    ['case_access', 'case_id'],
    ['case_seals', 'case_id'],
    ['keys.case_keys', 'case_id'],
    ['stage_changes', 'case_id'],
    ['document_digests', 'case_id'],
    ['duplicate_waiting', 'case_id'],
    ['import_rows', 'record_id'],
  ];
  const files = [];
  for (const [table, column] of tables) {
    const file = `${db.folder}/copy-${table}.bin`;
    await db.admin.query(
      `CREATE TABLE IF NOT EXISTS copy_of_${table.replace('.', '_')} (LIKE ${table} INCLUDING INDEXES INCLUDING CONSTRAINTS)`,
    );
    await db.admin.query(`TRUNCATE copy_of_${table.replace('.', '_')}`);
    await db.admin.query(
      `COPY (SELECT t.* FROM ${table} t WHERE t.${column} IN (SELECT record_id FROM import_rows WHERE run_id = '${runId}')) TO '${file}' (FORMAT binary)`,
    );
    files.push([`copy_of_${table.replace('.', '_')}`, file]);
  }
  const at = process.hrtime.bigint();
  await db.admin.query('BEGIN');
  for (const [table, file] of files)
    await db.admin.query(`COPY ${table} FROM '${file}' (FORMAT binary)`);
  await db.admin.query('COMMIT');
  const took = sinceMs(at);
  const { rows } = await db.admin.query('SELECT count(*)::int AS n FROM copy_of_cases');
  if (rows[0].n !== many) throw new Error(`copied ${rows[0].n} people`);
  return took;
}

const letters = (n) => [...String(n)].map((digit) => 'abcdefghij'[Number(digit)]).join('');

const listOf = (many, round) =>
  `Nom;Prénom;Sexe;Date de naissance;Nationalité;Langues;Date d’enregistrement;Téléphone;N° de document;Type de document\n${Array.from(
    { length: many },
    (_, n) =>
      `Nom${letters(n)};Prénom${letters(round)};F;${String(1 + (n % 28)).padStart(2, '0')}/05/${1970 + (n % 40)};Marocaine;darija, français;01/10/2026;06${String(10_000_000 + n)};ZZ${round}${n};CIN`,
  ).join('\n')}\n`;

function send(web, headers, text) {
  const body = Buffer.from(text);
  return new Promise((done, fail) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: web.port,
        method: 'POST',
        path: '/api/v1/imports/lists/people',
        headers: { ...headers, 'content-type': 'text/csv', 'content-length': body.length },
      },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () =>
          done({ status: response.statusCode, body: JSON.parse(Buffer.concat(parts).toString()) }),
        );
      },
    );
    request.on('error', fail);
    request.end(body);
  });
}

const sinceMs = (at) => Number(process.hrtime.bigint() - at) / 1e6;

/** Puts the payloads, in turn, into every column of a database that holds free text, sealed fields among them. */
const { PAYLOADS } = require('./payloads.js');
const support = require('../support.js');

/** What programs wrote and read: codes, ids, days, digests, addresses of pages and of mails. */
const CODE =
  /^([a-z0-9_.:@/~-]*|[A-Z0-9_./:-]{1,16}|[0-9a-f-]{36}|\d{4}-\d\d-\d\d[T ][\d:.+Z]*|[\w+/=.$-]{40,}|[\d\s.,:+-]*)$/;
const isFree = (text) => typeof text === 'string' && text !== '' && !CODE.test(text);
/** A column without a value is taken for free text by its name. */
const FREE_NAMES =
  /(note|reason|detail|text|comment|title|label|description|summary|why|what|who|place|town|^name|_name)s?$/;
/** Never shown, and read by programs: what signs, seals or identifies. */
const PROGRAMS =
  /(digest|hash|token|secret|password|seal|wrapped|cipher|public_key|credential|signature|user_agent|timezone|version|path|pattern|sql)/;
/** Tables of programs: settings of types, the chain of audit, what the schema was made of. */
const PROGRAM_TABLES = /^(migrations|schema_|audit_(batches|anchors)|jobs?$|job_|typeorm)/;
/** Read by a parser with limits: texts in three languages alone, and short ones. */
const DEFINITION = /^definition$/;
const LABEL = 75;
const LANGUAGE = /^(fr|ar|en)$/;
const LEAST = [Infinity, 400, 120, 60, 30, 20];
const ROWS = 400;

async function store(db, captured) {
  const { admin } = db;
  await admin.query(`SET session_replication_role = replica`);
  const result = { columns: [], skipped: {}, values: 0, sealed: 0, turn: 0 };
  for (const column of await columnsOf(admin)) await fillColumn(admin, column, result);
  await fillSealed(admin, captured, result);
  await admin.query(`SET session_replication_role = DEFAULT`);
  return result;
}

async function columnsOf(admin) {
  const { rows } = await admin.query(
    `SELECT c.oid::regclass::text AS "table", c.relname, a.attname AS "column", format_type(a.atttypid, NULL) AS type,
            EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype IN ('f', 'p') AND a.attnum = ANY (k.conkey)) AS "isKey",
            a.attgenerated <> '' AS "isMade"
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND a.attnum > 0 AND NOT a.attisdropped
        AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'json'::regtype, 'text[]'::regtype)
      ORDER BY 1, a.attnum`,
  );
  return rows;
}

const skip = (result, why) => (result.skipped[why] = (result.skipped[why] ?? 0) + 1);

async function fillColumn(admin, { table, relname, column, type, isKey, isMade }, result) {
  if (isKey) return skip(result, 'a key or a code of a list');
  if (isMade) return skip(result, 'made by the database of others');
  if (PROGRAM_TABLES.test(relname) || PROGRAMS.test(column)) return skip(result, 'of programs');
  const name = `"${column}"`;
  const { rows } = await admin.query(
    `SELECT ctid::text AS at, ${name} AS value FROM ${table} ORDER BY ${name} IS NULL, ctid LIMIT ${ROWS}`,
  );
  if (rows.length === 0) return skip(result, 'a table without rows');
  const known = rows.filter(({ value }) => value !== null);
  const isByName = known.length === 0 && type === 'text' && FREE_NAMES.test(column);
  if (known.length === 0 && !isByName) return skip(result, 'without a value');
  if (known.length > 0 && !known.some(({ value }) => hasFree(value)))
    return skip(result, 'codes, numbers and days alone');
  const taken = isByName ? rows : known.filter(({ value }) => hasFree(value));
  let met = null;
  for (const least of LEAST) {
    const isDefinition = DEFINITION.test(column);
    const most = isDefinition ? Math.min(least, LABEL) : least;
    const fitting = PAYLOADS.filter(({ length }) => length <= most);
    const next = (turn) => fitting[turn % fitting.length];
    let turn = result.turn;
    const values = taken.map(({ value }) =>
      isByName ? next(turn++) : replaced(value, () => next(turn++), isDefinition),
    );
    await admin.query('SAVEPOINT one').catch(() => admin.query('BEGIN; SAVEPOINT one'));
    try {
      await admin.query(
        `UPDATE ${table} t SET ${name} = n.value::${type} FROM unnest($1::text[]::tid[], $2::text[]) AS n (at, value) WHERE t.ctid = n.at`,
        [taken.map(({ at }) => at), values.map((value) => written(value, type))],
      );
      await admin.query('COMMIT');
      result.turn = turn;
      result.values += turn ? taken.length : 0;
      result.columns.push(`${table}.${column}`);
      return;
    } catch (error) {
      await admin.query('ROLLBACK');
      met = error;
    }
  }
  skip(result, met.code === '23505' ? 'each value once' : `refused by a constraint (${met.code})`);
  (result.refused ??= []).push(`${table}.${column} ${met.constraint ?? met.message}`);
}

function hasFree(value) {
  if (typeof value === 'string') return isFree(value);
  if (value === null || typeof value !== 'object') return false;
  return Object.values(value).some(hasFree);
}

/** The same value with a payload in place of each free text; `labels`: of each text in a language alone. */
function replaced(value, payload, labels = false, key = '') {
  if (typeof value === 'string')
    return isFree(value) && (!labels || LANGUAGE.test(key)) ? payload() : value;
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((one) => replaced(one, payload, labels));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, replaced(one, payload, labels, name)]),
  );
}

function written(value, type) {
  if (type.startsWith('json')) return JSON.stringify(value);
  if (!Array.isArray(value)) return value;
  const quoted = value.map((one) =>
    one === null ? 'NULL' : `"${one.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`,
  );
  return `{${quoted.join(',')}}`;
}

/** Remembers what is opened, until `end`: the key, the place and the text of each sealed field. */
function captureSeals() {
  const seals = support.from('modules/platform/shared/seal.js');
  const { open } = seals;
  const captured = new Map();
  seals.open = (key, place, sealed) => {
    const plain = open(key, place, sealed);
    if (!/^(keys|page)/.test(place.table))
      captured.set(`${place.table} ${place.column} ${place.row}`, { key, place, sealed, plain });
    return plain;
  };
  return { captured, end: () => (seals.open = open) };
}

/** Each sealed field that a page opened is sealed anew, with payloads in place of its texts. */
async function fillSealed(admin, captured, result) {
  const { seal } = support.from('modules/platform/shared/seal.js');
  const columns = new Map();
  const { rows } = await admin.query(
    `SELECT c.relname AS "table", c.oid::regclass::text AS named, a.attname AS "column" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relkind = 'r' AND a.atttypid = 'bytea'::regtype AND a.attnum > 0 AND NOT a.attisdropped`,
  );
  for (const { table, named, column } of rows)
    columns.set(table, [...(columns.get(table) ?? []), { named, column }]);
  const reached = new Set();
  for (const { key, place, sealed, plain } of captured.values()) {
    const text = hostile(plain.toString(), () => PAYLOADS[result.turn++ % PAYLOADS.length]);
    if (text === null) continue;
    for (const { named, column } of columns.get(place.table) ?? []) {
      const { rowCount } = await admin.query(
        `UPDATE ${named} SET "${column}" = $1 WHERE "${column}" = $2`,
        [seal(key, place, text), sealed],
      );
      if (rowCount === 0) continue;
      reached.add(`${place.table}.${place.column}`);
      result.sealed += 1;
    }
  }
  result.sealedColumns = [...reached].sort();
}

/** Null where no text of it is free, or it is no text. */
function hostile(plain, payload) {
  // Packed: a document of a report, whose texts are published in clear too.
  if (plain.includes('\ufffd')) return null;
  if (/^[[{"]/.test(plain)) {
    try {
      const value = JSON.parse(plain);
      return hasFree(value) ? JSON.stringify(replaced(value, payload)) : null;
    } catch {
      // A text that begins like JSON.
    }
  }
  // A name or a sentence, however short: what is sealed is no code.
  return /^[\d:. +-]*$/.test(plain) ? null : payload();
}

module.exports = { captureSeals, store };

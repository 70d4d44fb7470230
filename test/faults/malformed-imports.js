/**
 * A thousand files that are no lists, or nearly: bytes turned, cut off, in wrong letters, too large, bombs,
 * the same row twice, words where figures belong. Each is sent over HTTP to a server of its own; whatever it
 * is, it is answered with a sentence, nothing of it is kept, and the server stays as it is.
 */
const http = require('node:http');
const { deflateRawSync, crc32 } = require('node:zlib');
const support = require('./support.js');
const { residentMiB } = require('../../bench/measure.js');

const FILES = 1_000;
const MOST_MIB = 512;
const COUNTED = ['cases', 'organisations', 'shelters', 'rooms', 'beds', 'services', 'import_rows'];

module.exports = async function malformedImports({ short }) {
  const many = short ? 60 : FILES;
  const db = await support.database();
  const app = await support.application(db);
  const officer = await support.account(db, app, 'reintegration_officer');
  const admin = await support.account(db, app, 'administrator');
  await app.close();
  const web = await support.webProcess(db);
  const memory = watch(() => web.pid());
  try {
    const sessions = {
      people: await support.session(db, web, officer.userId),
      services: await support.session(db, web, officer.userId),
      organisations: await support.session(db, web, admin.userId),
      beds: await support.session(db, web, admin.userId),
    };
    const atRest = memory.now();
    const control = await send(web, sessions.people, 'people', { text: goodPeople(3) });
    const before = await counts(db);
    const random = support.chance(20261127);
    const answers = [];
    for (let n = 0; n < many; n += 1) {
      const file = malformed(n, random);
      const answer = await send(web, sessions[file.list], file.list, file).catch((error) => ({
        status: 0,
        error: error.message,
      }));
      answers.push({ ...file, bytes: undefined, text: undefined, ...answer });
    }
    const after = await counts(db);
    const again = await send(web, sessions.people, 'people', { text: goodPeople(2, 'Encore') });
    const at = (test) => answers.filter(test);
    const silent = at(({ status, body }) => status >= 400 && status < 500 && !saysWhy(body));
    const worst = at(({ status }) => status === 0 || status >= 500);
    const taken = at(({ status }) => status < 400);
    const partial = COUNTED.filter((table) => before[table] !== after[table]);
    return [
      {
        title: 'control: a list that is right is brought in whole, before and after',
        good: control.status === 200 && again.status === 200 && before.import_rows === 3,
        figure: `${control.body?.imported} and ${again.body?.imported} people`,
      },
      {
        title: `of ${many} malformed files none is answered with a failure of ours`,
        good: worst.length === 0,
        figure: worst.length
          ? worst
              .slice(0, 5)
              .map((one) => `${one.kind} ${one.status} ${one.error ?? ''}`)
              .join('; ')
          : byStatus(answers),
      },
      {
        title: 'none of them is brought in',
        good: taken.length === 0,
        figure: taken.length
          ? taken
              .slice(0, 5)
              .map(({ kind }) => kind)
              .join(', ')
          : undefined,
      },
      {
        title: 'each is refused with a code and a sentence',
        good: silent.length === 0,
        figure: `${new Set(answers.flatMap(({ body }) => codesOf(body))).size} different codes${silent[0] ? `, not ${silent[0].kind}` : ''}`,
      },
      {
        title: 'not one row of them is kept, by a count of each table',
        good: partial.length === 0,
        figure: partial.join(', ') || `${after.cases} people as before`,
      },
      {
        title: 'the server never stopped',
        good: web.starts() === 1,
        figure: `${web.starts()} start`,
      },
      {
        title: `its memory stayed under ${MOST_MIB} MiB`,
        good: memory.most() < MOST_MIB,
        figure: `${memory.most()} MiB at most, ${atRest} at rest`,
      },
      ...(await halfWritten(db)),
    ];
  } finally {
    memory.stop();
    await web.stop();
    await db.stop();
  }
};

/** That a half-written import would be seen: one row more or less than the lists wrote, and the count says so. */
async function halfWritten(db) {
  const before = await counts(db);
  await db.admin.query(
    'DELETE FROM import_rows WHERE record_id = (SELECT record_id FROM import_rows ORDER BY record_id LIMIT 1)',
  );
  const after = await counts(db);
  return [
    {
      title: 'control: one row less than a list wrote would have been noticed',
      good: before.import_rows - after.import_rows === 1,
      figure: `${before.import_rows} and ${after.import_rows}`,
    },
  ];
}

async function counts(db) {
  const found = {};
  for (const table of COUNTED) {
    const { rows } = await db.admin.query(`SELECT count(*)::int AS n FROM ${table}`);
    found[table] = rows[0].n;
  }
  return found;
}

const codesOf = (body) =>
  [body?.code, ...(body?.errors ?? []).map(({ code }) => code)].filter(Boolean);
const saysWhy = (body) => Boolean(body?.code) && Boolean(body?.title || body?.detail);
const byStatus = (answers) => {
  const found = {};
  for (const { status } of answers) found[status] = (found[status] ?? 0) + 1;
  return Object.entries(found)
    .map(([status, times]) => `${times} × ${status}`)
    .join(', ');
};

/** The largest resident memory of a process, looked at twenty times a second. */
function watch(pidOf) {
  let most = 0;
  const now = () => residentMiB(pidOf()) ?? 0;
  const timer = setInterval(() => (most = Math.max(most, now())), 50);
  return { now, most: () => Math.max(most, now()), stop: () => clearInterval(timer) };
}

function send(web, headers, list, { text, bytes, type = 'text/csv', steps, wait = 60_000 }) {
  const body = bytes ?? Buffer.from(text);
  const path = `/api/v1/imports/lists/${list}${steps ? '/runs' : ''}`;
  return new Promise((done, fail) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port: web.port,
        method: 'POST',
        path,
        timeout: wait,
        headers: { ...headers, 'content-type': type, 'content-length': body.length },
      },
      (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('error', fail);
        response.on('end', () => {
          let json = null;
          try {
            json = JSON.parse(Buffer.concat(parts).toString());
          } catch {
            // saysWhy() notices
          }
          done({ status: response.statusCode, body: json });
        });
      },
    );
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', fail);
    request.end(body);
  });
}

const goodPeople = (count, name = 'Bonne') =>
  `Nom;Prénom;Sexe;Âge\n${Array.from({ length: count }, (_, n) => `${name}${letters(n)};Liste;F;${20 + (n % 30)}`).join('\n')}\n`;

/** Names have letters: the n-th in a row of them. */
const letters = (n) =>
  String.fromCharCode(97 + (n % 26)) + String.fromCharCode(97 + (Math.floor(n / 26) % 26));

const HEADS = {
  people: 'Nom;Prénom;Sexe;Date de naissance;Date d’enregistrement;Téléphone',
  organisations: 'Code;Nom;Rôle;Type de partenaire;Région',
  beds: 'Maison;Chambre;Lit;Pour qui;Région;Type de maison;Accueille',
  services: 'Numéro de dossier;Type de service;Donné le;Quantité;Coût;Devise',
};
const LISTS = Object.keys(HEADS);

/** Rows that would be right but for what is then done to them. */
const rowsOf = (list, count) =>
  Array.from({ length: count }, (_, n) => {
    if (list === 'people')
      return `Nom${letters(n)};Prénom${letters(n + 7)};F;0${1 + (n % 9)}/05/1999;01/10/2026;06000010${10 + (n % 90)}`;
    if (list === 'organisations')
      return `ORG${n};Organisation ${letters(n)};partner;association;Oriental`;
    if (list === 'beds')
      return `Maison ${letters(0)};Chambre 1;L${n};women;Oriental;emergency;woman`;
    return `M-0000-000-0;transport;01/10/2026;1;${10 + n};MAD`;
  });
const csv = (list, rows) => `${HEADS[list]}\n${rows.join('\n')}\n`;

const RECIPES = {
  'a cell with control characters': (list, random) => ({
    text: spoilt(list, random, 'a\u0007b\u0000c'),
  }),
  'a formula for a name': (list, random) => ({
    text: spoilt(list, random, '=HYPERLINK("http://x","y")', true),
  }),
  'a cell of a million letters': (list, random) => ({
    text: spoilt(list, random, 'x'.repeat(1_000_000)),
  }),
  'a quote that is never closed': (list, random) => {
    const rows = rowsOf(list, 5 + random(20));
    rows[random(rows.length)] = `"${rows[0]}`;
    return { text: csv(list, rows) };
  },
  'quotes in quotes': (list, random) => ({
    text: csv(
      list,
      rowsOf(list, 3).map((row) => `${'"'.repeat(1 + 2 * random(400))}a"b"${row}`),
    ),
  }),
  'cut off in a row': (list, random) => {
    const text = csv(list, rowsOf(list, 10 + random(40))).trimEnd();
    return { text: text.slice(0, text.lastIndexOf('\n') + 3 + random(5)) };
  },
  'the same row twice': (list, random) => {
    const rows = rowsOf(list, 4 + random(20));
    return { text: csv(list, [...rows, rows[random(rows.length)]]) };
  },
  'figures and days that are none': (list, random) => ({
    text:
      csv(
        list,
        rowsOf(list, 3).map((row) =>
          row.replace(
            /;[^;]*$/,
            `;${['32/13/2026', '1e400', 'NaN', '٣٫٥x', '--1', '0x1F', '1,2,3'][random(7)]}`,
          ),
        ),
      ) + `;;;${'9'.repeat(400)};;\n`,
  }),
  'ten thousand columns': (list) => ({
    text: `${HEADS[list]}${';x'.repeat(10_000)}\n${rowsOf(list, 1)[0]}${';1'.repeat(10_000)}\n`,
  }),
  'nothing but separators': (_list, random) => ({
    text: `${[';', ',', '\t'][random(3)]}`.repeat(200_000),
  }),
  'five million separators': () => ({ text: ';'.repeat(5_000_000) }),
  'nothing but quotes': (_list, random) => ({ text: '"'.repeat(1 + random(100_000)) }),
  'too many rows': (list) => ({ text: `${HEADS[list]}\n${'a;b;c;d;e;f\n'.repeat(25_050)}` }),
  'too many bytes': () => ({ bytes: Buffer.alloc(6 * 1024 * 1024, 'a;') }),
  'an unknown heading': (list) => ({
    text: `${HEADS[list]};Couleur préférée\n${rowsOf(list, 2)
      .map((row) => `${row};bleu`)
      .join('\n')}\n`,
  }),
  'two columns of one field': (list) => ({
    text: `${HEADS[list]};${HEADS[list].split(';')[0]}\n${rowsOf(list, 2)
      .map((row) => `${row};deux`)
      .join('\n')}\n`,
  }),
  'rows that are too short': (list, random) => ({
    text: csv(list, [
      ...rowsOf(list, 3),
      rowsOf(list, 1)[0]
        .split(';')
        .slice(0, 1 + random(3))
        .join(';'),
    ]),
  }),
  'letters of another code': (list, random) => ({
    bytes: swapped(csv(list, rowsOf(list, 4)), random),
  }),
  'half an UTF-16': (list, random) => {
    const bytes = Buffer.from(`\ufeff${csv(list, rowsOf(list, 4))}`, 'utf16le');
    return { bytes: bytes.subarray(0, 1 + 2 * random(bytes.length / 2)) };
  },
  'lone surrogates': (list) => ({
    bytes: Buffer.concat([
      Buffer.from([0xff, 0xfe]),
      Buffer.from(csv(list, [`\ud800${rowsOf(list, 1)[0]}`]), 'utf16le'),
    ]),
  }),
  'bytes of chance': (_list, random) => ({ bytes: noise(1 + random(20_000), random) }),
  'bytes of chance under headings': (list, random) => ({
    bytes: Buffer.concat([Buffer.from(`${HEADS[list]}\n`), noise(1 + random(5_000), random)]),
  }),
  'bytes turned': (list, random) => ({
    bytes: turned(Buffer.from(csv(list, rowsOf(list, 30))), random, 20 + random(60)),
    headed: true,
  }),
  nothing: () => ({ bytes: Buffer.alloc(0) }),
  'headings alone': (list) => ({ text: `${HEADS[list]}\n` }),
  'a workbook cut off': (list, random) => {
    const bytes = workbook(sheetXml(list));
    return { bytes: bytes.subarray(0, 40 + random(bytes.length - 60)) };
  },
  'a workbook with bytes turned': (list, random) => ({
    bytes: turned(workbook(sheetXml(list)), random, 30 + random(80)),
  }),
  'a bomb that says its size': () => ({
    bytes: zip({ ...parts(), 'xl/worksheets/sheet1.xml': Buffer.alloc(120 * 1024 * 1024, '<') }),
  }),
  'a bomb that lies about its size': () => ({
    bytes: zip(
      { ...parts(), 'xl/worksheets/sheet1.xml': Buffer.alloc(90 * 1024 * 1024, ' ') },
      { lie: 1_000 },
    ),
  }),
  'a billion laughs': () => ({ bytes: zip({ ...parts(), 'xl/sharedStrings.xml': laughs() }) }),
  'an entity from outside': () => ({
    bytes: zip({
      ...parts(),
      'xl/workbook.xml':
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><workbook><sheets><sheet name="&e;"/></sheets></workbook>',
    }),
  }),
  'a text without an end': () => ({
    bytes: workbook(
      `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(30_000_000)}`,
    ),
  }),
  'tags in tags in tags': () => ({ bytes: workbook('<a>'.repeat(200_000)) }),
  'a cell in column ZZZ': () => ({
    bytes: workbook(
      '<worksheet><sheetData><row r="1"><c r="ZZZ1" t="inlineStr"><is><t>Nom</t></is></c></row></sheetData></worksheet>',
    ),
  }),
  'rows out of order': () => ({
    bytes: workbook(
      '<worksheet><sheetData><row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>',
    ),
  }),
  'a text that is not in the list of texts': () => ({
    bytes: workbook(
      '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>99999999</v></c></row></sheetData></worksheet>',
    ),
  }),
  'a formula without a value': () => ({
    bytes: workbook(
      '<worksheet><sheetData><row r="1"><c r="A1" t="str"><f>1+1</f></c></row></sheetData></worksheet>',
    ),
  }),
  'an error for a value': () => ({
    bytes: workbook(
      '<worksheet><sheetData><row r="1"><c r="A1" t="e"><v>#REF!</v></c></row></sheetData></worksheet>',
    ),
  }),
  'macros inside': (list) => ({
    bytes: zip({ ...parts(sheetXml(list)), 'xl/vbaProject.bin': 'x' }),
  }),
  'links to other files': (list) => ({
    bytes: zip({ ...parts(sheetXml(list)), 'xl/externalLinks/externalLink1.xml': '<x/>' }),
  }),
  'a thousand parts': (list) => ({
    bytes: zip({
      ...parts(sheetXml(list)),
      ...Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`xl/p${n}.xml`, '<x/>'])),
    }),
  }),
  'a zip that is no workbook': () => ({ bytes: zip({ 'lettre.txt': 'bonjour' }) }),
  'an old workbook': (_list, random) => ({
    bytes: Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      noise(500 + random(5_000), random),
    ]),
  }),
  'a workbook of 100,000 rows': () => ({
    bytes: workbook(
      `<worksheet><sheetData>${Array.from({ length: 100_000 }, (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c></row>`).join('')}</sheetData></worksheet>`,
    ),
  }),
};
const KINDS = Object.keys(RECIPES);

function malformed(n, random) {
  const kind = KINDS[n % KINDS.length];
  const list = LISTS[random(LISTS.length)];
  const made = RECIPES[kind](list, random);
  const isZip = made.bytes?.subarray(0, 2).toString('latin1') === 'PK';
  return {
    kind,
    list,
    steps: n % 5 === 4 && refusedWhenRead(kind),
    ...made,
    type: isZip ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv',
  };
}

/** Refused already where the file is read: these are sent to the first of several steps as well. */
const refusedWhenRead = (kind) =>
  /bomb|laughs|cut off$|million|quotes?$|ten thousand|macros|links|parts|no workbook|old workbook|100,000/.test(
    kind,
  ) && kind !== 'quotes in quotes';

function spoilt(list, random, cell, first = false) {
  const rows = rowsOf(list, 4 + random(10));
  const place = random(rows.length);
  const cells = rows[place].split(';');
  cells[first ? (list === 'people' ? 0 : 1) : random(2)] = `"${cell.replaceAll('"', '""')}"`;
  rows[place] = cells.join(';');
  return csv(list, rows);
}

const noise = (length, random) => Buffer.from(Array.from({ length }, () => random(256)));

/** So many bytes of it are others: at least one row is no longer what it was. */
function turned(bytes, random, times) {
  const copy = Buffer.from(bytes);
  for (let n = 0; n < times; n += 1) copy[random(copy.length)] = random(256);
  return Buffer.concat([copy, Buffer.from('\n\u0001;\u0002', 'latin1')]);
}

/** A text of one code read as another: what stood there is no longer a heading or a word. */
const swapped = (text, random) =>
  Buffer.from(text).map((byte) =>
    byte > 32 && byte < 127 && byte !== 59 ? byte ^ (128 + random(3)) : byte,
  );

const laughs = () => {
  const entities = Array.from(
    { length: 10 },
    (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
  ).join('');
  return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">${entities}]><sst><si><t>&l10;</t></si></sst>`;
};

const sheetXml = (list) =>
  `<worksheet><sheetData>${[HEADS[list], ...rowsOf(list, 3), rowsOf(list, 1)[0]]
    .map(
      (row, n) =>
        `<row r="${n + 1}">${row
          .split(';')
          .map(
            (cell, c) =>
              `<c r="${String.fromCharCode(65 + c)}${n + 1}" t="inlineStr"><is><t>${cell}</t></is></c>`,
          )
          .join('')}</row>`,
    )
    .join('')}</sheetData></worksheet>`;

const parts = (sheet = sheetXml('people')) => ({
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml':
    '<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/sharedStrings.xml': '<sst/>',
  'xl/worksheets/sheet1.xml': sheet,
});
const workbook = (sheet) => zip(parts(sheet));

const packed = new Map();

/** A zip written by hand, so that it can lie. */
function zip(entries, { lie } = {}) {
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const bytes = Buffer.from(content);
    const key = bytes.length > 1_000_000 ? `${name} ${bytes.length} ${bytes[0]}` : null;
    const body = packed.get(key) ?? deflateRawSync(bytes);
    if (key) packed.set(key, body);
    const size = lie && bytes.length > 1_000_000 ? lie : bytes.length;
    const sum = crc32 ? crc32(bytes) : 0;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(sum, 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04', 'latin1'),
      common,
      Buffer.from(name),
      body,
    ]);
    const central = Buffer.alloc(14);
    central.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
        common,
        central,
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, list, end]);
}

Object.assign(module.exports, { send, watch });

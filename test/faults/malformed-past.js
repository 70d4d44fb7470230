/**
 * A thousand files of the time before Mawa (stays, services, referrals, trainings, follow-ups, places of partners)
 * in which some rows are wrong: each is refused with the row, the field and words, and nothing of any is kept.
 * Then 20,000 stays in one file: how long it takes, and how much memory. Controls: the same files without the
 * slips come in, and a row that was kept would be seen.
 */
const support = require('./support.js');
const { send, watch } = require('./malformed-imports.js');

const FILES = 1_000;
const ROWS = 5;
const STAYS = 20_000;
const MOST_SECONDS = 60;
const MOST_MIB = 512;
const COUNTED = ['past_stays', 'past_records', 'past_partner_places', 'import_rows', 'import_runs'];

const DAY = ['', '32/01/2025', '01/01/25', '2025-02-30', 'hier', '01/01/1925', '31/12/2999'];
const WORD = ['', 'sorcellerie', '=1+1', '﷽', "'; DROP TABLE cases; --", 'x'.repeat(201)];
const PERSON = ['', 'M-0000-000-0', 'Sara', '@SUM(A1)', 'x'.repeat(61)];

/** A list: its columns with their field, a right cell of the n-th row, and what makes it wrong. */
const LISTS = {
  'past-stays': [
    ['Dossier', 'person', ({ person }) => person, PERSON],
    ['Foyer', 'shelter', ({ shelter }) => shelter, WORD],
    ['Lit', 'bed', () => '', ['Z99', '+33', 'x'.repeat(21)]],
    ['Arrivée', 'arrivedOn', ({ n }) => `0${n + 1}/01/2025`, DAY],
    ['Départ', 'leftOn', ({ n }) => `1${n}/02/2025`, [...DAY, '01/01/2001']],
    ['Motif', 'destination', () => '', ['sur la lune', '=A1']],
  ],
  'past-services': [
    ['Dossier', 'person', ({ person }) => person, PERSON],
    ['Service', 'what', () => 'Consultation médicale', WORD],
    ['Date du service', 'from', ({ n }) => `0${n + 1}/01/2025`, DAY],
    ['Donné par', 'organisation', () => '', ['Nulle part', '=A1']],
    ['Quantité', 'quantity', () => '2', ['0', '-1', 'deux', '10001', '1,5']],
  ],
  'past-referrals': [
    ['Dossier', 'person', ({ person }) => person, PERSON],
    ['Aide demandée', 'what', () => 'Soins médicaux', WORD],
    ['Date d’orientation', 'from', ({ n }) => `0${n + 1}/01/2025`, DAY],
    ['Fin de l’aide', 'until', () => '05/03/2025', ['32/01/2025', '01/01/2001', '31/12/2999']],
    ['Partenaire', 'organisation', () => 'ASSO-RABAT', ['', 'Nulle part', '=A1']],
    ['Résultat', 'outcome', () => 'Aide reçue', ['nuage', '0']],
  ],
  'past-trainings': [
    ['Dossier', 'person', ({ person }) => person, PERSON],
    ['Domaine de formation', 'what', () => 'Informatique', WORD],
    ['Premier jour', 'from', ({ n }) => `0${n + 1}/01/2025`, DAY],
    ['Dernier jour', 'until', () => '', ['32/01/2025', '01/01/2001', '31/12/2999']],
    ['Organisme de formation', 'organisation', () => '', ['Nulle part', '@x']],
    ['Résultat', 'outcome', () => 'Terminée', ['nuage', '0']],
    ['Jours de présence', 'quantity', () => '12', ['-1', 'x', '1101']],
  ],
  'past-follow-ups': [
    ['Dossier', 'person', ({ person }) => person, PERSON],
    ['Suivi de', 'what', () => 'Emploi', WORD],
    ['Date du suivi', 'from', ({ n }) => `0${n + 1}/01/2025`, DAY],
    ['Résultat', 'outcome', () => 'Jointe', ['', 'nuage', '0']],
  ],
  'past-partner-places': [
    ['Partenaire', 'organisation', () => 'ASSO-RABAT', ['', 'Nulle part', '=A1']],
    ['Aide', 'what', () => 'Soins médicaux', WORD],
    ['Premier jour', 'from', ({ n }) => `0${n + 1}/0${n + 1}/2025`, DAY],
    ['Dernier jour', 'until', ({ n }) => `0${n + 2}/0${n + 1}/2025`, [...DAY, '01/01/2001']],
    ['Places', 'places', () => '12', ['', '-1', '1001', 'beaucoup']],
  ],
};

module.exports = async function malformedPast({ short }) {
  const many = short ? 90 : FILES;
  const stays = short ? 2_000 : STAYS;
  const db = await support.database();
  const app = await support.application(db);
  const { people, officer } = await createFixture(db, app, Math.ceil(stays / 40));
  await app.close();
  const web = await support.webProcess(db);
  const memory = watch(() => web.pid());
  try {
    const session = await support.session(db, web, officer.userId);
    const random = support.chance(20261129);
    const pick = (all) => all[random(all.length)];
    const before = await counts(db);
    const answers = [];
    for (let n = 0; n < many; n += 1) {
      const list = pick(Object.keys(LISTS));
      const { rows, wrong } = withSlips(list, people, pick, random);
      const answer = await send(web, session, list, { text: textOf(list, rows) }).catch(
        ({ message }) => ({ status: 0, error: message }),
      );
      answers.push({ list, wrong, ...answer });
    }
    const after = await counts(db);
    const unfair = answers.flatMap((answer) => unfairness(answer) ?? []);
    const kept = COUNTED.filter((table) => before[table] !== after[table]);
    const good = [];
    for (const list of Object.keys(LISTS)) {
      const rows = people.slice(0, ROWS).map((one, n) => rightRow(list, one, n));
      good.push(await send(web, session, list, { text: textOf(list, rows) }));
    }
    const withRows = await counts(db);
    const file = manyStays(people, stays);
    const at = Date.now();
    const brought = await send(web, session, 'past-stays', { text: file, wait: 300_000 });
    const seconds = (Date.now() - at) / 1000;
    return [
      {
        title: `of ${many} malformed files of ${Object.keys(LISTS).length} lists each is refused with row, field and words`,
        good: unfair.length === 0,
        figure: unfair.slice(0, 3).join(' | ') || codes(answers),
      },
      {
        title: 'not one row of them is kept, by a count of each table',
        good: kept.length === 0,
        figure: kept.join(', '),
      },
      {
        title:
          'control: without their slips the files come in, and each row would have been counted',
        good:
          good.every(({ status, body }) => status === 200 && body.imported === ROWS) &&
          withRows.import_rows - after.import_rows === ROWS * Object.keys(LISTS).length,
        figure: good.map(({ status, body }) => `${status} ${body?.imported}`).join(', '),
      },
      {
        title: `${stays} past stays in one file take at most ${MOST_SECONDS} s`,
        good: brought.status === 200 && brought.body.imported === stays && seconds <= MOST_SECONDS,
        figure: `${seconds.toFixed(1)} s, ${brought.status}${brought.error ?? ''}`,
      },
      {
        title: `the server never stopped, and its memory stayed under ${MOST_MIB} MiB`,
        good: web.starts() === 1 && memory.most() < MOST_MIB,
        figure: `${memory.most()} MiB at most`,
      },
    ];
  } finally {
    memory.stop();
    await web.stop();
    await db.stop();
  }
};

/** An officer with people, a partner and a shelter. */
async function createFixture(db, app, count) {
  const known = await support.people(db, app, 1);
  await db.admin.query(
    `INSERT INTO organisations (code, kind, name, partner_type, created_at)
     VALUES ('ASSO-RABAT', 'partner', 'Association de Rabat', 'association', '2026-01-01Z')`,
  );
  const { Transactions } = support.from('modules/platform/database/transactions.js');
  const { People, unknownPerson } = support.from('modules/beneficiaries/index.js');
  const women = Array.from({ length: Math.max(count, ROWS) }, (_, n) => ({
    ...unknownPerson('2026-06-01'),
    names: { given: `Ancienne-${n}`, family: null, aliases: [] },
    sex: 'female',
  }));
  const { cases } = await app
    .get(Transactions)
    .run(known.officer, (tx) => app.get(People).register(tx, women, { together: false }));
  const shelter = 'Maison des dunes';
  await db.admin.query(
    `INSERT INTO shelters (code_name, region, kind, receives, created_at)
     VALUES ($1, '04', 'emergency', '{woman}', '2026-01-01Z')`,
    [shelter],
  );
  return {
    officer: known.officer,
    people: cases.map(({ caseNumber: person }) => ({ person, shelter })),
  };
}

const rightRow = (list, one, n) => LISTS[list].map(([, , right]) => right({ ...one, n }));

function withSlips(list, people, pick, random) {
  const rows = people.slice(0, ROWS).map((one, n) => rightRow(list, one, n));
  const wrong = new Map();
  const slips = 1 + random(4);
  for (let n = 0; n < slips; n += 1) {
    const row = random(ROWS);
    const column = random(LISTS[list].length);
    const [, field, , values] = LISTS[list][column];
    rows[row][column] = pick(values);
    wrong.set(row + 2, [...(wrong.get(row + 2) ?? []), field]);
  }
  return { rows, wrong };
}

/** What is wrong with an answer, in a word; null where it is as it should be. */
function unfairness({ list, wrong, status, body, error }) {
  if (status !== 422) return `${list} answered ${status} ${error ?? ''}`;
  const told = body.errors ?? [];
  const rows = new Set(told.map(({ field }) => Number(/^rows\.(\d+)\./.exec(field)?.[1])));
  const missing = [...wrong.keys()].filter((row) => !rows.has(row));
  if (missing.length > 0) return `${list} names no slip of row ${missing[0]}`;
  const beyond = [...rows].filter((row) => !wrong.has(row));
  if (beyond.length > 0) return `${list} refuses row ${beyond[0]}, which is right`;
  const fields = new Set(LISTS[list].map(([, field]) => field));
  const silent = told.find(
    ({ field, message, title, detail }) =>
      !fields.has(field.split('.')[2]) || !/\p{L}{3}/u.test(message ?? title ?? detail ?? ''),
  );
  return silent ? `${list}: ${JSON.stringify(silent)}` : null;
}

const codes = (answers) =>
  `${new Set(answers.flatMap(({ body }) => body?.errors?.map(({ code }) => code) ?? [])).size} different codes`;

const textOf = (list, rows) =>
  `${[LISTS[list].map(([heading]) => heading), ...rows].map((cells) => cells.map(cellOf).join(';')).join('\n')}\n`;

const cellOf = (cell) => (/[;"\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Forty stays a person, of ten nights each. */
function manyStays(people, many) {
  const rows = Array.from({ length: many }, (_, n) => {
    const { person, shelter } = people[Math.floor(n / 40)];
    const day = (place) =>
      new Date(Date.UTC(2015, 0, 1 + (n % 40) * 10 + place)).toISOString().slice(0, 10);
    return [person, shelter, '', day(0), day(10), ''];
  });
  return textOf('past-stays', rows);
}

async function counts(db) {
  const found = {};
  for (const table of COUNTED) {
    const { rows } = await db.admin.query(`SELECT count(*)::int AS n FROM ${table}`);
    found[table] = rows[0].n;
  }
  return found;
}

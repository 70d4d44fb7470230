/**
 * Reports at the size of a country: a quarter's figures on 100,000 people, 3,000,000 services and 2,000,000 bed-nights
 * against plain SQL for the same figures; ten years of history against one; a PDF of twelve pages against bare Typst;
 * and a list of 200,000 lines against COPY. Each pair in turns, and what is counted twice must be equal.
 */
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { fill, reader } = require('./report-history.js');
const { BY_HAND, named } = require('./report-by-hand.js');
const { median } = require('./measure.js');

const QUARTER = { from: '2026-07-01', until: '2026-10-01' };
const AIMS = { figures: 1.5, history: 1.5, pdf: 2 };

module.exports = async function reports({ short, say }) {
  const { document, ...figures } = await ofFigures({ short, say });
  const pdf = await require('./report-pdf.js')({ short, say, aim: AIMS.pdf, document });
  const csv = await require('./exports.js')({ short, say });
  return { figures, pdf, csv, aims: AIMS };
};

module.exports.history = history;

async function ofFigures({ short, say }) {
  const share = short ? 1 / 50 : 1;
  const [one, ten] = [await history(1, share), await history(10, share)];
  try {
    say(
      `${ten.size.people} people, ${ten.size.services} services, ${ten.size.nights} bed-nights; a tenth of it beside it`,
    );
    const turns = { ten: [], one: [], byHand: [], withRows: [] };
    const parts = { ten: {}, one: {}, byHand: {} };
    const counted = { ...(await mustAgree(one)), ...(await mustAgree(ten)) };
    for (let round = 0; round < (short ? 5 : 9); round += 1) {
      turns.ten.push(await added(ten.figures, parts.ten));
      turns.byHand.push(await added(ten.byHand, parts.byHand));
      turns.one.push(await added(one.figures, parts.one));
      turns.withRows.push(await timed(ten.whole));
    }
    const [large, small, byHand, whole] = [turns.ten, turns.one, turns.byHand, turns.withRows].map(
      median,
    );
    for (const part of Object.keys(ten.figures)) {
      const [ours, sql, tenth] = [parts.ten, parts.byHand, parts.one].map((all) =>
        median(all[part]),
      );
      say(
        `${part}: ${ours.toFixed(0)} ms, by hand ${sql.toFixed(0)} ms, ratio ${(ours / sql).toFixed(2)}; on a tenth of the history ${tenth.toFixed(0)} ms, ${(ours / tenth).toFixed(2)}`,
      );
    }
    const ratio = large / byHand;
    const growth = large / small;
    say(
      `a quarter's ${Object.keys(counted).length} figures, equal to plain SQL: ${large.toFixed(0)} ms, by hand ${byHand.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (aim ${AIMS.figures})`,
    );
    say(
      `ten times the history against one: ${growth.toFixed(2)} (aim ${AIMS.history}); with the rows behind each figure a draft gathers in ${whole.toFixed(0)} ms`,
    );
    return { size: ten.size, turns, parts, ratio, growth, document: await one.document() };
  } finally {
    for (const each of [one, ten]) await each.stop();
  }
}

/** A database with that many years of the programme, and how its quarter is counted in each way. */
async function history(years, share) {
  const db = await support.database();
  const beds = Math.max(20, Math.round(600 * share));
  const { grantId, ...size } = await fill(db, { years, people: Math.round(10_000 * share), beds });
  const actor = await reader(db);
  const app = await application(db);
  const { Transactions } = support.from('modules/platform/database/transactions.js');
  const plain = new Client({ connectionString: db.adminUrl });
  await plain.connect();
  const run = (work) => app.get(Transactions).run(actor, work);
  const figures = figuresOf(run, grantId);
  return {
    size,
    figures,
    byHand: Object.fromEntries(
      Object.entries(BY_HAND).map(([part, sql]) => [
        part,
        async () => (await plain.query(sql, [QUARTER.from, QUARTER.until])).rows,
      ]),
    ),
    whole: () => run(async (tx) => gathered(app, tx, grantId)),
    document: () => run((tx) => documentOf(app, tx, grantId)),
    versions: (figures) => run((tx) => versionsOf(app, tx, figures)),
    stop: async () => {
      await plain.end();
      await app.close();
      await db.stop();
    },
  };
}

/** The parts of a quarter's report, each asked of its own module. */
function figuresOf(run, grantId) {
  const { PART_LOADERS } = support.from('modules/donor-reports/figures/part-loaders.queries.js');
  const { budgetFigures } = support.from('modules/grant-budgeting/index.js');
  const of = (part) => () =>
    run(async (tx) => ({ [part]: (await PART_LOADERS[part](tx, { period: QUARTER })).figures }));
  return {
    people: of('people'),
    beds: of('beds'),
    services: of('services'),
    money: () => run(async (tx) => ({ budget: await budgetFigures(tx, grantId, QUARTER) })),
  };
}

const KIND = 'iom-quarterly';
const edition = (tx) => {
  const { editionInForce } = support.from(
    'modules/donor-reports/definitions/definitions.queries.js',
  );
  return editionInForce(tx, KIND);
};

/** As the job of a draft gathers it, with the ids of the rows behind each figure. */
async function gathered(app, tx, grantId) {
  const { GatherFigures } = support.from('modules/donor-reports/gather-figures.service.js');
  const { body: definition } = await edition(tx);
  const asked = { definition, grantId, period: QUARTER, subjectId: null };
  return app.get(GatherFigures).of(tx, asked, () => Promise.resolve());
}

/** The report of the quarter in French, as its donor would have it. */
async function documentOf(app, tx, grantId) {
  const { figures } = await gathered(app, tx, grantId);
  return (await versionsOf(app, tx, figures)).published.fr;
}

/** Both versions in three languages: what is hidden from the donor is planned for every table of the report. */
async function versionsOf(app, tx, figures) {
  const { ReportVersions } = support.from('modules/donor-reports/report-versions.service.js');
  const { body: definition, version: definitionVersion } = await edition(tx);
  return app
    .get(ReportVersions)
    .ofDefinition(tx, definition, {
      report: { kind: KIND, definitionVersion, audience: null, subject: null, subjectId: null },
      figures,
      narratives: { fr: {}, ar: {}, en: {} },
      version: 1,
      approved: false,
    });
}

/** Every figure of the quarter by its name, once by the product and once by hand; the first difference ends it. */
async function mustAgree({ figures, byHand }) {
  const parts = {};
  for (const part of Object.values(figures)) Object.assign(parts, await part());
  const ours = named(parts);
  let checked = 0;
  for (const ask of Object.values(byHand))
    for (const { figure, value } of await ask()) {
      if (ours.get(figure) !== value)
        throw new Error(`${figure}: ${ours.get(figure)} and by hand ${value}`);
      checked += 1;
    }
  if (checked !== ours.size) throw new Error(`${ours.size} figures, ${checked} by hand`);
  return Object.fromEntries(ours);
}

async function application(db) {
  const { readEnv } = support.from('modules/platform/config/env.js');
  const { createApp } = support.from('src/create-app.js');
  const env = readEnv({ MAWA_DATA: db.folder, LOG_LEVEL: 'silent', DATABASE_POOL: '4' });
  const app = await createApp({ env, databaseUrl: db.appUrl });
  await app.init();
  return app;
}

/** All parts after one another; what each took is kept as well. */
async function added(ways, parts) {
  let sum = 0;
  for (const [part, ask] of Object.entries(ways)) {
    const ms = await timed(ask);
    (parts[part] ??= []).push(ms);
    sum += ms;
  }
  return sum;
}

async function timed(work) {
  const at = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - at) / 1e6;
}

/** The requests of one day for bench/row-security.js: who asks for what, how often, and the cases in turn. */
const { join } = require('node:path');
const { from } = require('../test/faults/support.js');
const { TO_BE_PLACED } = require('./row-security-data.js');

/**
 * Weighted so that what is written (holds, releases, services) and what is read about beds stand among the thirty
 * beside the file of a person, whose page alone sends forty statements. `:case` stands for the next of the asker's cases, the
 * other names for what `prepareDay` found or made.
 */
const DAY = [
  ['officer', 4, 'GET', '/'],
  ['officer', 6, 'GET', '/people'],
  ['officer', 2, 'GET', '/people?sex=female&stage=assisted'],
  ['officer', 10, 'GET', '/people/:case'],
  ['officer', 8, 'GET', '/people/:case/services'],
  ['officer', 6, 'GET', '/people/:case/documents'],
  ['officer', 5, 'GET', '/people/:case/consents'],
  ['officer', 5, 'GET', '/people/:case/plan'],
  ['officer', 4, 'GET', '/people/:case/assessments'],
  ['officer', 4, 'GET', '/people/:case/legal'],
  ['officer', 3, 'GET', '/people/:case/stages'],
  ['officer', 3, 'GET', '/people/:case/links'],
  ['officer', 2, 'GET', '/people/:case/access'],
  ['officer', 2, 'GET', '/people/:case/returns'],
  ['officer', 2, 'GET', '/people/:case/training'],
  ['officer', 1, 'GET', '/people/:case/classification'],
  ['officer', 6, 'GET', '/tasks'],
  ['officer', 3, 'GET', '/services'],
  ['officer', 3, 'GET', '/services/planned'],
  ['officer', 18, 'POST', '/api/v1/services', ({ caseId, day }) => service(caseId, day)],
  ['officer', 2, 'GET', '/hearings'],
  ['officer', 3, 'GET', '/beds'],
  ['officer', 2, 'GET', '/api/v1/beds/board?nights=28'],
  ['officer', 3, 'GET', '/beds/requests/:request'],
  ['officer', 8, 'GET', '/api/v1/bed-requests/:request/candidates'],
  ['officer', 16, 'POST', '/api/v1/bed-requests/:request/holds', ({ placement }) => placement],
  ['officer', 8, 'POST', '/api/v1/bed-requests/:held/release', () => ({})],
  ['manager', 4, 'GET', '/'],
  ['manager', 10, 'GET', '/beds/tonight'],
  ['manager', 6, 'GET', '/beds'],
  ['manager', 3, 'GET', '/beds/waiting'],
  ['manager', 3, 'GET', '/people'],
  ['manager', 4, 'GET', '/people/:case'],
  ['manager', 3, 'GET', '/house/:shelter/roll'],
  ['manager', 1, 'GET', '/beds/figures'],
  ['manager', 3, 'GET', '/tasks'],
  ['supervisor', 3, 'GET', '/'],
  ['supervisor', 4, 'GET', '/caseload'],
  ['supervisor', 4, 'GET', '/people'],
  ['supervisor', 3, 'GET', '/people/:case'],
  ['supervisor', 3, 'GET', '/tasks'],
  ['supervisor', 1, 'GET', '/duplicates'],
  ['operator', 2, 'GET', '/'],
  ['operator', 4, 'GET', '/hotline'],
  ['legal', 2, 'GET', '/'],
  ['legal', 4, 'GET', '/hearings'],
  ['legal', 3, 'GET', '/people'],
  ['programme', 2, 'GET', '/'],
  ['programme', 3, 'GET', '/reports'],
  ['programme', 1, 'GET', '/reports/calendar'],
  ['programme', 1, 'GET', '/statistics'],
  ['programme', 1, 'GET', '/indicators'],
  ['finance', 2, 'GET', '/'],
  ['finance', 4, 'GET', '/budget'],
  ['finance', 3, 'GET', '/budget/lines/:line'],
  ['finance', 2, 'GET', '/budget/commitments'],
  ['finance', 1, 'GET', '/budget/forecast'],
  ['finance', 1, 'GET', '/budget/partners'],
  ['finance', 1, 'GET', '/budget/reconciliation'],
  ['auditor', 1, 'GET', '/'],
  ['auditor', 3, 'GET', '/audit'],
];

const service = (caseId, givenOn) => ({ caseId, typeCode: 'legal_consultation', givenOn });

/** What the requests name: cases by asker, an open request with a bed that suits it, one with a hold, a house, a budget line. */
exports.prepareDay = async (db, ask, officer) => {
  const day = new Date().toISOString().slice(0, 10);
  const cases = { officer: await casesOfOfficer(db, officer) };
  for (const who of ['manager', 'supervisor']) cases[who] = await firstPage(ask, who);
  const [request, held] = await requests(db, ask);
  await ask('officer', 'POST', `/api/v1/bed-requests/${held.id}/holds`, {
    body: await placementFor(ask, held),
  });
  const placement = await placementFor(ask, request); // after the other hold, which takes its bed
  const { rows } = await db.admin.query(
    `SELECT (SELECT id FROM budget_lines ORDER BY code, id LIMIT 1) AS line,
            (SELECT id FROM shelters WHERE code_name = 'Maison Argane') AS shelter`,
  );
  return { day, cases, request: request.id, held: held.id, placement, ...rows[0] };
};

async function casesOfOfficer(db, officer) {
  const { rows } = await db.admin.query(
    `SELECT c.id FROM cases c JOIN case_access a ON a.case_id = c.id WHERE a.principal_id = $1 ORDER BY c.case_number`,
    [officer],
  );
  return rows.map(({ id }) => id);
}

async function firstPage(ask, who) {
  const { body } = await ask(who, 'GET', '/api/v1/people');
  return body.people.map(({ id }) => id);
}

/** A request for each of the two women who sleep nowhere. */
async function requests(db, ask) {
  const { rows } = await db.admin.query(TO_BE_PLACED);
  await withdrawEarlier(db, ask);
  const opened = [];
  for (const { id } of rows) {
    await giveKey(db, id);
    const { body } = await ask('officer', 'POST', '/api/v1/bed-requests', {
      body: {
        caseIds: [id],
        neededFrom: new Date(Date.now() - 12 * 3_600_000).toISOString().slice(0, 10),
        nights: 5,
        urgency: 'tonight',
        source: 'hotline',
        basis: 'vital_interest',
      },
    });
    opened.push({ id: body.id, caseId: id });
  }
  return opened;
}

/** People around the programme have no name and so no key; the reason for a bed is sealed with one. */
async function giveKey({ admin, folder }, caseId) {
  const { Keys, readKeyFile } = from('modules/access/index.js');
  const query = async (text, values) => (await admin.query(text, values)).rows;
  const { rowCount } = await admin.query('SELECT FROM keys.case_keys WHERE case_id = $1', [caseId]);
  if (rowCount === 0)
    await new Keys(readKeyFile(join(folder, 'mawa.key.json'))).newCaseKey({ query }, caseId);
}

/** A database that was kept has the requests of the run before; what is held for them becomes free again. */
async function withdrawEarlier(db, ask) {
  const { rows } = await db.admin.query(
    `SELECT DISTINCT request_id AS id FROM request_people WHERE state = 'open' AND case_id IN (${TO_BE_PLACED})`,
  );
  for (const { id } of rows)
    await ask('officer', 'POST', `/api/v1/bed-requests/${id}/withdraw`, { body: {} });
}

async function placementFor(ask, { id, caseId }) {
  const { body } = await ask('officer', 'GET', `/api/v1/bed-requests/${id}/candidates`);
  const bed =
    body.beds.find(({ verdict }) => verdict === 'fits') ??
    body.beds.find(({ verdict }) => verdict === 'ask');
  if (!bed) throw new Error('no bed suits');
  return {
    placements: [{ caseId, bedId: bed.bedId ?? bed.id }],
    ...(bed.verdict === 'ask' ? { reason: 'nothing is known against it' } : {}),
  };
}

/** Each request of the day with its path and body filled in, in a fixed order. */
exports.requestsOf = (facts) => {
  const turns = {};
  return DAY.flatMap(([who, times, method, path, body]) =>
    Array.from({ length: times }, (_, turn) => {
      const caseId = () => {
        const own = facts.cases[who];
        turns[who] = (turns[who] ?? -1) + 1;
        return own[turns[who] % own.length];
      };
      const filled = path.replace(/:(\w+)/g, (_, name) =>
        name === 'case' ? caseId() : facts[name],
      );
      return {
        step: `${who} ${method} ${path} ${turn + 1}`,
        who,
        method,
        path: filled,
        body: body?.({ ...facts, caseId: path.includes(':') ? null : caseId() }),
      };
    }),
  );
};

/** The three acts that are measured whole; `undo` is not measured. */
exports.actsOf = (facts) => [
  {
    name: 'a hold',
    act: ['POST', `/api/v1/bed-requests/${facts.request}/holds`, facts.placement],
    undo: ['POST', `/api/v1/bed-requests/${facts.request}/release`, {}],
  },
  {
    name: 'recording a service',
    act: ['POST', '/api/v1/services', service(facts.cases.officer[0], facts.day)],
  },
  { name: 'a board of 28 nights as JSON', act: ['GET', '/api/v1/beds/board?nights=28'] },
];

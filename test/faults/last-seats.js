/**
 * Five hundred people enrolled at once for forty places of a course (sixty for eight in the short form), over
 * HTTP: forty have a place, everybody else stands in line, and places that become free go down that line.
 *
 * A control: with nobody waiting for who was before, and the guards of places and steps taken away, more than
 * forty must be found.
 */
const { randomUUID } = require('node:crypto');
const { aUser, database, webProcess, call, callUntilAnswered, session } = require('./support.js');
const { deadlocksOf, today } = require('./a-grant.js');

module.exports = async function lastSeats({ short }) {
  const [people, places] = short ? [60, 8] : [500, 40];
  return [
    ...(await contest('as built', { people, places })),
    ...(await contest('control: no turns and no guard', { people, places, open: true })),
  ];
};

/** Nobody waits at the session, and a place is not held by one alone. */
const takeGuardsAway = ({ admin }) =>
  admin.query(
    `ALTER TABLE training_enrolments DROP CONSTRAINT training_seats_held_once;
     DO $$ BEGIN
       EXECUTE replace(pg_get_functiondef('training_step_moves()'::regprocedure), 'FOR NO KEY UPDATE', '');
     END $$;`,
  );

async function contest(name, { people, places, open = false }) {
  const db = await database();
  const web = await webProcess(db);
  try {
    const officer = await session(db, web, await aUser(db, 'reintegration_officer'));
    const programme = await session(db, web, await aUser(db, 'programme_officer'));
    const post = (headers, path, body, way = callUntilAnswered) =>
      way(web.port, 'POST', path, {
        headers: { ...headers, 'idempotency-key': randomUUID() },
        body,
      });
    const sessionId = await aSession(db, (path, body) => post(programme, path, body), places);
    const cases = [];
    for (let at = 0; at < people; at += 20) {
      const women = Array.from({ length: Math.min(20, people - at) }, () => ({}));
      const { body } = await post(officer, '/api/v1/people', { people: women });
      cases.push(...body.cases.map(({ id }) => id));
    }
    if (open) await takeGuardsAway(db);
    const at = Date.now();
    const answers = await Promise.all(
      cases.map((id) =>
        post(officer, `/api/v1/people/${id}/training/enrolments`, { sessionId, on: today() }, call),
      ),
    );
    const seconds = (Date.now() - at) / 1000;
    const found = { db, answers, sessionId, people, places, seconds };
    if (open) return await judgeControl(name, found);
    const leave = ({ id, caseId }) =>
      post(officer, `/api/v1/people/${caseId}/training/enrolments/${id}/steps`, {
        to: 'withdrawn',
        on: today(),
        reason: 'changed_mind',
      });
    return await judge(name, { ...found, leave });
  } finally {
    await web.stop();
    await db.stop();
  }
}

/** A course that begins in a week, of a provider under an agreement. */
async function aSession({ admin }, post, places) {
  const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const provider = randomUUID();
  await admin.query(`SELECT set_config('mawa.now', $1, false)`, [new Date().toISOString()]);
  await admin.query(
    `INSERT INTO organisations (id, code, kind, name) VALUES ($1, 'LAST-SEATS', 'partner', 'Centre')`,
    [provider],
  );
  const course = await post('/api/v1/training/courses', {
    providerId: provider,
    title: 'Cuisine collective',
    level: '3',
    field: '10',
    language: 'ara',
    costPerPlace: '1200.00',
    currency: 'MAD',
    childCare: 'on_site',
    strenuous: false,
    access: [],
    stipend: '0',
    transport: '0',
    paysExcused: false,
    agreement: 'CONV-7',
    agreedFrom: day(-30),
    agreedUntil: day(300),
  });
  const { body } = await post(`/api/v1/training/courses/${course.body.id}/sessions`, {
    startsOn: day(7),
    endsOn: day(60),
    weekdays: [1, 2, 3, 4, 5],
    startsAt: '09:00',
    endsAt: '13:00',
    places,
    region: '06',
  });
  return body.id;
}

const standing = async ({ admin }, sessionId) =>
  (
    await admin.query(
      `SELECT id, case_id AS "caseId", state, seat FROM training_enrolments WHERE session_id = $1 ORDER BY place`,
      [sessionId],
    )
  ).rows;

async function judge(name, { db, answers, sessionId, people, places, seconds, leave }) {
  const before = await standing(db, sessionId);
  const holding = before.filter(({ seat }) => seat !== null);
  const line = before.filter(({ state }) => state === 'waiting');
  const seats = new Set(holding.map(({ seat }) => seat));
  // Five who hold a place leave, at once: the first five of the line are offered one, and nobody else.
  await Promise.all(holding.slice(0, 5).map(leave));
  const after = await standing(db, sessionId);
  const offered = after.filter(({ state }) => state === 'offered').map(({ id }) => id);
  const dead = await deadlocksOf(db);
  const told = (state) => answers.filter(({ body }) => body?.state === state).length;
  return [
    {
      title: `${name}: exactly ${places} of ${people} have a place, each its own`,
      good: holding.length === places && seats.size === places && told('applied') === places,
      figure: `${holding.length}, in ${seconds.toFixed(1)} s`,
    },
    {
      title: `${name}: everybody else stands in line, and was told so; nobody is lost`,
      good:
        line.length === people - places &&
        told('waiting') === people - places &&
        answers.every(({ status }) => status === 201),
      figure: `${line.length} wait, ${people - before.length} lost`,
    },
    {
      title: `${name}: places that become free go to the first in line, in their turn`,
      good:
        JSON.stringify([...offered].sort()) ===
        JSON.stringify(
          line
            .slice(0, 5)
            .map(({ id }) => id)
            .sort(),
        ),
      figure: `${offered.length} offered`,
    },
    { title: `${name}: no deadlock`, good: dead === 0, figure: `${dead}` },
  ];
}

async function judgeControl(name, { db, sessionId, places }) {
  const holding = (await standing(db, sessionId)).filter(({ seat }) => seat !== null);
  return [
    {
      title: `${name}: more than ${places} are found`,
      good: holding.length > places,
      figure: `${holding.length}`,
    },
  ];
}

/**
 * A thousand random histories of plans (thirty in the short form) by sixteen callers at once: drafted, agreed,
 * asked for, agreed to or refused, paid in parts, let go, taken back, revised and withdrawn, in three currencies,
 * on lines that run out. Every amount paid is in the ledger once, and the sums agree.
 *
 * A control: without the guard that compares a plan with its commitment, a payment that is booked without its
 * plan must be found by the same sums.
 */
const { randomUUID } = require('node:crypto');
const {
  aUser,
  database,
  webProcess,
  callUntilAnswered,
  call,
  session,
  chance,
} = require('./support.js');
const { aGrant, officers, deadlocksOf, today } = require('./a-grant.js');
const { planning, PLANS_HOLD, ALL_HOLD } = require('../support/random-plans.js');

const CALLERS = 16;

module.exports = async function randomPlans({ short }) {
  const histories = short ? 30 : 1000;
  const db = await database();
  const web = await webProcess(db);
  try {
    const amount = short ? '15000.00' : '200000.00';
    const grant = await aGrant(db, { lines: ['L-1', 'L-2', 'L-3'], amount });
    const { asks: finance, agrees } = await officers(db, web, grant);
    const officer = await session(db, web, await aUser(db, 'reintegration_officer'));
    const send = (headers) => (path, body) =>
      callUntilAnswered(web.port, 'POST', path, {
        headers: { ...headers, 'idempotency-key': randomUUID() },
        body,
      });
    const { history, tally } = planning({
      random: chance(2_026),
      lines: grant.lines,
      currencies: ['USD', 'MAD', 'EUR'],
      day: today(),
      asks: send(officer),
      agrees: send(agrees),
      reads: async (path) => (await call(web.port, 'GET', path, { headers: officer })).body,
    });
    const at = Date.now();
    let left = histories;
    const caller = async () => {
      while ((left -= 1) >= 0) {
        const { body } = await send(officer)('/api/v1/people', { people: [{}] });
        await history(body.cases[0].id, 8);
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    const seconds = (Date.now() - at) / 1000;
    return await judge({ db, web, finance, tally, histories, seconds });
  } finally {
    await web.stop();
    await db.stop();
  }
};

const wrongIn = (held) =>
  Object.keys(ALL_HOLD)
    .filter((key) => Number(held[key]) !== Number(ALL_HOLD[key]))
    .map((key) => `${key} ${held[key]}`);

async function judge({ db, web, finance, tally, histories, seconds }) {
  const [held] = (await db.admin.query(PLANS_HOLD)).rows;
  const wrong = wrongIn(held);
  const others = [...tally.wrong].map(([what, n]) => `${n}× ${what}`).join(', ');
  const { rows } = await db.admin.query(
    `SELECT count(*) FILTER (WHERE step = 'paid')::int AS paid, count(*) FILTER (WHERE step = 'undone')::int AS undone,
            count(*) FILTER (WHERE step IN ('cancelled', 'released'))::int AS gone FROM return_instalment_steps`,
  );
  const costs = (await call(web.port, 'GET', '/api/v1/costs', { headers: finance })).body;
  const [{ spent }] = (
    await db.admin.query(
      `SELECT sum(b.balance)::text AS spent FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id WHERE a.kind IN ('spent', 'unfunded')`,
    )
  ).rows;
  const dead = await deadlocksOf(db);
  const found = await control(db);
  return [
    {
      title: `${histories} histories of ${CALLERS} callers`,
      good: tally.wrong.size === 0 && tally.acts.get('paid') === rows[0].paid,
      figure: `${tally.done} done, ${tally.refused} refused, in ${seconds.toFixed(0)} s${others ? `, others: ${others}` : ''}`,
    },
    {
      title: 'every amount paid is in the ledger once, and the sums agree',
      good: wrong.length === 0 && rows[0].paid > histories / 2,
      figure:
        wrong.join(', ') ||
        `${rows[0].paid} paid, ${rows[0].undone} taken back, ${rows[0].gone} let go`,
    },
    {
      title: 'the costs of people are all that is spent',
      good: costs.total === spent && costs.shared === '0.00',
      figure: `${costs.total} / ${spent}`,
    },
    { title: 'no deadlock', good: dead === 0, figure: `${dead}` },
    {
      title: 'control: booked without its plan, the sums show it',
      good: found.length > 0,
      figure: found.join(', '),
    },
  ];
}

/** The guard taken away: a payment stands in the plan that the ledger does not know. */
async function control({ admin }) {
  await admin.query('BEGIN');
  await admin.query(
    `SELECT set_config('mawa.actor', '00000000-0000-4000-8000-000000000003', true), set_config('mawa.now', $1, true)`,
    [new Date().toISOString()],
  );
  await admin.query('DROP TRIGGER return_plan_money_agrees ON return_instalment_steps');
  await admin.query('ALTER TABLE return_instalment_steps DISABLE TRIGGER USER');
  await admin.query(
    `INSERT INTO return_instalment_steps (id, case_id, track_id, item_id, instalment_id, step, amount, on_day, met_on, receipt, received_step, paid_step, by)
     SELECT gen_random_uuid(), s.case_id, s.track_id, s.item_id, s.instalment_id, 'paid', 1, s.on_day, s.on_day, 'x', s.received_step,
            (SELECT c.id FROM commitment_steps c WHERE c.step = 'requested' LIMIT 1), s.by
       FROM return_instalment_steps s WHERE s.step = 'paid' LIMIT 1`,
  );
  const [held] = (await admin.query(PLANS_HOLD)).rows;
  await admin.query('ROLLBACK');
  return wrongIn(held);
}

/**
 * A thousand orders of 100 at once on a line that holds 50,000 (120 on 6,000 in the short form): five
 * hundred are taken, and not one more.
 *
 * Two controls: without anybody taking turns the database still holds the line; with its guard taken
 * away as well more than five hundred must be found.
 */
const { randomUUID } = require('node:crypto');
const { database, webProcess, call } = require('./support.js');
const { aGrant, approved, officers, deadlocksOf } = require('./a-grant.js');
const { HOLDS } = require('../support/random-spending.js');

module.exports = async function lastDirham({ short }) {
  const taken = short ? 60 : 500;
  return [
    ...(await contest('as built', { taken })),
    ...(await contest('nobody takes turns', { taken, turnsAway: true })),
    ...(await contest('control: no turns and no guard', {
      taken,
      turnsAway: true,
      guardAway: true,
    })),
  ];
};

const takeTurnsAway = ({ admin }) =>
  admin.query(
    `DROP TRIGGER lock_booked_grant ON ledger_transactions;
     CREATE OR REPLACE FUNCTION lock_ledger_accounts(p_accounts uuid[]) RETURNS TABLE (account_id uuid, balance numeric)
       LANGUAGE sql VOLATILE SET search_path = public, pg_temp AS $$
       SELECT b.account_id, b.balance FROM ledger_balances b WHERE b.account_id = ANY (p_accounts) $$;`,
  );

async function contest(name, { taken, turnsAway = false, guardAway = false }) {
  const count = taken * 2;
  const amount = `${taken * 100}.00`;
  const db = await database();
  const web = await webProcess(db);
  try {
    const grant = await aGrant(db, { lines: ['L-1'], amount });
    const orders = await approved(db, grant, { count, amount: '100.00' });
    if (turnsAway) await takeTurnsAway(db);
    if (guardAway) await db.admin.query('DROP TRIGGER within_the_line ON ledger_entries');
    const { asks } = await officers(db, web, grant);
    const at = Date.now();
    const answers = await Promise.all(
      orders.map((id) =>
        call(web.port, 'POST', `/api/v1/commitments/${id}/steps`, {
          headers: { ...asks, 'idempotency-key': randomUUID() },
          body: { step: 'committed' },
        }),
      ),
    );
    return await judge(name, { db, answers, ms: Date.now() - at, taken, amount, guardAway });
  } finally {
    await web.stop();
    await db.stop();
  }
}

async function judge(name, { db, answers, ms, taken: aim, amount, guardAway }) {
  const taken = answers.filter(({ status }) => status === 201).length;
  const short = answers.filter(({ body }) =>
    ['budget.line_is_short', 'budget.line_taken'].includes(body?.code),
  ).length;
  const { rows } = await db.admin.query(
    `SELECT sum(e.amount)::text AS committed FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'committed'`,
  );
  const [held] = (await db.admin.query(HOLDS)).rows;
  const dead = await deadlocksOf(db);
  if (guardAway) {
    return [
      { title: `${name}: more than ${aim} are found`, good: taken > aim, figure: `${taken}` },
    ];
  }
  return [
    {
      title: `${name}: exactly ${aim} of ${answers.length} are taken`,
      good: taken === aim && rows[0].committed === amount,
      figure: `${taken}, ${rows[0].committed} committed, in ${(ms / 1000).toFixed(1)} s`,
    },
    {
      title: `${name}: everybody else reads that the line is short`,
      good: short === answers.length - aim,
      figure: `${short}`,
    },
    {
      title: `${name}: the ledger balances`,
      good: held.total === '0.00' && held.wrongBalances === 0 && held.openTransactions === 0,
      figure: held.total,
    },
    { title: `${name}: no deadlock`, good: dead === 0, figure: `${dead}` },
  ];
}

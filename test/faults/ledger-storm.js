/**
 * Sixteen callers who ask, agree, order, receive, invoice, pay in parts, cancel and take back at random,
 * in three currencies, while the web process is killed: the ledger balances to 0.00, nothing that was
 * acknowledged is lost and nothing is booked twice.
 */
const { randomUUID } = require('node:crypto');
const { database, webProcess, callUntilAnswered, call, pause, chance } = require('./support.js');
const { aGrant, officers, deadlocksOf, today } = require('./a-grant.js');
const { spending, HOLDS, IN_ORDER } = require('../support/random-spending.js');

const CALLERS = 16;
const LINES = ['L-1', 'L-2', 'L-3', 'L-4', 'L-5', 'L-6'];

module.exports = async function ledgerStorm({ short }) {
  const operations = short ? 300 : 100_000;
  const kills = short ? 2 : 10;
  const db = await database();
  const web = await webProcess(db);
  try {
    // In the short form the lines run out as well.
    const grant = await aGrant(db, { lines: LINES, amount: short ? '10000.00' : '1000000.00' });
    const headers = await officers(db, web, grant);
    const send = (who) => (path, body) =>
      callUntilAnswered(web.port, 'POST', path, {
        headers: { ...headers[who], 'idempotency-key': randomUUID() },
        body,
      });
    const random = chance(20_261_124);
    const { act, tally } = spending({
      random,
      lines: grant.lines,
      currencies: ['USD', 'MAD', 'EUR'],
      day: today(),
      asks: send('asks'),
      agrees: send('agrees'),
    });
    const at = Date.now();
    let left = operations;
    const caller = async () => {
      while (left > 0) {
        left -= 1;
        await act();
      }
    };
    const killer = async () => {
      for (let n = 1; n <= kills; n += 1) {
        const aim = operations - Math.floor((operations * n) / (kills + 1));
        while (left > aim && left > 0) await pause(5);
        web.kill();
        await pause(300);
      }
    };
    await Promise.all([killer(), ...Array.from({ length: CALLERS }, caller)]);
    const seconds = (Date.now() - at) / 1000;
    return await judge({ db, web, headers, tally, operations, kills, seconds });
  } finally {
    await web.stop();
    await db.stop();
  }
};

async function judge({ db, web, headers, tally, operations, kills, seconds }) {
  await web.ready();
  const [held] = (await db.admin.query(HOLDS)).rows;
  const wrong = Object.keys(IN_ORDER).filter((key) => String(held[key]) !== String(IN_ORDER[key]));
  // An approval has no request id: asked again after a kill it is refused, and was counted once or not at all.
  const { rows } = await db.admin.query(
    `SELECT step, count(*)::int AS n FROM commitment_steps WHERE step NOT IN ('requested', 'approved') GROUP BY step`,
  );
  const unequal = rows
    .filter(({ step, n }) => tally.steps.get(step) !== n)
    .map(({ step, n }) => `${step}: ${n} booked, ${tally.steps.get(step)} told`);
  const dead = await deadlocksOf(db);
  const { body } = await call(web.port, 'GET', '/api/v1/budget', { headers: headers.asks });
  const totals = totalsOf(body.grants[0]);
  const others = [...tally.wrong].map(([what, n]) => `${n}× ${what}`).join(', ');
  return [
    {
      title: `${operations} operations of ${CALLERS} callers`,
      good: tally.wrong.size === 0 && tally.done > operations / 3,
      figure: `${tally.done} done, ${tally.refused} refused, in ${seconds.toFixed(0)} s${others ? `, others: ${others}` : ''}`,
    },
    {
      title: 'the ledger balances to 0.00, and every balance to its entries',
      good: wrong.length === 0,
      figure: wrong.map((key) => `${key} ${held[key]}`).join(', ') || held.total,
    },
    {
      title: 'what was acknowledged is booked, once',
      good: unequal.length === 0,
      figure: unequal.join(', ') || `${rows.reduce((sum, { n }) => sum + n, 0)} steps`,
    },
    {
      title: 'every view adds up to the same total',
      good: new Set(totals).size === 1,
      figure: [...new Set(totals)].join(' / '),
    },
    { title: 'no deadlock', good: dead === 0, figure: `${dead}` },
    {
      title: 'the web process was killed and came back',
      good: web.starts() > kills,
      figure: `${web.starts() - 1} times`,
    },
  ];
}

/** Each view's own figures added up, in cents: spent and committed. */
const totalsOf = ({ views = [] }) =>
  views.map(({ rows }) =>
    ['budgeted', 'spent', 'committed', 'left']
      .map((column) => rows.reduce((sum, row) => sum + BigInt(row[column].replace('.', '')), 0n))
      .join(' '),
  );

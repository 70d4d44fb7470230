/**
 * The budget page over 1,000,000 entries: against plain SQL that adds the same entries up, and against
 * the same page over 100,000. In turns, each on a server of its own.
 */
const { Client } = require('pg');
const support = require('../test/faults/support.js');
const { aGrant, officers } = require('../test/faults/a-grant.js');
const { median } = require('./measure.js');

const LINES = Array.from({ length: 24 }, (_, n) => `L-${String(n + 1).padStart(2, '0')}`);
const PLAIN = `
  SELECT l.code, sum(e.amount) FILTER (WHERE a.kind = 'spent') AS spent, sum(e.amount) FILTER (WHERE a.kind = 'unfunded') AS unfunded,
         sum(e.amount) FILTER (WHERE a.kind = 'committed') AS committed
    FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
    JOIN ledger_accounts a ON a.id = e.account_id JOIN budget_lines l ON l.id = a.line_id
   WHERE t.grant_id = $1 AND t.booked_on <= $2 GROUP BY l.code ORDER BY l.code`;

module.exports = async function budget({ short, say }) {
  const many = short ? 100_000 : 1_000_000;
  const rounds = short ? 5 : 15;
  const few = await filled(many / 10);
  const whole = await filled(many);
  try {
    const turns = { few: [], whole: [], plain: [] };
    for (const one of [few, whole]) await page(one); // what a first call loads is not the page
    for (let round = 0; round < rounds; round += 1) {
      turns.few.push(await page(few));
      turns.whole.push(await page(whole));
      turns.plain.push(await timed(() => whole.plain.query(PLAIN, [whole.grant, whole.today])));
    }
    const [small, large, plain] = [turns.few, turns.whole, turns.plain].map(median);
    say(
      `page over ${many} entries: ${large.toFixed(1)} ms; plain SQL over them: ${plain.toFixed(1)} ms; ratio ${(large / plain).toFixed(2)} (aim 2)`,
    );
    say(
      `page over ${many / 10} entries: ${small.toFixed(1)} ms; ten times as many take ${(large / small).toFixed(2)} of it (aim 1.5)`,
    );
    await mustAgree(whole);
    return { many, turns, ratio: large / plain, growth: large / small };
  } finally {
    for (const one of [few, whole]) await one.stop();
  }
};

/** Two entries a transaction, spread over the lines and the days of the grant up to today. */
async function filled(entries) {
  const db = await support.database();
  const grant = await aGrant(db, { lines: LINES, amount: '9000000.00' });
  await db.admin.query('BEGIN');
  await db.admin.query(`SELECT set_config('mawa.now', $1, true)`, [new Date().toISOString()]);
  await db.admin.query('ALTER TABLE ledger_entries DISABLE TRIGGER USER');
  await db.admin.query('ALTER TABLE ledger_transactions DISABLE TRIGGER USER');
  await db.admin.query(
    `WITH spent AS (SELECT a.id, row_number() OVER (ORDER BY a.id) AS n FROM ledger_accounts a WHERE a.grant_id = $1 AND a.kind = 'spent'),
          facts AS (SELECT n, gen_random_uuid() AS id, current_date - (n % 180)::int AS day FROM generate_series(1, $2::int) n),
          booked AS (INSERT INTO ledger_transactions (id, grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
            SELECT id, $1, 'service', id::text, day, day, $3 FROM facts)
     INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
     SELECT f.id, x.account, x.sign * (1 + f.n % 900) / 100.0, x.sign * (1 + f.n % 900) / 100.0, 'USD', 1, f.day
       FROM facts f JOIN spent s ON s.n = 1 + f.n % $4
       CROSS JOIN LATERAL (VALUES (s.id, 1), ((SELECT id FROM ledger_accounts WHERE grant_id = $1 AND kind = 'funds'), -1)) AS x (account, sign)`,
    [grant.grant, entries / 2, grant.asks, LINES.length],
  );
  // What the triggers would have kept, entry by entry.
  await db.admin.query(
    `UPDATE ledger_balances b SET balance = e.amount FROM (SELECT account_id, sum(amount) AS amount FROM ledger_entries GROUP BY 1) e
      WHERE e.account_id = b.account_id`,
  );
  await db.admin.query(
    `INSERT INTO ledger_days (account_id, day, amount) SELECT e.account_id, t.booked_on, sum(e.amount)
       FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
       JOIN ledger_accounts a ON a.id = e.account_id AND a.kind <> 'funds' GROUP BY 1, 2`,
  );
  await db.admin.query('ALTER TABLE ledger_entries ENABLE TRIGGER USER');
  await db.admin.query('ALTER TABLE ledger_transactions ENABLE TRIGGER USER');
  await db.admin.query('COMMIT');
  await db.admin.query('VACUUM ANALYZE');
  const web = await support.webProcess(db);
  const headers = (await officers(db, web, grant)).asks;
  const plain = new Client({ connectionString: db.adminUrl });
  await plain.connect();
  const today = new Date().toISOString().slice(0, 10);
  const stop = async () => {
    await plain.end();
    await web.stop();
    await db.stop();
  };
  return { grant: grant.grant, web, headers, plain, today, stop };
}

const page = ({ web, headers }) =>
  timed(async () => {
    const { status } = await support.call(web.port, 'GET', '/budget', {
      headers: { ...headers, accept: 'text/html' },
    });
    if (status !== 200) throw new Error(`the page answered ${status}`);
  });

/** The page's figures are those of the entries, to the cent. */
async function mustAgree({ web, headers, plain, grant, today }) {
  const { body } = await support.call(web.port, 'GET', '/api/v1/budget', { headers });
  const { rows } = await plain.query(PLAIN, [grant, today]);
  const shown = new Map(body.grants[0].lines.map(({ code, spentToDate }) => [code, spentToDate]));
  const wrong = rows.filter(({ code, spent }) => Number(shown.get(code)) !== Number(spent));
  if (wrong.length > 0) throw new Error(`${wrong.length} lines differ from their entries`);
}

async function timed(work) {
  const at = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - at) / 1e6;
}

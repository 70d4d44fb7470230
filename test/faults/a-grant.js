/** For drills of money: a grant with lines, two officers who are signed in, and approved requests by the thousand. */
const { randomUUID } = require('node:crypto');
const { session } = require('./support.js');

const today = () => new Date().toISOString().slice(0, 10);

/** A grant of a year around today whose lines hold `amount` each, with rates from MAD and EUR to USD. */
async function aGrant({ admin }, { lines, amount }) {
  const ids = {
    grant: randomUUID(),
    donor: randomUUID(),
    agency: randomUUID(),
    asks: randomUUID(),
    agrees: randomUUID(),
    lines: lines.map(() => randomUUID()),
  };
  const second = '00000000-0000-4000-8000-000000000003';
  await admin.query('BEGIN');
  await admin.query(`SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true)`, [
    second,
    new Date().toISOString(),
  ]);
  await admin.query(
    `INSERT INTO organisations (id, code, kind, name) VALUES ($1, 'DON', 'donor', 'Donor'), ($2, 'AGE', 'agency', 'Agency')`,
    [ids.donor, ids.agency],
  );
  await admin.query(
    `INSERT INTO grants (id, code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
     VALUES ($1, 'DRILL', '{"fr":"Drill","ar":"Drill","en":"Drill"}', $2, 'USD', 90000000, 0, $3::date - 180, $3::date + 180, 'drill')`,
    [ids.grant, ids.donor, today()],
  );
  await admin.query(
    `INSERT INTO grant_shares (grant_id, organisation_id, after_fee, support_rate, direct, support)
     VALUES ($1, $2, 90000000, 0, 90000000, 0)`,
    [ids.grant, ids.agency],
  );
  await admin.query(
    `INSERT INTO budget_lines (id, grant_id, organisation_id, code, name, amount, unsdg_category, object_class)
     SELECT l.id, $1, $2, l.code, '{"fr":"x","ar":"x","en":"x"}', $5, 1 + l.at % 7, chr(97 + (l.at % 8)::int)
       FROM unnest($3::uuid[], $4::text[]) WITH ORDINALITY AS l (id, code, at)`,
    [ids.grant, ids.agency, ids.lines, lines, amount],
  );
  await admin.query(
    `INSERT INTO ledger_accounts (grant_id, kind, line_id) SELECT $1::uuid, 'funds', NULL::uuid
      UNION ALL SELECT $1::uuid, kind, line FROM unnest($2::uuid[]) line, unnest(ARRAY['spent', 'unfunded']) kind`,
    [ids.grant, ids.lines],
  );
  for (const [id, role] of [
    [ids.asks, 'finance_officer'],
    [ids.agrees, 'programme_officer'],
  ]) {
    await admin.query(`INSERT INTO users (id, email, name) VALUES ($1, $2, $3)`, [
      id,
      `${role}-${id.slice(0, 6)}@example.org`,
      role,
    ]);
    await admin.query(
      `INSERT INTO user_roles (user_id, role, granted_by, confirmed_by, confirmed_at)
       VALUES ($1, $2, '00000000-0000-4000-8000-000000000004', $3, mawa_now())`,
      [id, role, second],
    );
  }
  await admin.query(
    `INSERT INTO exchange_rates (from_currency, to_currency, valid_from, rate, source, entered_by)
     VALUES ('MAD', 'USD', $1::date - 30, 0.10869565, 'drill', $2), ('EUR', 'USD', $1::date - 30, 1.08765432, 'drill', $2)`,
    [today(), second],
  );
  await admin.query('COMMIT');
  return ids;
}

/** As many requests of that amount, agreed to by the other officer. */
async function approved({ admin }, { grant, lines, asks, agrees }, { count, amount }) {
  const ids = Array.from({ length: count }, () => randomUUID());
  await admin.query('BEGIN');
  const acting = (who) =>
    admin.query(`SELECT set_config('mawa.actor', $1, true), set_config('mawa.now', $2, true)`, [
      who,
      new Date().toISOString(),
    ]);
  await acting(asks);
  await admin.query(
    `INSERT INTO suppliers (name) VALUES ('Maison du banc') ON CONFLICT DO NOTHING`,
  );
  await admin.query(
    `INSERT INTO commitments (id, grant_id, line_id, supplier_id, purpose, amount, currency, estimate, starts_on, ends_on)
     SELECT id, $2, $3, (SELECT id FROM suppliers LIMIT 1), 'cent', $4, 'USD', $4, $5, $5 FROM unnest($1::uuid[]) id`,
    [ids, grant, lines[0], amount, today()],
  );
  const step = `INSERT INTO commitment_steps (commitment_id, step, on_day) SELECT id, $2, $3 FROM unnest($1::uuid[]) id`;
  await admin.query(step, [ids, 'requested', today()]);
  await acting(agrees);
  await admin.query(step, [ids, 'approved', today()]);
  await admin.query('COMMIT');
  return ids;
}

const officers = async (db, web, { asks, agrees }) => ({
  asks: await session(db, web, asks),
  agrees: await session(db, web, agrees),
});

const deadlocksOf = async ({ admin }) =>
  Number(
    (await admin.query(`SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`))
      .rows[0].deadlocks,
  );

module.exports = { aGrant, approved, officers, deadlocksOf, today };

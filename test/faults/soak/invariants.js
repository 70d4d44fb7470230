/** What must hold at any moment, whatever was killed: each answers how many rows break it. */
const INVARIANTS = {
  'no bed twice': `
    SELECT count(*)::int AS n FROM bookings a JOIN bookings b ON a.bed_id = b.bed_id AND a.id < b.id AND a.nights && b.nights
     WHERE a.state <> 'void' AND b.state <> 'void'`,
  'nobody in two beds': `
    SELECT count(*)::int AS n FROM booking_people a
      JOIN booking_people b ON a.case_id = b.case_id AND a.booking_id < b.booking_id AND a.nights && b.nights
     WHERE a.state <> 'void' AND b.state <> 'void'`,
  'closed nights count their stays': `
    SELECT count(*)::int AS n
      FROM night_differences((SELECT min(night) FROM closed_nights), (SELECT max(night) + 1 FROM closed_nights), NULL)`,
  'bookings of the ledger sum to zero': `
    SELECT count(*)::int AS n FROM (
      SELECT transaction_id FROM ledger_entries GROUP BY transaction_id HAVING sum(amount) <> 0) t`,
  'balances are the sums of their entries': `
    SELECT count(*)::int AS n FROM ledger_balances b
      LEFT JOIN (SELECT account_id, sum(amount) AS amount FROM ledger_entries GROUP BY account_id) e USING (account_id)
     WHERE b.balance <> coalesce(e.amount, 0)`,
  'no job done twice': `
    SELECT count(*)::int AS n FROM (
      SELECT job_id FROM job_states WHERE to_state = 'done' GROUP BY job_id HAVING count(*) > 1) t`,
};

/** How many rows break each. */
async function brokenOf(query) {
  const broken = {};
  for (const [name, sql] of Object.entries(INVARIANTS)) broken[name] = (await query(sql))[0].n;
  return broken;
}

/** Of what was acknowledged: what is not there, and what is there without its audit row. */
async function lostOf(query, { services, people, held, released }) {
  const missing = async (ids, table, more = '') =>
    (
      await query(
        `SELECT count(*)::int AS n FROM unnest($1::uuid[]) AS t(id)
          WHERE NOT EXISTS (SELECT FROM ${table} x WHERE x.id = t.id ${more})`,
        [ids],
      )
    )[0].n;
  const unaudited = async (ids, action) =>
    (
      await query(
        `SELECT count(*)::int AS n FROM unnest($1::uuid[]) AS t(id)
          WHERE NOT EXISTS (SELECT FROM audit_log a WHERE a.action = $2 AND t.id = ANY (a.subject_ids))`,
        [ids, action],
      )
    )[0].n;
  const kept = [...held].filter((id) => !released.has(id));
  return {
    services: await missing(services, 'services'),
    people: await missing(people, 'cases'),
    // A hold that nobody confirmed lapses, and its row stays.
    beds: await missing(kept, 'bookings'),
    'audit rows':
      (await unaudited(services, 'services.record')) +
      (await unaudited(people, 'people.register')) +
      (await unaudited([...held], 'beds.hold')),
  };
}

module.exports = { brokenOf, lostOf };

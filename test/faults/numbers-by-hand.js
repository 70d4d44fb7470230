/**
 * What each number of a report must be, in SQL that shares nothing with the product's own: nights are walked one by
 * one, money is added from ledger entries, files that were joined are followed in a table of their own.
 * `byHand` answers the numbers of one file for programs, by table, row and column.
 */

const cents = (value) => Math.round(Number(value ?? 0) * 100) / 100;
const share = (part, whole) =>
  Number(whole) === 0 ? null : Math.round((Number(part) / Number(whole)) * 10_000) / 10_000;

exports.byHand = async function byHand(admin, file) {
  const hand = new Hand(admin, file);
  await hand.prepare();
  const numbers = new Map();
  const known = new Set(['key-figures']);
  for (const table of file.fr.tables) {
    const way = WAYS.find(([keys]) =>
      keys instanceof RegExp ? keys.test(table.key) : keys === table.key,
    );
    if (!way) continue;
    known.add(table.key);
    for (const [row, cells] of Object.entries(await way[1](hand, table)))
      for (const [column, value] of Object.entries(cells))
        numbers.set(`${table.key}/${row}/${column}`, value);
  }
  for (const [key, value] of Object.entries(await keyFigures(hand)))
    numbers.set(`key-figures/${key}/value`, value);
  // A row of what occurs nowhere is a zero; answers that are put together are added up.
  const of = (place) => {
    if (numbers.has(place)) return numbers.get(place);
    const [table, row] = place.split('/');
    if (row === 'others') return othersOf(file.fr, table, numbers);
    return ZERO.test(table) ? 0 : undefined;
  };
  return { knows: (table) => known.has(table), of };
};

/** A row whose id no reader is told goes by its first words: the code of a line or indicator, the name of a house. */
exports.rowName = ({ key, columns }, { key: row, values }) => {
  if (!/^row-\d+$/.test(row)) return row;
  const words = values[columns[0].key];
  return `=${/^(budget-by-line|beyond-budget)$/.test(key) ? words.split(' ')[0] : words}`;
};

/** Tables of a list's answers, all of which are written. */
const ZERO = /^(how-|accused-by-|proceedings$|officials-trained$|people-by-|referrals)/;

function othersOf(data, key, numbers) {
  const table = data.tables.find((one) => one.key === key);
  const shown = new Set(table.rows.map((row) => row.key));
  return [...numbers].reduce((sum, [place, value]) => {
    const [of, row] = place.split('/');
    return of === key && !shown.has(row) && row !== 'total' ? sum + value : sum;
  }, 0);
}

/** One report: its period, its grant, whose money, and who was left out of statistics. */
class Hand {
  constructor(admin, file) {
    this.admin = admin;
    this.data = file.fr;
    this.name = file.name;
    const { from, to } = file.fr.report.period;
    this.from = from;
    this.to = to;
  }

  async prepare() {
    const grants = await this.rows(
      'SELECT id, code, fee_rate, currency, amount, starts_on::text AS starts FROM grants',
    );
    const slug = (code) => code.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    this.grant = grants.find(({ code }) => this.name.includes(`-${slug(code)}`));
    const [definition] = await this.rows(
      `SELECT body FROM report_definitions WHERE kind = $1 ORDER BY edition DESC LIMIT 1`,
      [this.data.report.kind],
    );
    this.definition = definition.body;
    this.agency = definition.body.money === 'agency' ? definition.body.agency : null;
    this.inside = definition.body.audience === 'inside';
    await this.people();
    await this.nights();
  }

  async rows(sql, values = []) {
    return (await this.admin.query(sql, values)).rows;
  }

  /** Of the days `$1` to `$2`, both counted. */
  async period(sql, ...more) {
    return this.rows(`WITH days AS (SELECT $1::date, $2::date) ${sql}`, [
      this.from,
      this.to,
      ...more,
    ]);
  }

  async one(sql, ...more) {
    return Object.values((await this.period(sql, ...more))[0])[0];
  }

  /** The same report with something else about it. */
  but(more) {
    return Object.assign(Object.create(Hand.prototype), this, more);
  }

  /** `who`: each file and the person it is of, as joined when the period was closed, or now. */
  async people() {
    const [closed] = await this.rows(
      'SELECT min(closed_at) AS at FROM closed_periods WHERE until_day >= $1',
      [this.to],
    );
    const joined = await this.rows('SELECT case_id, into_id, at, undone_at FROM case_merges');
    const into = new Map();
    for (const { case_id, into_id, at, undone_at } of joined)
      if (closed.at ? at < closed.at && (!undone_at || undone_at >= closed.at) : !undone_at)
        into.set(case_id, into_id);
    const last = (id) => (into.has(id) ? last(into.get(id)) : id);
    await this.rows('DROP TABLE IF EXISTS pg_temp.who');
    await this.rows('CREATE TEMP TABLE who (case_id uuid PRIMARY KEY, id uuid)');
    const all = await this.rows('SELECT id FROM cases');
    await this.rows('INSERT INTO who SELECT * FROM unnest($1::uuid[], $2::uuid[])', [
      all.map(({ id }) => id),
      all.map(({ id }) => last(id)),
    ]);
  }

  /** `slept`: each person, house and closed night, night by night; `away` where the bed was kept empty. */
  async nights() {
    await this.rows('DROP TABLE IF EXISTS pg_temp.slept, pg_temp.served');
    await this.rows(`CREATE TEMP TABLE slept AS SELECT w.id, bp.case_id, k.shelter_id, d.day::date AS night, EXISTS (
        SELECT 1 FROM nights_away a WHERE a.booking_id = k.id AND a.night = d.day::date) AS away
      FROM generate_series('${this.from}'::date, '${this.to}'::date, interval '1 day') d (day)
      JOIN closed_nights c ON c.night = d.day::date JOIN booking_people bp ON bp.nights @> d.day::date AND bp.state IN ('stay', 'ended')
      JOIN bookings k ON k.id = bp.booking_id AND k.checked_in_at IS NOT NULL AND k.state IN ('stay', 'ended')
      JOIN who w ON w.case_id = bp.case_id`);
    await this.rows(`CREATE TEMP TABLE served AS SELECT DISTINCT id FROM (SELECT id FROM slept UNION ALL SELECT w.id FROM services s JOIN who w
       ON w.case_id = s.case_id WHERE s.given_on BETWEEN '${this.from}' AND '${this.to}' AND s.cancelled_at IS NULL) x`);
  }
}

const table = (rows, key = 'key') =>
  Object.fromEntries(rows.map(({ [key]: row, ...cells }) => [row, cells]));

const SERVICES = `services s JOIN who w USING (case_id) WHERE s.given_on BETWEEN $1 AND $2 AND s.cancelled_at IS NULL`;
const helped = (hand) => hand.one(`SELECT count(DISTINCT w.id)::int AS n FROM ${SERVICES}`);
const given = (hand) => hand.one(`SELECT count(*)::int AS n FROM ${SERVICES}`);
const served = (hand) => hand.one('SELECT count(*)::int AS n FROM served');
const sheltered = (hand) => hand.one('SELECT count(DISTINCT id)::int AS n FROM slept');
const used = (hand) =>
  hand.one(
    'SELECT count(DISTINCT (case_id, shelter_id, night))::int AS n FROM slept WHERE NOT away',
  );
/** Beds in service, a night each, less what was blocked. */
const FREE = (group) => `SELECT ${group} AS key, sum(n)::int AS available FROM (
    SELECT b.shelter_id, c.night, count(*) AS n FROM beds b JOIN closed_nights c ON c.night <@ b.in_service
     WHERE c.night BETWEEN $1 AND $2 GROUP BY 1, 2
    UNION ALL SELECT k.shelter_id, c.night, -count(*) FROM bookings k JOIN closed_nights c ON c.night <@ k.nights
     WHERE c.night BETWEEN $1 AND $2 AND (k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL)) GROUP BY 1, 2) x GROUP BY 1`;
const available = async (hand) =>
  (await hand.period(FREE(`'all'`))).reduce((sum, row) => sum + row.available, 0);

const SPENT = `coalesce(sum(e.amount) FILTER (WHERE a.kind = 'spent' AND t.booked_on BETWEEN $1 AND $2), 0) AS "spentInPeriod",
  coalesce(sum(e.amount) FILTER (WHERE a.kind = 'spent'), 0) AS "spentToDate", coalesce(sum(e.amount) FILTER (WHERE a.kind = 'unfunded'), 0) AS unfunded,
  coalesce(sum(e.amount) FILTER (WHERE a.kind = 'committed'), 0) AS committed`;
/** Each line of the grant, from the entries of its accounts. */
const lines = (hand) =>
  hand.period(
    `SELECT l.id, l.code, l.amount AS budgeted, o.code AS agency, l.object_class AS class, l.unsdg_category::text AS unsdg,
            l.outcome_code AS outcome, p.code AS partner, ${SPENT}
       FROM budget_lines l JOIN organisations o ON o.id = l.organisation_id JOIN organisations p ON p.id = l.partner_id
       LEFT JOIN ledger_accounts a ON a.line_id = l.id
       LEFT JOIN ledger_entries e ON e.account_id = a.id AND EXISTS (SELECT 1 FROM ledger_transactions x WHERE x.id = e.transaction_id AND x.booked_on <= $2)
       LEFT JOIN ledger_transactions t ON t.id = e.transaction_id
      WHERE l.grant_id = $3 AND ($4::text IS NULL OR o.code = $4) GROUP BY l.id, o.code, p.code`,
    hand.grant.id,
    hand.agency,
  );
const shares = (hand) =>
  hand.rows(
    `SELECT o.code AS agency, s.direct, s.support, s.after_fee AS "afterFee", s.support_rate AS rate FROM grant_shares s
       JOIN organisations o ON o.id = s.organisation_id WHERE s.grant_id = $1 AND ($2::text IS NULL OR o.code = $2)`,
    [hand.grant.id, hand.agency],
  );
const added = (rows, column) => cents(rows.reduce((sum, row) => sum + Number(row[column]), 0));

async function keyFigures(hand) {
  const nights = await used(hand);
  return {
    people: await served(hand),
    nights,
    services: await given(hand),
    occupancy: share(nights, await available(hand)),
    spent: added(await lines(hand), 'spentInPeriod'),
  };
}

const BAND = `CASE WHEN c.age_at_registration IS NULL THEN 'unknown' WHEN c.age_at_registration <= 11 THEN '0-11'
  WHEN c.age_at_registration <= 17 THEN '12-17' WHEN c.age_at_registration <= 24 THEN '18-24' WHEN c.age_at_registration <= 34 THEN '25-34'
  WHEN c.age_at_registration <= 49 THEN '35-49' ELSE '50+' END`;
const BANDS = {
  '0-17': ['0-11', '12-17'],
  '35+': ['35-49', '50+'],
  '18+': ['18-24', '25-34', '35-49', '50+'],
  total: ['0-11', '12-17', '18-24', '25-34', '35-49', '50+', 'unknown'],
};
const SEXES = ['female', 'male', 'other', 'unknown'];

async function peopleByAge(hand, { rows }) {
  const counted = await hand.rows(
    `SELECT ${BAND} AS band, coalesce(c.sex, 'unknown') AS sex, count(*)::int AS n FROM served JOIN cases c USING (id) GROUP BY 1, 2`,
  );
  const of = (bands, sex) =>
    counted
      .filter((one) => bands.includes(one.band) && (sex === null || one.sex === sex))
      .reduce((sum, { n }) => sum + n, 0);
  return Object.fromEntries(
    [...rows.map(({ key }) => key), 'total'].map((key) => {
      const bands = BANDS[key] ?? [key];
      const sexes = Object.fromEntries(SEXES.map((sex) => [sex, of(bands, sex)]));
      return [key, { ...sexes, total: of(bands, null) }];
    }),
  );
}

const counts = async (hand, sql, total) => ({
  ...Object.fromEntries((await hand.period(sql)).map(({ key, n }) => [key, { people: n }])),
  total: { people: total },
});

const BEDS = (group) => async (hand) => {
  const nights = await hand.period(
    `SELECT ${group}::text AS key, count(DISTINCT id)::int AS people, (count(DISTINCT (case_id, shelter_id, night)) FILTER (WHERE NOT away))::int AS used
       FROM slept GROUP BY 1`,
  );
  const free = await hand.period(FREE(`${group.replace('night', 'x.night')}::text`));
  const cells = ({ people = 0, used: slept = 0 } = {}, { available: there = 0 } = {}) => ({
    people,
    used: slept,
    available: there,
    occupancy: share(slept, there),
  });
  const all = { people: await sheltered(hand), used: await used(hand) };
  const keys = new Set([...nights, ...free].map(({ key }) => key));
  return {
    ...Object.fromEntries(
      [...keys].map((key) => [
        key,
        cells(
          nights.find((one) => one.key === key),
          free.find((one) => one.key === key),
        ),
      ]),
    ),
    total: cells(all, { available: await available(hand) }),
  };
};

async function servicesByType(hand) {
  const rows = await hand.period(
    `SELECT s.type_code AS key, count(*)::int AS given, count(DISTINCT w.id)::int AS people FROM ${SERVICES} GROUP BY 1`,
  );
  return { ...table(rows), total: { given: await given(hand), people: await helped(hand) } };
}

async function budgetByLine(hand) {
  const cells = (rows) => ({
    budgeted: added(rows, 'budgeted'),
    spentInPeriod: added(rows, 'spentInPeriod'),
    spentToDate: added(rows, 'spentToDate'),
    left: cents(added(rows, 'budgeted') - added(rows, 'spentToDate')),
    burn: share(added(rows, 'spentToDate'), added(rows, 'budgeted')),
  });
  const all = await lines(hand);
  return {
    ...Object.fromEntries(all.map((line) => [`=${line.code}`, cells([line])])),
    ...Object.fromEntries(
      [...new Set(all.map(({ agency }) => agency))].map((agency) => [
        `agency-${agency}`,
        cells(all.filter((line) => line.agency === agency)),
      ]),
    ),
    total: cells(all),
  };
}

/** Support costs of each agency stand in a row of their own: its rate on what its lines spent and promised. */
const budgetBy =
  (cut) =>
  async (hand, { rows }) => {
    const all = await lines(hand);
    const overhead = (await shares(hand)).map(({ agency, support, rate }) => {
      const own = all.filter((line) => line.agency === agency);
      const spent = cents(added(own, 'spentToDate') * rate);
      const committed = cents(added(own, 'committed') * rate);
      const budgeted = Number(support);
      return { budgeted, spent, committed, left: cents(budgeted - spent - committed) };
    });
    const own = all.map((line) => ({
      key: line[cut],
      budgeted: line.budgeted,
      spent: line.spentToDate,
      committed: line.committed,
      left: cents(line.budgeted - line.spentToDate - line.committed),
    }));
    const cells = (some) => {
      const [budgeted, spent] = [added(some, 'budgeted'), added(some, 'spent')];
      const rest = { committed: added(some, 'committed'), left: added(some, 'left') };
      return { budgeted, spent, ...rest, burn: share(spent, budgeted) };
    };
    const last = rows.at(-1).key;
    return {
      ...Object.fromEntries(
        rows.slice(0, -1).map(({ key }) => {
          const code = key.replace(/-\d+$/, '');
          return [key, cells(own.filter((line) => line.key.toLowerCase() === code))];
        }),
      ),
      [last]: cells(overhead),
      total: cells([...own, ...overhead]),
    };
  };

async function beyondBudget(hand) {
  const rows = (await lines(hand)).filter(({ unfunded }) => Number(unfunded) !== 0);
  return {
    ...Object.fromEntries(
      rows.map(({ code, unfunded }) => [`=${code}`, { amount: cents(unfunded) }]),
    ),
    total: { amount: added(rows, 'unfunded') },
  };
}

async function grantSteps(hand) {
  const [{ sum }] = await hand.rows(
    'SELECT sum(after_fee) AS sum FROM grant_shares WHERE grant_id = $1',
    [hand.grant.id],
  );
  const amount = Number(hand.grant.amount);
  return {
    amount: { amount },
    fee: { amount: cents(Number(sum) - amount) },
    total: { amount: Number(sum) },
  };
}

async function grantShares(hand) {
  const rows = await shares(hand);
  const cells = (some) => ({
    direct: added(some, 'direct'),
    support: added(some, 'support'),
    afterFee: added(some, 'afterFee'),
  });
  return {
    ...Object.fromEntries(rows.map((one) => [one.agency, cells([one])])),
    total: cells(rows),
  };
}

/** Of the whole award, whoever reports: an accrual report of what happened up to the last day. */
async function sf425(hand) {
  const all = await lines(hand.but({ agency: null }));
  const [money] = await hand.period(
    `SELECT coalesce(sum(amount) FILTER (WHERE kind = 'received'), 0) - coalesce(sum(amount) FILTER (WHERE kind = 'returned'), 0) AS received,
            coalesce(sum(amount) FILTER (WHERE kind = 'income_earned'), 0) AS earned, coalesce(sum(amount) FILTER (WHERE kind = 'income_deducted'), 0) AS deducted,
            coalesce(sum(amount) FILTER (WHERE kind = 'income_added'), 0) AS added
       FROM donor_money WHERE grant_id = $3 AND on_day <= $2`,
    hand.grant.id,
  );
  const [{ paid }] = await hand.period(
    `SELECT coalesce(-sum(e.amount), 0) - coalesce((SELECT sum(u.amount) FROM ledger_entries u JOIN ledger_accounts a ON a.id = u.account_id AND a.kind = 'unfunded' AND a.grant_id = $3
                 JOIN ledger_transactions x ON x.id = u.transaction_id AND x.booked_on <= $2
                WHERE x.id IN (SELECT o.transaction_id FROM ledger_entries o JOIN ledger_accounts f ON f.id = o.account_id WHERE f.kind = 'funds')), 0) AS paid
       FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'funds' AND a.grant_id = $3
       JOIN ledger_transactions t ON t.id = e.transaction_id AND t.booked_on <= $2`,
    hand.grant.id,
  );
  const overhead = (await indirect(hand)).total.charged;
  const fee = cents(Number(money.received) * Number(hand.grant.fee_rate));
  const of = {};
  of.a = cents(money.received);
  of.b = cents(Number(paid) + overhead + fee);
  of.c = cents(of.a - of.b);
  of.d = Number(hand.grant.amount);
  of.e = cents(added(all, 'spentToDate') + overhead + fee - Number(money.deducted));
  of.f = added(all, 'committed');
  of.g = cents(of.e + of.f);
  of.h = cents(of.d - of.g);
  [of.i, of.j, of.k] = [0, 0, 0];
  [of.l, of.m, of.n] = [money.earned, money.deducted, money.added].map(cents);
  of.o = cents(of.l - of.m - of.n);
  return Object.fromEntries(
    Object.entries(of).map(([letter, amount]) => [`10${letter}`, { amount }]),
  );
}

/** What stands between the table by object class and a line of the form, on accrual. */
async function spentToLineE(hand) {
  const form = await sf425(hand);
  const everyone = hand.but({ agency: null });
  const overhead = (await indirect(hand)).total.charged;
  const spent = cents(added(await lines(everyone), 'spentToDate') + overhead);
  const deducted = form['10m'].amount;
  const fee = cents(form['10e'].amount - spent + deducted);
  return {
    'class-spent': { amount: spent },
    ...(fee !== 0 && { fee: { amount: fee } }),
    ...(deducted !== 0 && { 'income-deducted': { amount: -deducted } }),
    total: form['10e'],
  };
}

async function committedToLineF(hand) {
  const everyone = hand.but({ agency: null });
  const all = await lines(everyone);
  const onPromises = (await shares(everyone)).reduce(
    (sum, { agency, rate }) =>
      cents(
        sum +
          cents(
            added(
              all.filter((line) => line.agency === agency),
              'committed',
            ) * rate,
          ),
      ),
    0,
  );
  const promised = added(all, 'committed');
  return {
    'class-committed': { amount: cents(promised + onPromises) },
    ...(onPromises !== 0 && { 'support-on-promises': { amount: -onPromises } }),
    total: { amount: promised },
  };
}

async function indirect(hand) {
  const everyone = hand.but({ agency: null });
  const all = await lines(everyone);
  const rows = (await shares(everyone)).map(({ agency, rate }) => {
    const base = added(
      all.filter((line) => line.agency === agency),
      'spentToDate',
    );
    const charged = cents(base * rate);
    return { key: agency.toLowerCase(), rate: Number(rate), base, charged, federal: charged };
  });
  const total = { base: added(rows, 'base'), charged: added(rows, 'charged') };
  return { ...table(rows), total: { ...total, federal: total.charged, rate: null } };
}

async function referrals(hand) {
  const [all] = await hand.period(
    `SELECT count(*)::int AS total, count(*) FILTER (WHERE state = 'declined')::int AS declined,
            count(*) FILTER (WHERE answered_at IS NOT NULL AND state <> 'declined')::int AS accepted,
            count(*) FILTER (WHERE answered_at IS NULL AND state = 'expired')::int AS expired,
            count(*) FILTER (WHERE answered_at IS NULL AND state = 'revoked')::int AS revoked,
            count(*) FILTER (WHERE answered_at IS NULL AND state IN ('sent', 'seen'))::int AS waiting
       FROM referrals WHERE mawa_day(sent_at) BETWEEN $1 AND $2`,
  );
  return Object.fromEntries(Object.entries(all).map(([key, people]) => [key, { people }]));
}

const numbers = (sql) => async (hand) => {
  const [row] = await hand.period(sql);
  return Object.fromEntries(Object.entries(row).map(([key, number]) => [key, { number }]));
};
const STEP = (state) =>
  `FROM training_steps s JOIN who w USING (case_id) WHERE s.to_state = '${state}' AND s.on_day BETWEEN $1 AND $2`;
const training = numbers(
  `SELECT (SELECT count(DISTINCT w.id)::int ${STEP('started')}) AS people, (SELECT count(*)::int ${STEP('started')}) AS enrolled,
          (SELECT count(*)::int ${STEP('completed')}) AS completed, (SELECT count(*)::int ${STEP('dropped_out')}) AS dropped_out,
          (SELECT count(*)::int ${STEP('certified')} AND NOT EXISTS (SELECT 1 FROM training_certificates c
             WHERE c.enrolment_id = s.enrolment_id AND c.withdrawn_on IS NOT NULL)) AS certified`,
);
const BEGAN = `SELECT w.id, p.id AS placement, s.on_day, p.place FROM work_placements p JOIN work_placement_steps s ON s.placement_id = p.id AND s.to_state = 'started'
  JOIN who w ON w.case_id = p.case_id`;
const FIRSTS = `SELECT DISTINCT ON (id) * FROM (${BEGAN}) b ORDER BY id, on_day, place`;
const work = numbers(
  `SELECT (SELECT count(*)::int FROM (${FIRSTS}) f WHERE on_day BETWEEN $1 AND $2) AS placed,
          (SELECT count(*)::int FROM (${BEGAN}) b WHERE on_day BETWEEN $1 AND $2) AS placements`,
);

async function retention(hand) {
  const rows = await hand.period(
    `SELECT 'm' || m.months AS key, count(x.placement)::int AS passed, count(*) FILTER (WHERE x.said IN ('same', 'other'))::int AS "inWork",
            count(*) FILTER (WHERE x.said = 'no')::int AS "notInWork", count(*) FILTER (WHERE x.placement IS NOT NULL AND coalesce(x.said, 'not_told') = 'not_told')::int AS "notReached"
       FROM (VALUES (3), (6), (12)) m (months)
       LEFT JOIN (SELECT d.months, f.placement, (SELECT u.in_work FROM work_follow_ups u WHERE u.placement_id = f.placement AND u.months = d.months
              AND u.outcome = 'reached' AND u.tried_on BETWEEN d.opens_on AND d.closes_on ORDER BY u.place LIMIT 1) AS said
            FROM (${FIRSTS}) f JOIN work_due d ON d.placement_id = f.placement
           WHERE d.closes_on BETWEEN $1 AND $2 AND d.closes_on < current_date) x USING (months) GROUP BY 1`,
  );
  return table(rows.map((row) => ({ ...row, share: share(row.inWork, row.passed) })));
}

/** Who completed a training whose last day lies in the period, once, by where they worked at the last of them. */
const TRAINED = `SELECT DISTINCT ON (w.id) w.id, w.sex, s.kind FROM capacity_presence s
   JOIN capacity_trainings t ON t.id = s.training_id AND t.state = 'held' AND t.last_day BETWEEN $1 AND $2
   JOIN capacity_participants p ON p.id = s.participant_id AND p.left_on IS NULL
   JOIN capacity_learners l ON l.id = s.learner_id JOIN capacity_learners w ON w.id = coalesce(l.merged_into, l.id)
  WHERE s.completed`;
const LAST = 'ORDER BY w.id, t.last_day DESC, t.id DESC';
const officials = async (hand) =>
  counts(
    hand,
    `SELECT kind AS key, count(*)::int AS n FROM (${TRAINED} ${LAST}) x GROUP BY 1`,
    await hand.one(`SELECT count(*)::int AS n FROM (${TRAINED} ${LAST}) x`),
  );

/** First registered in the period; for outside without those who had refused statistics when this quarter began. */
const REGISTERED = `SELECT w.id FROM who w JOIN cases f ON f.id = w.case_id JOIN cases c ON c.id = w.id
  WHERE c.stage <> 'not_victim' GROUP BY w.id HAVING min(f.registered_on) BETWEEN $1 AND $2
   AND ($3::boolean OR NOT EXISTS (SELECT 1 FROM who o JOIN LATERAL (SELECT decision FROM consents k WHERE k.case_id = o.case_id AND k.purpose = 'statistics'
          AND k.at < mawa_day_begins(date_trunc('quarter', mawa_day(now())::timestamp)::date) ORDER BY k.at DESC, k.id LIMIT 1) d ON true
        WHERE o.id = w.id AND d.decision <> 'given'))`;
const ELEMENT = { 'how-acts': 'act', 'how-means': 'means', 'how-purposes': 'purpose' };
const QUESTION = {
  'how-forms': 'forms',
  'how-motives': 'motives',
  'how-recruitmentmethods': 'recruitment_methods',
};
const STANDING = `(SELECT DISTINCT ON (w.id) w.id AS person, k.id FROM case_classifications k JOIN who w USING (case_id)
  ORDER BY w.id, k.case_id <> w.id, k.version DESC)`;

async function how(hand, { key }) {
  const everybody = await hand.one(`SELECT count(*)::int AS n FROM (${REGISTERED}) r`, hand.inside);
  const said = ELEMENT[key]
    ? `SELECT w.id, e.code AS value FROM case_exploitation e JOIN who w USING (case_id) WHERE e.element = '${ELEMENT[key]}'`
    : QUESTION[key]
      ? `SELECT s.person AS id, coalesce(a.code, a.answer) AS value FROM ${STANDING} s JOIN case_classification_answers a ON a.classification_id = s.id
          WHERE a.question = '${QUESTION[key]}'`
      : placeSaid(key.slice('how-'.length));
  const rows = await hand.period(
    `SELECT value AS key, count(DISTINCT id)::int AS n FROM (${said}) v JOIN (${REGISTERED}) r USING (id)
      WHERE value NOT IN ('not_known', 'declined') GROUP BY 1`,
    hand.inside,
  );
  const known = await hand.one(
    `SELECT count(DISTINCT id)::int AS n FROM (${said}) v JOIN (${REGISTERED}) r USING (id) WHERE value NOT IN ('not_known', 'declined')`,
    hand.inside,
  );
  return {
    ...Object.fromEntries(rows.map(({ key: code, n }) => [code, { people: n }])),
    unknown: { people: everybody - known },
    total: { people: everybody },
  };
}

/** A region of Morocco is a fact of the person; abroad the country is that of the classification. */
const placeSaid = (kind) => `
  SELECT c.id, CASE WHEN c.region_${kind} ~ '^\\d\\d$' THEN 'MA-' || c.region_${kind}
           WHEN c.region_${kind} = 'abroad' THEN coalesce(nullif(p.country::text, 'MA'), 'abroad')
           WHEN p.country = 'MA' AND p.region IS NULL THEN 'MA' ELSE coalesce(p.answer, 'not_known') END AS value
    FROM cases c LEFT JOIN LATERAL (SELECT w.* FROM ${STANDING} s JOIN case_classification_places w ON w.classification_id = s.id AND w.kind = '${kind}'
      WHERE s.person = c.id) p ON true WHERE c.region_${kind} IS NOT NULL`;

const AFFAIRS = `SELECT unit FROM (SELECT coalesce(encode(p.file_digest, 'hex'), p.id::text) AS unit, min(s.on_day) AS day FROM proceedings p
    JOIN legal_steps s ON s.proceeding_id = p.id AND s.to_state IN ('prosecution', 'instruction', 'trial') WHERE p.track = 'criminal' GROUP BY 1) x
  WHERE day BETWEEN $1 AND $2`;
const WORDS = `SELECT a.* FROM accused_counts a JOIN proceedings p ON p.id = a.proceeding_id
  JOIN (${AFFAIRS}) f ON f.unit = coalesce(encode(p.file_digest, 'hex'), p.id::text)
  WHERE (a.proceeding_id, a.revision) = (SELECT b.proceeding_id, b.revision FROM accused_counts b JOIN proceedings q ON q.id = b.proceeding_id
     WHERE coalesce(encode(q.file_digest, 'hex'), q.id::text) = f.unit ORDER BY b.at DESC, b.revision DESC, b.proceeding_id LIMIT 1)`;
const COLUMN = {
  sex: 'sex',
  agegroup: 'age_group',
  nationality: 'nationality',
  education: 'education',
};
const accused = async (hand, { key }) =>
  counts(
    hand,
    `SELECT ${COLUMN[key.slice('accused-by-'.length)]} AS key, sum(count)::int AS n FROM (${WORDS}) x GROUP BY 1`,
    Number(await hand.one(`SELECT coalesce(sum(count), 0)::int AS n FROM (${WORDS}) x`)),
  );
const OPENED = 'FROM proceedings WHERE opened_on BETWEEN $1 AND $2';
const proceedings = async (hand) =>
  counts(
    hand,
    `SELECT kind AS key, count(*)::int AS n ${OPENED} GROUP BY 1`,
    await hand.one(`SELECT count(*)::int AS n ${OPENED}`),
  );

async function compensation(hand) {
  const said = (what) =>
    what === 'paid'
      ? `SELECT proceeding_id, amount, currency, on_day FROM compensation_amounts WHERE what = 'paid' AND retracted_at IS NULL`
      : `SELECT DISTINCT ON (proceeding_id) proceeding_id, amount, currency, on_day FROM compensation_amounts
          WHERE what = '${what}' AND retracted_at IS NULL ORDER BY proceeding_id, place DESC`;
  const nothing = () => ({ asked: 0, awarded: 0, paid: 0, askedIn: 0, awardedIn: 0, paidIn: 0 });
  // Dirhams are told, be there any or not.
  const found = { MAD: nothing() };
  for (const what of ['asked', 'awarded', 'paid'])
    for (const { currency, amount, n } of await hand.period(
      `SELECT currency, sum(amount) AS amount, count(DISTINCT proceeding_id)::int AS n FROM (${said(what)}) x WHERE on_day BETWEEN $1 AND $2 GROUP BY 1`,
    )) {
      found[currency] ??= nothing();
      Object.assign(found[currency], { [what]: cents(amount), [`${what}In`]: n });
    }
  return found;
}

/** An account of each agreement that was confirmed and had begun; steps that were undone left out. */
async function partner(hand, { key }) {
  const rows = await hand.period(
    `SELECT '=' || CASE WHEN $5 THEN a.reference ELSE (SELECT o.name FROM organisations o WHERE o.id = a.organisation_id) || ' · ' || a.reference END AS key,
            a.organisation_id::text AS of, a.amount, ${[
              ['advanced', `p.kind = 'advance' AND s.step = 'paid'`],
              ['advancedInPeriod', `p.kind = 'advance' AND s.step = 'paid' AND s.on_day >= $1`],
              [
                'accepted',
                `p.kind = 'report' AND s.step = 'accepted' AND p.claim = 'direct_cash_transfer'`,
              ],
              [
                'acceptedInPeriod',
                `p.kind = 'report' AND s.step = 'accepted' AND p.claim = 'direct_cash_transfer' AND s.on_day >= $1`,
              ],
              ['refunded', `p.kind = 'refund' AND s.step = 'refunded'`],
              ['refundedInPeriod', `p.kind = 'refund' AND s.step = 'refunded' AND s.on_day >= $1`],
              [
                'claimedInPeriod',
                `p.kind = 'report' AND s.step = 'accepted' AND p.claim <> 'direct_cash_transfer' AND s.on_day >= $1`,
              ],
            ]
              .map(
                ([
                  name,
                  which,
                ]) => `(SELECT coalesce(sum(s.amount), 0) FROM partner_papers p JOIN partner_steps s ON s.paper_id = p.id
           WHERE p.agreement_id = a.id AND s.on_day <= $2 AND ${which} AND s.id NOT IN (SELECT undoes FROM partner_steps WHERE undoes IS NOT NULL)) AS "${name}"`,
              )
              .join(', ')}
       FROM agreements a WHERE a.grant_id = $3 AND a.amount IS NOT NULL AND lower(a.currency) = $4 AND a.starts_on <= $2
        AND a.id IN (SELECT agreement_id FROM agreement_confirmations)`,
    hand.grant.id,
    key.slice('partner-'.length),
    hand.definition.audience === 'partner',
  );
  const own = rows
    .filter(
      ({ of }) => hand.definition.audience !== 'partner' || hand.name.includes(of.slice(0, 8)),
    )
    .map(({ of: _, advanced, accepted, refunded, ...row }) => {
      const outstanding = Number(advanced) - Number(accepted) - Number(refunded);
      const settled = Number(row.acceptedInPeriod) + Number(row.refundedInPeriod);
      return {
        ...row,
        outstandingBefore: cents(outstanding - Number(row.advancedInPeriod) + settled),
        outstanding: cents(outstanding),
      };
    });
  const columns = Object.keys(own[0] ?? {}).filter((name) => name !== 'key');
  return {
    ...table(
      own.map((row) => ({ ...row, ...Object.fromEntries(columns.map((c) => [c, cents(row[c])])) })),
    ),
    total: Object.fromEntries(columns.map((column) => [column, added(own, column)])),
  };
}

/** The same questions of the period before: as many whole months, or as many days. */
function before(hand) {
  const [from, until] = [new Date(`${hand.from}T00:00Z`), new Date(`${hand.to}T00:00Z`)];
  until.setUTCDate(until.getUTCDate() + 1);
  const months =
    (until.getUTCFullYear() - from.getUTCFullYear()) * 12 +
    until.getUTCMonth() -
    from.getUTCMonth();
  const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() - months, 1));
  const to = new Date(from.getTime() - 86_400_000);
  const day = (date) => date.toISOString().slice(0, 10);
  return hand.but({ from: day(first), to: day(to) });
}

async function since(hand) {
  const now = { people: await served(hand), nights: await used(hand), services: await given(hand) };
  const former = before(hand);
  await former.people();
  await former.nights();
  const then = {
    people: await served(former),
    nights: await used(former),
    services: await given(former),
  };
  await hand.people();
  await hand.nights();
  return Object.fromEntries(
    Object.keys(now).map((key) => [
      key,
      { before: then[key], now: now[key], change: now[key] - then[key] },
    ]),
  );
}

async function sinceMoney(hand) {
  const [now, then] = [await lines(hand), await lines(before(hand))].map((rows) =>
    added(rows, 'spentInPeriod'),
  );
  return { spent: { before: then, now, change: cents(now - then) } };
}

/** Each measure that an indicator may take, with women and men where it counts people. */
const MEASURES = {
  people_served: async (hand) => ({
    value: await served(hand),
    sexes: await hand.rows(
      `SELECT coalesce(c.sex, 'unknown') AS sex, count(*)::int AS n FROM served JOIN cases c USING (id) GROUP BY 1`,
    ),
  }),
  people_sheltered: async (hand) => ({ value: await sheltered(hand) }),
  people_helped: async (hand) => ({ value: await helped(hand) }),
  bed_nights: async (hand) => ({ value: await used(hand) }),
  occupancy: async (hand) => ({ part: await used(hand), whole: await available(hand) }),
  services_given: async (hand) => ({ value: await given(hand) }),
  people_referred: async (hand) => ({
    value: await hand.one(
      `SELECT count(DISTINCT w.id)::int AS n FROM referrals r JOIN who w USING (case_id) WHERE mawa_day(r.sent_at) BETWEEN $1 AND $2`,
    ),
  }),
  referrals_answered_in_time: async (hand) =>
    (
      await hand.period(
        `SELECT count(*) FILTER (WHERE answered_at <= due_at)::int AS part, count(answered_at)::int AS whole FROM referrals
          WHERE mawa_day(sent_at) BETWEEN $1 AND $2`,
      )
    )[0],
  enrolled: async (hand) => ({ value: (await training(hand)).people.number }),
  completed: async (hand) => ({ value: (await training(hand)).completed.number }),
  certified: async (hand) => ({ value: (await training(hand)).certified.number }),
  placed: async (hand) => ({ value: (await work(hand)).placed.number }),
  retained_6: async (hand) => {
    const { m6 } = await retention(hand);
    return { part: m6.inWork, whole: m6.passed };
  },
  officials_trained: async (hand) => ({ value: (await officials(hand)).total.people }),
  first_responders_trained: (hand) => trainedFor(hand, 'identification'),
  trained_in_prevention: (hand) => trainedFor(hand, 'prevention'),
};

async function trainedFor(hand, topic) {
  const sexes = await hand.period(
    `SELECT CASE sex WHEN 'not_said' THEN 'unknown' ELSE sex END AS sex, count(*)::int AS n FROM (${TRAINED}
       AND EXISTS (SELECT 1 FROM settings o WHERE o.key = 'trained_officials' AND o.value -> $3 ?| t.topics
         AND ($3 = 'prevention' OR o.value -> 'firstResponders' ? s.kind)) ${LAST}) x GROUP BY 1`,
    topic,
  );
  return { value: sexes.reduce((sum, { n }) => sum + n, 0), sexes };
}

/** The last editions, with the number of the period: measured, or the quarters that were counted and stand. */
async function indicators(hand) {
  const all = await hand.rows(
    `SELECT DISTINCT ON (root_id) root_id AS id, '=' || code AS code, unit, measure, trim_scale(baseline)::text AS baseline FROM indicators ORDER BY root_id, edition DESC`,
  );
  const [{ starts, ends }] = await hand.rows(
    'SELECT starts_on::text AS starts, ends_on::text AS ends FROM grants WHERE id = $1',
    [hand.grant.id],
  );
  const quarters = quartersIn(hand, starts, ends);
  const last = (what, from) =>
    hand.rows(
      `SELECT DISTINCT ON (v.root_id, v.from_day) v.root_id AS id, v.from_day::text AS day, v.${what}::float8 AS number FROM ${from} v
        ${from === 'indicator_values' ? 'JOIN indicator_value_reviews l ON l.value_id = v.id AND l.stands' : ''}
        WHERE v.from_day = ANY($1::date[]) ORDER BY v.root_id, v.from_day, v.place DESC`,
      [quarters],
    );
  const [targets, values] = [
    await last('target', 'indicator_targets'),
    await last('value', 'indicator_values'),
  ];
  const rows = [];
  for (const one of all) {
    const grows = !['percent', 'rate'].includes(one.unit);
    const together = (some) => {
      const sorted = some
        .filter(({ id }) => id === one.id)
        .sort((a, b) => (a.day < b.day ? -1 : 1));
      if (sorted.length === 0) return null;
      return grows ? sorted.reduce((sum, { number }) => sum + number, 0) : sorted.at(-1).number;
    };
    const aimed = targets.filter(({ id }) => id === one.id).length;
    rows.push({
      ...one,
      target: quarters.length > 0 && aimed === quarters.length ? together(targets) : null,
      measured: one.measure ? await MEASURES[one.measure](hand) : { value: together(values) },
    });
  }
  return rows;
}

/** Whole quarters of the period; the one in which the grant begins or ends counts as whole. */
function quartersIn(hand, starts, ends) {
  const found = [];
  const first = new Date(`${hand.from}T00:00Z`);
  for (
    let day = new Date(
      Date.UTC(first.getUTCFullYear(), Math.floor(first.getUTCMonth() / 3) * 3, 1),
    );
    day.toISOString().slice(0, 10) <= hand.to;
    day = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 3, 1))
  ) {
    const from = day.toISOString().slice(0, 10);
    const end = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 3, 0))
      .toISOString()
      .slice(0, 10);
    if (end < starts || from > ends) continue;
    const cutBefore = from < hand.from && hand.from > starts;
    const cutAfter = end > hand.to && hand.to < ends;
    if (!cutBefore && !cutAfter) found.push(from);
  }
  return found;
}

async function matrix(hand) {
  const since = hand.inside ? await sinceTheStart(hand) : new Map();
  return table(
    (await indicators(hand)).map(({ id, code, baseline, target, measured }) => ({
      key: code,
      baseline,
      target,
      value: measured.value,
      toDate: since.get(id),
      reached: measured.value === null || !target ? null : share(measured.value, target),
    })),
  );
}

/** From the first day of the grant to the end of the period. */
async function sinceTheStart(hand) {
  const [{ starts }] = await hand.rows(
    'SELECT least(starts_on, $2)::text AS starts FROM grants WHERE id = $1',
    [hand.grant.id, hand.from],
  );
  const wide = hand.but({ from: starts });
  await wide.people();
  await wide.nights();
  const all = await indicators(wide);
  await hand.people();
  await hand.nights();
  return new Map(all.map(({ id, measured }) => [id, measured.value]));
}

const matrixShares = async (hand) =>
  table(
    (await indicators(hand))
      .filter(({ unit }) => unit === 'percent')
      .map(({ code, target, measured }) => ({
        key: code,
        target: target === null ? null : target / 100,
        part: measured.part ?? null,
        whole: measured.whole ?? null,
        rest: measured.whole === undefined ? null : measured.whole - measured.part,
        value:
          measured.whole === undefined
            ? measured.value === null
              ? null
              : measured.value / 100
            : hundredths(measured),
      })),
  );
const hundredths = ({ part, whole }) =>
  whole === 0 ? null : Math.round((1000 * part) / whole) / 1000;

const matrixRates = async (hand) =>
  table(
    (await indicators(hand))
      .filter(({ unit }) => unit === 'rate')
      .map(({ code, target, measured }) => ({ key: code, target, value: measured.value })),
  );

const bySex = async (hand) =>
  table(
    (await indicators(hand))
      .filter(({ measured }) => measured.sexes)
      .map(({ code, measured }) => ({
        key: code,
        ...Object.fromEntries(
          SEXES.map((sex) => [sex, measured.sexes.find((one) => one.sex === sex)?.n ?? 0]),
        ),
        total: measured.value,
      })),
  );

const WAYS = [
  ['people-by-age', peopleByAge],
  [
    'people-by-origin',
    async (hand) =>
      counts(
        hand,
        `SELECT CASE WHEN c.nationality IS NULL THEN 'unknown' WHEN c.nationality = 'MA' THEN 'national' ELSE 'foreign' END AS key, count(*)::int AS n
           FROM served JOIN cases c USING (id) GROUP BY 1`,
        await served(hand),
      ),
  ],
  [
    'people-by-purpose',
    async (hand) =>
      counts(
        hand,
        `SELECT coalesce(x.code, 'unknown') AS key, count(DISTINCT s.id)::int AS n FROM served s LEFT JOIN (SELECT w.id, e.code FROM case_exploitation e
           JOIN who w USING (case_id) WHERE e.element = 'purpose') x USING (id) GROUP BY 1`,
        await served(hand),
      ),
  ],
  ['beds-by-month', BEDS(`to_char(night, 'YYYY-MM')`)],
  ['beds-by-shelter', BEDS(`(SELECT '=' || h.code_name FROM shelters h WHERE h.id = shelter_id)`)],
  ['services-by-type', servicesByType],
  ['since-last-period', since],
  ['since-last-period-money', sinceMoney],
  ['budget-by-line', budgetByLine],
  ...['class', 'unsdg', 'outcome', 'partner'].map((cut) => [`budget-by-${cut}`, budgetBy(cut)]),
  ['beyond-budget', beyondBudget],
  ['grant-steps', grantSteps],
  ['grant-shares', grantShares],
  ['sf-425', sf425],
  ['sf-425-e-reconciled', spentToLineE],
  ['sf-425-f-reconciled', committedToLineF],
  ['sf-425-indirect', indirect],
  ['referrals', referrals],
  [
    'referrals-people',
    numbers(
      `SELECT count(DISTINCT w.id)::int AS people, count(*) FILTER (WHERE r.outcome = 'completed')::int AS completed
         FROM referrals r JOIN who w USING (case_id) WHERE mawa_day(r.sent_at) BETWEEN $1 AND $2`,
    ),
  ],
  ['training', training],
  ['work', work],
  ['retention', retention],
  ['officials-trained', officials],
  [/^how-/, how],
  [/^accused-by-/, accused],
  ['proceedings', proceedings],
  ['compensation', compensation],
  [/^(results-matrix|performance-indicators)$/, matrix],
  [/^(results-matrix|performance-indicators)-shares$/, matrixShares],
  [/^(results-matrix|performance-indicators)-rates$/, matrixRates],
  ['indicators-by-sex', bySex],
  [/^partner-/, partner],
];

/** A quarter's figures in plain SQL, as somebody with the whole database would write them for one sheet of paper. */

/** Files that are one person; the benchmark joins no file of a file. */
const ONE = `coalesce((SELECT m.into_id FROM case_merges m WHERE m.case_id = x.case_id AND m.undone_at IS NULL), x.case_id)`;
const SLEPT = `
  SELECT bp.case_id, k.shelter_id, c.night, date_trunc('month', c.night::timestamp) AS month
    FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id
    JOIN closed_nights c ON c.night >= lower(bp.nights) AND c.night < upper(bp.nights)
   WHERE bp.nights && daterange($1, $2) AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
     AND c.night >= $1 AND c.night < $2`;
const GIVEN = `given_on >= $1 AND given_on < $2 AND cancelled_at IS NULL`;

const PEOPLE = `
  WITH one AS MATERIALIZED (SELECT case_id, into_id FROM case_merges WHERE undone_at IS NULL),
  slept AS MATERIALIZED (SELECT DISTINCT coalesce(one.into_id, s.case_id) AS id, s.shelter_id, s.month FROM (${SLEPT}) s LEFT JOIN one USING (case_id)),
  helped AS MATERIALIZED (SELECT DISTINCT coalesce(one.into_id, s.case_id) AS id FROM services s LEFT JOIN one USING (case_id) WHERE ${GIVEN}),
  served AS MATERIALIZED (
    SELECT c.id, coalesce(c.sex, 'unknown') AS sex, c.nationality,
           CASE WHEN c.age_at_registration IS NULL THEN 'unknown'
                ELSE (ARRAY['0-11', '12-17', '18-24', '25-34', '35-49', '50+'])[1 + width_bucket(c.age_at_registration, ARRAY[12, 18, 25, 35, 50])] END AS band
      FROM cases c JOIN (SELECT id FROM slept UNION SELECT id FROM helped) u USING (id))
  SELECT 'people/total' AS figure, count(*)::text AS value FROM served
  UNION ALL SELECT 'people/age/' || band || '/' || sex, count(*)::text FROM served GROUP BY band, sex
  UNION ALL SELECT 'people/origin/' || CASE WHEN nationality IS NULL THEN 'unknown' WHEN nationality = 'MA' THEN 'national' ELSE 'foreign' END,
                   count(*)::text FROM served GROUP BY 1
  UNION ALL SELECT 'people/purpose/' || coalesce(x.code, 'unknown'), count(DISTINCT served.id)::text
              FROM served LEFT JOIN (SELECT ${ONE} AS id, x.code FROM case_exploitation x WHERE x.element = 'purpose') x USING (id) GROUP BY 1
  UNION ALL SELECT 'people/beds', count(DISTINCT id)::text FROM slept
  UNION ALL SELECT 'people/helped', count(*)::text FROM helped
  UNION ALL SELECT 'people/shelter/' || shelter_id, count(DISTINCT id)::text FROM slept GROUP BY shelter_id
  UNION ALL SELECT 'people/month/' || to_char(month, 'YYYY-MM'), count(DISTINCT id)::text FROM slept GROUP BY month`;

const BEDS = `
  WITH used AS (SELECT shelter_id, month, count(DISTINCT (case_id, night)) AS n FROM (${SLEPT}) s GROUP BY 1, 2),
  available AS (
    SELECT b.shelter_id, date_trunc('month', c.night::timestamp) AS month, count(*) AS n
      FROM beds b JOIN closed_nights c ON c.night <@ b.in_service
     WHERE c.night >= $1 AND c.night < $2 GROUP BY 1, 2)
  SELECT 'beds/shelter/' || a.shelter_id AS figure, sum(u.n) || '/' || sum(a.n) AS value
    FROM available a LEFT JOIN used u USING (shelter_id, month) GROUP BY a.shelter_id
  UNION ALL SELECT 'beds/month/' || to_char(month, 'YYYY-MM'), sum(u.n) || '/' || sum(a.n)
    FROM available a LEFT JOIN used u USING (shelter_id, month) GROUP BY month`;

const SERVICES = `
  SELECT 'services/' || type_code AS figure, count(*) || '/' || count(DISTINCT coalesce(m.into_id, s.case_id)) AS value
    FROM services s LEFT JOIN case_merges m ON m.case_id = s.case_id AND m.undone_at IS NULL WHERE ${GIVEN} GROUP BY type_code`;

const MONEY = `
  SELECT 'money/' || l.code AS figure,
         coalesce(sum(e.amount) FILTER (WHERE t.booked_on >= $1), 0)::numeric(18, 2) || '/' || coalesce(sum(e.amount), 0)::numeric(18, 2) AS value
    FROM budget_lines l JOIN ledger_accounts a ON a.line_id = l.id AND a.kind = 'spent'
    LEFT JOIN (ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id AND t.booked_on < $2) ON e.account_id = a.id
   GROUP BY l.code`;

exports.BY_HAND = { people: PEOPLE, beds: BEDS, services: SERVICES, money: MONEY };

/** The same names for what the product counted. */
exports.named = function named({ people, beds, services, budget }) {
  const all = (prefix, counts) =>
    Object.entries(counts).map(([key, n]) => [`${prefix}/${key}`, String(n)]);
  const nights = ({ used, available }) => `${used}/${available}`;
  return new Map([
    ['people/total', String(people.total)],
    ...Object.entries(people.bySexAndAge).flatMap(([band, sexes]) =>
      all(`people/age/${band}`, sexes),
    ),
    ...all('people/origin', people.byOrigin),
    ...all('people/purpose', people.byPurpose),
    ['people/beds', String(people.inBeds)],
    ['people/helped', String(people.helped)],
    ...all('people/shelter', people.byShelter),
    ...all('people/month', people.byMonth),
    ...beds.shelters.map((one) => [`beds/shelter/${one.shelterId}`, nights(one)]),
    ...beds.months.map((one) => [`beds/month/${one.month}`, nights(one)]),
    ...services.byType.map((one) => [`services/${one.typeCode}`, `${one.services}/${one.people}`]),
    ...budget.lines.map((one) => [`money/${one.code}`, `${one.spentInPeriod}/${one.spentToDate}`]),
  ]);
};

import type { DisclosedDocument, TableBlock } from '../../modules/donor-reports/document';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aHistory } from './a-history';
import { aQuarter } from './a-quarter';

const WITHIN = (day: string) => `${day} BETWEEN '2026-07-01' AND '2026-09-30'`;
const NIGHTS = `
  SELECT DISTINCT bp.case_id, k.shelter_id, d.day::date AS night
    FROM generate_series(date '2026-07-01', date '2026-09-30', interval '1 day') d (day)
    JOIN closed_nights c ON c.night = d.day::date
    JOIN booking_people bp ON lower(bp.nights) <= d.day::date AND coalesce(upper(bp.nights), date '2100-01-01') > d.day::date
    JOIN bookings k ON k.id = bp.booking_id AND k.checked_in_at IS NOT NULL AND k.state IN ('stay', 'ended')`;
const GIVEN = `SELECT case_id, type_code, given_on FROM services WHERE ${WITHIN('given_on')} AND cancelled_at IS NULL`;
const BAND = `CASE WHEN age_at_registration IS NULL THEN 'unknown' WHEN age_at_registration <= 11 THEN '0-11'
  WHEN age_at_registration <= 17 THEN '12-17' WHEN age_at_registration <= 24 THEN '18-24'
  WHEN age_at_registration <= 34 THEN '25-34' WHEN age_at_registration <= 49 THEN '35-49' ELSE '50+' END`;
const FIRST_WORK = `SELECT p.id, p.case_id, p.kind, s.on_day FROM work_placements p JOIN work_placement_steps s ON s.placement_id = p.id
  WHERE NOT EXISTS (SELECT 1 FROM work_placements q JOIN work_placement_steps t ON t.placement_id = q.id
    WHERE q.case_id = p.case_id AND (t.on_day, q.place) < (s.on_day, p.place))`;
const SIX = `SELECT w.*, d.closes_on, (SELECT f.in_work FROM work_follow_ups f WHERE f.placement_id = w.id) AS said
  FROM (${FIRST_WORK}) w JOIN work_due d ON d.placement_id = w.id AND d.months = 6 WHERE ${WITHIN('d.closes_on')} AND d.closes_on < '2026-11-24'`;
const steps = (state: string) =>
  `SELECT t.*, s.region FROM training_steps t JOIN training_enrolments e ON e.id = t.enrolment_id JOIN training_sessions s ON s.id = e.session_id
    WHERE t.to_state = '${state}' AND ${WITHIN('t.on_day')}`;
const LEFT = `SELECT s.* FROM return_steps s WHERE s.to_state = 'travelling' AND ${WITHIN('s.on_day')}
  AND s.track_id NOT IN (SELECT track_id FROM return_steps WHERE to_state = 'preparing')`;
const AFFAIRS = `SELECT u, min(r) AS region FROM (SELECT coalesce(encode(p.file_digest, 'hex'), p.id::text) AS u, s.on_day AS d, c.region AS r
    FROM proceedings p JOIN legal_steps s ON s.proceeding_id = p.id LEFT JOIN courts c ON c.id = p.court_id
   WHERE p.kind LIKE 'criminal%' AND s.to_state <> 'police') x GROUP BY u HAVING min(d) BETWEEN '2026-07-01' AND '2026-09-30'`;

/** Each measure cut once, as plain SQL that was written apart from the product: what stands in a row, and all of them. */
const EXPECTED: Readonly<Record<string, readonly [dimension: string, rows: string, all: string]>> = {
  people_served: [
    'age',
    `SELECT ${BAND} AS k, count(*) FROM cases WHERE id IN (SELECT case_id FROM (${NIGHTS}) n UNION SELECT case_id FROM (${GIVEN}) g) GROUP BY 1`,
    `SELECT count(*) FROM cases WHERE id IN (SELECT case_id FROM (${NIGHTS}) n UNION SELECT case_id FROM (${GIVEN}) g)`,
  ],
  bed_nights: [
    'house',
    `SELECT shelter_id::text AS k, count(*) FROM (${NIGHTS}) n GROUP BY 1`,
    `SELECT count(*) FROM (${NIGHTS}) n`,
  ],
  people_in_beds: [
    'month',
    `SELECT to_char(night, 'YYYY-MM') AS k, count(DISTINCT case_id) FROM (${NIGHTS}) n GROUP BY 1`,
    `SELECT count(DISTINCT case_id) FROM (${NIGHTS}) n`,
  ],
  services_given: [
    'service_type',
    `SELECT type_code AS k, count(*) FROM (${GIVEN}) g GROUP BY 1`,
    `SELECT count(*) FROM (${GIVEN}) g`,
  ],
  people_helped: [
    'purpose',
    `SELECT coalesce(e.code, 'unknown') AS k, count(DISTINCT g.case_id) FROM (${GIVEN}) g LEFT JOIN case_exploitation e ON e.case_id = g.case_id GROUP BY 1`,
    `SELECT count(DISTINCT case_id) FROM (${GIVEN}) g`,
  ],
  referrals_sent: [
    'referral_answer',
    `SELECT CASE state WHEN 'closed' THEN 'accepted' WHEN 'sent' THEN 'waiting' ELSE state END AS k, count(*) FROM referrals WHERE ${WITHIN('sent_at::date')} GROUP BY 1`,
    `SELECT count(*) FROM referrals WHERE ${WITHIN('sent_at::date')}`,
  ],
  people_referred: [
    'partner_type',
    `SELECT coalesce(o.partner_type, 'unknown') AS k, count(DISTINCT case_id) FROM referrals r JOIN organisations o ON o.id = r.partner_id WHERE ${WITHIN('sent_at::date')} GROUP BY 1`,
    `SELECT count(DISTINCT case_id) FROM referrals WHERE ${WITHIN('sent_at::date')}`,
  ],
  enrolments: [
    'training_region',
    `SELECT region AS k, count(*) FROM (${steps('started')}) s GROUP BY 1`,
    `SELECT count(*) FROM (${steps('started')}) s`,
  ],
  people_enrolled: [
    'sex',
    `SELECT coalesce(c.sex, 'unknown') AS k, count(DISTINCT c.id) FROM (${steps('started')}) s JOIN cases c ON c.id = s.case_id GROUP BY 1`,
    `SELECT count(DISTINCT case_id) FROM (${steps('started')}) s`,
  ],
  completions: [
    'month',
    `SELECT to_char(on_day, 'YYYY-MM') AS k, count(*) FROM (${steps('completed')}) s GROUP BY 1`,
    `SELECT count(*) FROM (${steps('completed')}) s`,
  ],
  certificates: [
    'region_recruited',
    `SELECT coalesce(c.region_recruitment, 'unknown') AS k, count(*) FROM (${steps('certified')}) s JOIN cases c ON c.id = s.case_id
      WHERE s.enrolment_id NOT IN (SELECT enrolment_id FROM training_certificates) GROUP BY 1`,
    `SELECT count(*) FROM (${steps('certified')}) s WHERE enrolment_id NOT IN (SELECT enrolment_id FROM training_certificates)`,
  ],
  dropouts: [
    'year',
    `SELECT '2026' AS k, count(*) FROM (${steps('dropped_out')}) s`,
    `SELECT count(*) FROM (${steps('dropped_out')}) s`,
  ],
  people_placed: [
    'work_kind',
    `SELECT kind AS k, count(*) FROM (${FIRST_WORK}) w WHERE ${WITHIN('on_day')} GROUP BY 1`,
    `SELECT count(*) FROM (${FIRST_WORK}) w WHERE ${WITHIN('on_day')}`,
  ],
  still_at_work: [
    'origin',
    `SELECT CASE WHEN c.nationality IS NULL THEN 'unknown' WHEN c.nationality = 'MA' THEN 'national' ELSE 'foreign' END AS k, count(*)
       FROM (${SIX}) x JOIN cases c ON c.id = x.case_id WHERE said IN ('same', 'other') GROUP BY 1`,
    `SELECT count(*) FROM (${SIX}) x WHERE said IN ('same', 'other')`,
  ],
  asked_at_six_months: [
    'work_answer',
    `SELECT CASE said WHEN 'same' THEN 'in_work' WHEN 'other' THEN 'in_work' WHEN 'no' THEN 'not_in_work' ELSE 'unknown' END AS k, count(*) FROM (${SIX}) x GROUP BY 1`,
    `SELECT count(*) FROM (${SIX}) x`,
  ],
  projects_begun: [
    'project_kind',
    `SELECT p.kind AS k, count(*) FROM projects p JOIN project_steps s ON s.project_id = p.id WHERE ${WITHIN('s.on_day')} GROUP BY 1`,
    `SELECT count(*) FROM project_steps s WHERE ${WITHIN('s.on_day')}`,
  ],
  returns_departed: [
    'return_country',
    `SELECT t.country AS k, count(DISTINCT l.case_id) FROM (${LEFT}) l JOIN return_tracks t ON t.id = l.track_id GROUP BY 1`,
    `SELECT count(DISTINCT case_id) FROM (${LEFT}) l`,
  ],
  returns_arrived: [
    'nationality',
    `SELECT coalesce(c.nationality, 'unknown') AS k, count(*) FROM return_steps s JOIN cases c ON c.id = s.case_id WHERE to_state = 'arrived' AND ${WITHIN('on_day')} GROUP BY 1`,
    `SELECT count(*) FROM return_steps WHERE to_state = 'arrived' AND ${WITHIN('on_day')}`,
  ],
  calls: [
    'call_region',
    `SELECT coalesce(region, 'unknown') AS k, count(*) FROM calls WHERE ${WITHIN('mawa_day(began_at)')} GROUP BY 1`,
    `SELECT count(*) FROM calls WHERE ${WITHIN('mawa_day(began_at)')}`,
  ],
  affairs: [
    'court_region',
    `SELECT coalesce(region, 'unknown') AS k, count(*) FROM (${AFFAIRS}) a GROUP BY 1`,
    `SELECT count(*) FROM (${AFFAIRS}) a`,
  ],
  proceedings: [
    'proceeding_kind',
    `SELECT kind AS k, count(*) FROM proceedings WHERE ${WITHIN('opened_on')} GROUP BY 1`,
    `SELECT count(*) FROM proceedings WHERE ${WITHIN('opened_on')}`,
  ],
  money_spent: [
    'agency',
    `SELECT o.code AS k, sum(e.amount) FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
       JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'spent' JOIN budget_lines l ON l.id = a.line_id JOIN organisations o ON o.id = l.organisation_id
      WHERE ${WITHIN('t.booked_on')} GROUP BY 1`,
    `SELECT sum(e.amount) FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
       JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'spent' WHERE ${WITHIN('t.booked_on')}`,
  ],
};

describe('tables that programme officers build themselves', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240', LOG_LEVEL: 'error' } });
    await aQuarter(mawa);
    await aHistory(mawa, 0.25);
    officer = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const asked = (params: Record<string, string | string[]>) =>
    new URLSearchParams(
      Object.entries(params).flatMap(([key, value]) =>
        [value].flat().map((one) => [key, one] as [string, string]),
      ),
    ).toString();
  const QUARTER = { span: 'dates', from: '2026-07-01', to: '2026-09-30' };
  const tableOf = async (
    params: Record<string, string | string[]>,
    who: SignedIn = officer,
  ): Promise<TableBlock> => {
    const { body } = await who
      .get(`/api/v1/analyses/table?${asked({ ...QUARTER, ...params })}`)
      .expect(200);
    const { blocks } = (body as { document: DisclosedDocument }).document;
    return blocks.find((block): block is TableBlock => block.kind === 'table')!;
  };
  const refused = async (params: Record<string, string | string[]>): Promise<string> => {
    const { body } = await officer
      .get(`/api/v1/analyses/table?${asked({ ...QUARTER, ...params })}`)
      .expect(422);
    return (body as { code: string; errors?: { code: string }[] }).code;
  };
  const numbers = async (sql: string): Promise<Record<string, number>> => {
    const { rows } = await mawa.admin.query<{ k: string; [n: string]: string }>(sql);
    return Object.fromEntries(
      rows.map(({ k, ...rest }) => [k, Number(Object.values(rest)[0])] as const),
    );
  };
  const allOf = ({ rows }: TableBlock): Record<string, number> =>
    Object.fromEntries(
      rows.map(({ key, cells }) => [key, Number(cells['v-all'])] as const).filter(([, n]) => n > 0),
    );

  it.each(Object.keys(EXPECTED))('%s is what plain SQL counts, row by row and in all', async (measure) => {
    const [rows, perRow, all] = EXPECTED[measure]!;
    const table = await tableOf({ measure, rows });
    const expected = await numbers(perRow);
    const total = Number(Object.values((await mawa.admin.query(all)).rows[0] as object)[0]);
    expect(total).toBeGreaterThan(0);
    expect(allOf(table)).toEqual(expected);
    expect(Number(table.total!.cells['v-all'])).toBe(total);
  });

  it('has every measure of the catalogue among those that were compared', async () => {
    const { body } = await officer.get('/api/v1/analyses/catalogue').expect(200);
    expect((body as { measure: string }[]).map(({ measure }) => measure).sort()).toEqual(
      Object.keys(EXPECTED).sort(),
    );
  });
});

import type { DisclosedDocument, TableBlock } from '../../modules/report-documents/document';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aHistory } from '../donor-reports/a-history';
import { aQuarter } from '../donor-reports/a-quarter';

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
const FOLLOWED = `SELECT 'work' AS subject, case_id, outcome FROM work_follow_ups WHERE ${WITHIN('tried_on')}
  UNION ALL SELECT 'return', case_id, outcome FROM return_follow_ups WHERE ${WITHIN('tried_on')}`;
const LEFT = `SELECT s.* FROM return_steps s WHERE s.to_state = 'travelling' AND ${WITHIN('s.on_day')}
  AND s.track_id NOT IN (SELECT track_id FROM return_steps WHERE to_state = 'preparing')`;
const AFFAIRS = `SELECT u, min(r) AS region FROM (SELECT coalesce(encode(p.file_digest, 'hex'), p.id::text) AS u, s.on_day AS d, c.region AS r
    FROM proceedings p JOIN legal_steps s ON s.proceeding_id = p.id LEFT JOIN courts c ON c.id = p.court_id
   WHERE p.kind LIKE 'criminal%' AND s.to_state <> 'police') x GROUP BY u HAVING min(d) BETWEEN '2026-07-01' AND '2026-09-30'`;

/** Each measure cut once, as plain SQL that was written apart from the product: what stands in a row, and all of them. */
const EXPECTED: Readonly<Record<string, readonly [dimension: string, rows: string, all: string]>> =
  {
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
    follow_ups_made: [
      'follow_up_answer',
      `SELECT outcome AS k, count(*) FROM (${FOLLOWED}) f GROUP BY 1`,
      `SELECT count(*) FROM (${FOLLOWED}) f`,
    ],
    people_followed_up: [
      'follow_up_of',
      `SELECT subject AS k, count(DISTINCT case_id) FROM (${FOLLOWED}) f GROUP BY 1`,
      `SELECT count(DISTINCT case_id) FROM (${FOLLOWED}) f`,
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
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
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

  it.each(Object.keys(EXPECTED))(
    '%s is what plain SQL counts, row by row and in all',
    async (measure) => {
      const [rows, perRow, all] = EXPECTED[measure]!;
      const table = await tableOf({ measure, rows });
      const expected = await numbers(perRow);
      const total = Number(Object.values((await mawa.admin.query(all)).rows[0] as object)[0]);
      expect(total).toBeGreaterThan(0);
      expect(allOf(table)).toEqual(expected);
      expect(Number(table.total!.cells['v-all'])).toBe(total);
    },
  );

  it('has every measure of the catalogue among those that were compared', async () => {
    const { body } = await officer.get('/api/v1/analyses/catalogue').expect(200);
    expect((body as { measure: string }[]).map(({ measure }) => measure).sort()).toEqual(
      Object.keys(EXPECTED).sort(),
    );
  });

  it('keeps to one value of the very dimension that it is cut by', async () => {
    const broken: string[] = [];
    const { body } = await officer.get('/api/v1/analyses/catalogue').expect(200);
    for (const { measure, dimensions } of body as { measure: string; dimensions: string[] }[]) {
      for (const rows of dimensions.filter((one) => !['month', 'quarter', 'year'].includes(one))) {
        const { rows: all } = await tableOf({ measure, rows });
        const [one] = all.filter(({ unknown, cells }) => !unknown && Number(cells['v-all']) > 0);
        if (!one) continue;
        const only = `${rows}:${one.key}`;
        const query = asked({ ...QUARTER, measure, rows, only });
        const { status } = await officer.get(`/api/v1/analyses/table?${query}`);
        if (status !== 200) broken.push(`${status} ${measure} by ${only}`);
      }
    }
    expect(broken).toEqual([]);
  });

  const sum = (cells: Record<string, unknown>): number =>
    Object.entries(cells)
      .filter(([key]) => key.startsWith('v-') && key !== 'v-all')
      .reduce((all, [, value]) => all + Number(value), 0);

  it('cuts by every dimension that a measure takes, and all of them together stay the same', async () => {
    const { body } = await officer.get('/api/v1/analyses/catalogue').expect(200);
    for (const { measure, dimensions } of body as { measure: string; dimensions: string[] }[]) {
      const totals = new Set<number>();
      for (const rows of dimensions) {
        const table = await tableOf({ measure, rows });
        totals.add(Number(table.total!.cells['v-all']));
        if (!['month', 'quarter', 'year'].includes(rows)) {
          expect(table.rows.filter(({ unknown }) => unknown)).toHaveLength(1);
        }
        expect(table.denominator).toBeTruthy();
      }
      expect([measure, [...totals]]).toEqual([measure, [expect.any(Number)]]);
    }
  });

  it('adds up in rows and columns where nobody stands in two cells', async () => {
    const table = await tableOf({ measure: 'people_served', rows: 'age', columns: 'sex' });
    for (const { cells } of [...table.rows, table.total!]) expect(sum(cells)).toBe(cells['v-all']);
    const down = table.rows.reduce((all, { cells }) => all + Number(cells['v-all']), 0);
    expect(down).toBe(table.total!.cells['v-all']);
    const served = await numbers(
      `SELECT ${BAND} || '/' || coalesce(sex, 'unknown') AS k, count(*) FROM cases
        WHERE id IN (SELECT case_id FROM (${NIGHTS}) n UNION SELECT case_id FROM (${GIVEN}) g) GROUP BY 1`,
    );
    const cells = table.rows.flatMap(({ key, cells: row }) =>
      Object.entries(row)
        .filter(([name, value]) => name.startsWith('v-') && name !== 'v-all' && value !== 0)
        .map(([name, value]) => [`${key}/${name.slice(2)}`, value] as const),
    );
    expect(Object.fromEntries(cells)).toEqual(served);
  });

  it('says where a total is no sum: a person of two months is one person', async () => {
    const table = await tableOf({ measure: 'people_in_beds', rows: 'month' });
    const down = table.rows.reduce((all, { cells }) => all + Number(cells['v-all']), 0);
    expect(down).toBeGreaterThan(Number(table.total!.cells['v-all']));
    expect(table.notes!.join(' ')).toContain('le total n’est pas leur somme');
  });

  it('counts chosen values alone', async () => {
    const table = await tableOf({
      measure: 'services_given',
      rows: 'service_type',
      only: ['sex:female', 'origin:national'],
    });
    const expected = await numbers(
      `SELECT g.type_code AS k, count(*) FROM (${GIVEN}) g JOIN cases c ON c.id = g.case_id
        WHERE c.sex = 'female' AND c.nationality = 'MA' GROUP BY 1`,
    );
    expect(allOf(table)).toEqual(expected);
  });

  it('is the same as the figures of the reports', async () => {
    const { body } = await officer.get('/api/v1/indicators?quarter=2026-Q3').expect(200);
    const told = new Map(
      (body as { indicators: { measure: string | null; value: string | null }[] }).indicators.map(
        ({ measure, value }) => [measure, value],
      ),
    );
    const compared = ['people_served', 'bed_nights', 'services_given'].filter((one) =>
      told.has(one),
    );
    expect(compared).toContain('people_served');
    for (const measure of compared) {
      const table = await tableOf({ measure, rows: 'month' });
      expect([measure, String(table.total!.cells['v-all'])]).toEqual([measure, told.get(measure)]);
    }
  });

  describe('what leaves the programme', () => {
    const small = (cell: unknown) => typeof cell === 'number' && cell > 0 && cell < 5;

    it('shows a donor no small number, in the table and in the files', async () => {
      const question = { measure: 'services_given', rows: 'service_type', columns: 'sex' };
      const inside = await tableOf(question);
      const donor = await tableOf({ ...question, reader: 'donor' });
      expect(inside.rows.some(({ cells }) => Object.values(cells).some(small))).toBe(true);
      const shown = donor.rows.flatMap(({ cells }) => Object.values(cells));
      expect(shown.filter(small)).toEqual([]);
      expect(shown.some((cell) => typeof cell === 'object')).toBe(true);
      expect(JSON.stringify(donor)).not.toMatch(/"n-/);
      const { text } = await officer
        .get(
          `/api/v1/analyses/file?${asked({ ...QUARTER, ...question, reader: 'donor', format: 'csv' })}`,
        )
        .expect(200);
      const values = text.split('\r\n').map((line) => line.split(';')[5] ?? '');
      expect(values.filter((value) => /^[1-4]$/.test(value))).toEqual([]);
      expect(values.some((value) => value === '•' || value.startsWith('<'))).toBe(true);
    });

    it('is of a month, a quarter, a half-year or a year, and tells of no partner and no line of the budget', async () => {
      const refused = async (params: Record<string, string>) => {
        const question = { rows: 'month', reader: 'donor', span: 'last_quarter', ...params };
        const { body } = await officer.get(`/api/v1/analyses/table?${asked(question)}`).expect(422);
        return (body as { code: string }).code;
      };
      const days = { measure: 'people_served', span: 'dates', from: '2026-07-01' };
      expect(await refused({ ...days, to: '2026-09-29' })).toBe('analyses.not_months');
      for (const rows of ['partner', 'budget_line'])
        expect(await refused({ measure: 'money_spent', rows })).toBe('analyses.inside_only');
    });

    it('hides services where few people are behind many of them', async () => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        `SELECT id FROM cases WHERE id NOT IN (SELECT case_id FROM (${GIVEN}) g) ORDER BY case_number LIMIT 1`,
      );
      await mawa.admin.query(
        `INSERT INTO services (case_id, type_code, given_on, recorded_by)
         SELECT $1, 'medical_consultation', date '2026-04-10' + n, $2 FROM generate_series(1, 12) n`,
        [rows[0]!.id, '00000000-0000-4000-8000-000000000004'],
      );
      const spring = { span: 'dates', from: '2026-04-01', to: '2026-04-30' };
      const question = { measure: 'services_given', rows: 'service_type', ...spring };
      const row = (table: TableBlock) =>
        table.rows.find(({ key }) => key === 'medical_consultation')!.cells['v-all'];
      expect(row(await tableOf(question))).toBe(12);
      expect(row(await tableOf({ ...question, reader: 'donor' }))).toMatchObject({ hidden: true });
      await mawa.admin.query(
        `DELETE FROM services WHERE given_on < '2026-06-10' AND case_id = $1`,
        [rows[0]!.id],
      );
    });

    it('never shows a donor a house, a country, or a period that goes on', async () => {
      const donor = { reader: 'donor' };
      expect(await refused({ measure: 'bed_nights', rows: 'house', ...donor })).toBe(
        'analyses.inside_only',
      );
      expect(
        await refused({ measure: 'people_served', rows: 'age', only: 'nationality:SN', ...donor }),
      ).toBe('analyses.inside_only');
      expect(
        await refused({ measure: 'people_served', rows: 'age', to: '2026-11-24', ...donor }),
      ).toBe('analyses.not_over');
    });

    it.each(['csv', 'xlsx', 'pdf'])(
      'hands the table out as %s, and each taking is recorded',
      async (format) => {
        const question = { measure: 'people_served', rows: 'region_exploited', reader: 'donor' };
        const answer = await officer
          .get(`/analyses/file?${asked({ ...QUARTER, ...question, format })}`)
          .expect(200);
        expect(answer.headers['content-disposition']).toContain(`mawa-analysis.${format}`);
        const { rows } = await mawa.admin.query<{ fields: string[] }>(
          'SELECT fields FROM audit_log WHERE action = $1',
          [`analyses.take_${format}`],
        );
        expect(rows.at(-1)!.fields).toEqual(['people_served', 'region_exploited', 'donor']);
      },
    );
  });

  describe('what bad questions get', () => {
    const INJECTIONS = [
      `sex' OR '1'='1`,
      'sex; DROP TABLE cases',
      'sex)--',
      '__proto__',
      'constructor',
      'p.case_number',
      'unit',
    ];

    it.each(INJECTIONS)('%s is no dimension, no measure, no value', async (text) => {
      expect(await refused({ measure: 'people_served', rows: text })).toBe('analyses.no_dimension');
      expect(await refused({ measure: 'people_served', rows: 'age', columns: text })).toBe(
        'analyses.no_dimension',
      );
      expect(await refused({ measure: text, rows: 'age' })).toBe('analyses.no_measure');
      expect(await refused({ measure: 'people_served', rows: 'age', only: `sex:${text}` })).toBe(
        'analyses.no_value',
      );
      expect(await refused({ measure: 'people_served', rows: 'age', only: `${text}:female` })).toBe(
        'analyses.no_dimension',
      );
      const { rows } = await mawa.admin.query('SELECT count(*)::int AS n FROM cases');
      expect(rows[0].n).toBe(60);
    });

    it('binds what was chosen: a value of an open list that is no code counts nobody', async () => {
      const table = await tableOf({
        measure: 'people_served',
        rows: 'age',
        only: `nationality:x') OR ('1'='1`,
      });
      expect(table.total!.cells['v-all']).toBe(0);
    });

    it('says so of a dimension that the measure does not take, of two alike and of days turned round', async () => {
      expect(await refused({ measure: 'calls', rows: 'sex' })).toBe('analyses.not_of_measure');
      expect(await refused({ measure: 'calls', rows: 'month', columns: 'month' })).toBe(
        'analyses.same_dimension',
      );
      expect(await refused({ measure: 'calls', rows: 'month', to: '2026-06-01' })).toBe(
        'analyses.turned_round',
      );
      expect(await refused({ measure: 'calls', rows: 'month', to: '2027-06-01' })).toBe(
        'analyses.to_come',
      );
      expect(await refused({ measure: 'calls', rows: 'month', from: '1999-06-01' })).not.toBe('');
      await officer.get('/api/v1/analyses/table?measure=calls&rows=month&sql=select').expect(422);
    });

    it('a table of ten thousand cells is refused with a sentence, before anything is counted', async () => {
      await mawa.admin.query(
        `INSERT INTO service_types (code, category, name, unit)
         SELECT 'made_' || n, 'health', '{"fr":"x","ar":"x","en":"x"}', 'session' FROM generate_series(1, 150) n`,
      );
      const years = { from: '2021-01-01', to: '2026-10-31' };
      const page = await officer
        .get(
          `/analyses?${asked({ ...QUARTER, ...years, measure: 'services_given', rows: 'service_type', columns: 'quarter' })}`,
        )
        .expect(422);
      expect(page.text).toMatch(/Ce tableau aurait [34][\s\u00a0]\d{3} cases/);
      expect(
        await refused({
          ...years,
          measure: 'services_given',
          rows: 'month',
          columns: 'service_type',
        }),
      ).toBe('analyses.too_many_columns');
      const many = {
        from: '2007-01-01',
        to: '2026-10-31',
        measure: 'services_given',
        rows: 'service_type',
        columns: 'year',
      };
      expect(await refused(many)).toBe('analyses.too_many_cells');
      await mawa.admin.query(`DELETE FROM service_types WHERE code LIKE 'made_%'`);
    });
  });

  describe('who may', () => {
    it('nobody but programme officers, and of those none from outside the programme', async () => {
      for (const role of [
        'finance_officer',
        'case_supervisor',
        'auditor',
        'partner_viewer',
        'administrator',
      ] as const) {
        const other = await mawa.signIn(role);
        for (const path of ['/analyses', '/api/v1/analyses', '/api/v1/analyses/catalogue']) {
          await other.get(path).expect(403);
        }
        await other.post('/api/v1/analyses', {}).expect(403);
      }
      const outside = await mawa.signIn('commission_officer');
      await outside.get('/api/v1/analyses/table?measure=calls&rows=month').expect(403);
      await outside.get('/api/v1/analyses').expect(403);
      await outside.get('/analyses').expect(403);
    });

    it('a table is read as mawa_figures, and the reading is recorded by what was asked', async () => {
      await tableOf({ measure: 'calls', rows: 'call_region', only: 'call_danger:yes' });
      const { rows } = await mawa.admin.query<{ fields: string[] }>(
        `SELECT fields FROM audit_log WHERE action = 'analyses.read' ORDER BY at DESC, seq DESC LIMIT 1`,
      );
      expect(rows[0]!.fields).toEqual(['calls', 'call_region', 'call_danger', 'inside']);
    });
  });

  describe('what is kept', () => {
    const question = { measure: 'calls', rows: 'call_region', span: 'last_quarter' };
    const keep = (who: SignedIn, name: string, shared: boolean) =>
      who.post('/api/v1/analyses', { name, shared, question });

    it('is one’s own or for all officers, opens with the numbers of today, and goes by its owner alone', async () => {
      const colleague = await mawa.signIn('programme_officer');
      const { body: own } = await keep(officer, 'Appels par région', false).expect(201);
      const { body: all } = await keep(officer, 'Appels de tous', true).expect(201);
      await colleague.get(`/api/v1/analyses/${own.id}`).expect(404);
      await colleague.get(`/analyses/${own.id}`).expect(404);
      const names = async (who: SignedIn) =>
        ((await who.get('/api/v1/analyses').expect(200)).body as { name: string }[]).map(
          ({ name }) => name,
        );
      expect(await names(officer)).toEqual(['Appels de tous', 'Appels par région']);
      expect(await names(colleague)).toEqual(['Appels de tous']);
      const opened = async () =>
        (
          (await colleague.get(`/api/v1/analyses/${all.id}`).expect(200)).body
            .document as DisclosedDocument
        ).blocks.find((block): block is TableBlock => block.kind === 'table')!.total!.cells[
          'v-all'
        ] as number;
      const before = await opened();
      await mawa.admin.query(
        `INSERT INTO calls (id, taken_by, began_at, ended_at, outcome)
         SELECT gen_random_uuid(), '00000000-0000-4000-8000-000000000004', '2026-08-01T10:00Z', '2026-08-01T10:00Z', 'informed'`,
      );
      expect(await opened()).toBe(before + 1);
      await colleague.delete(`/api/v1/analyses/${all.id}`).expect(404);
      await officer.delete(`/api/v1/analyses/${all.id}`).expect(204);
      await officer.delete(`/api/v1/analyses/${own.id}`).expect(204);
      expect(await names(officer)).toEqual([]);
    });

    it('has a name once: for its owner, and among those that all see', async () => {
      const colleague = await mawa.signIn('programme_officer');
      await keep(officer, 'Trimestre', true).expect(201);
      expect(
        (await keep(officer, 'trimestre', false).expect(409)).body.errors?.[0]?.code ??
          'analyses.name_taken',
      ).toBe('analyses.name_taken');
      await keep(colleague, 'Trimestre', true).expect(409);
      await keep(colleague, 'Trimestre', false).expect(201);
      await keep(officer, ' ', false).expect(422);
      await officer
        .post('/api/v1/analyses', {
          name: 'x',
          shared: true,
          question: { ...question, rows: 'sex' },
        })
        .expect(422);
    });

    it('says the same of an id that is nothing, to reading and to removing', async () => {
      const none = '00000000-0000-4000-8000-00000000dead';
      await officer.get(`/api/v1/analyses/${none}`).expect(404);
      await officer.delete(`/api/v1/analyses/${none}`).expect(404);
      await officer.submit(`/analyses/${none}/remove`, {}).expect(404);
    });

    it('is kept from the page, with words beside a name that is taken', async () => {
      const fields = { 'question.measure': 'calls', 'question.rows': 'month', shared: 'no' };
      const made = await officer.submit('/analyses/kept', { ...fields, name: 'De la page' });
      expect(made.status).toBe(303);
      const opened = await officer.get(made.headers.location!).expect(200);
      expect(opened.text).toContain('De la page');
      const again = await officer.submit('/analyses/kept', { ...fields, name: 'De la page' });
      expect(again.status).toBe(409);
      expect(again.text).toContain('Vous gardez déjà une analyse de ce nom');
      expect((await officer.submit(`${made.headers.location}/remove`, {})).status).toBe(303);
    });
  });

  describe('the page', () => {
    it('shows the table, its picture, its definition and what can be chosen, in each language', async () => {
      for (const language of ['fr', 'ar', 'en'] as const) {
        const reader = await mawa.signIn('programme_officer', { language });
        for (const query of [
          '',
          `?${asked({ ...QUARTER, measure: 'money_spent', rows: 'budget_line', columns: 'month' })}`,
        ]) {
          const { text } = await reader.get(`/analyses${query}`).expect(200);
          expect(text).toContain('<svg');
          expect(text).not.toMatch(
            /(analyses|reports|services|legal|work|projects|organisations):[a-z]/,
          );
        }
      }
    });

    it('lets go of what another measure does not take, when another one is chosen in the form', async () => {
      const asking = { ...QUARTER, measure: 'calls', rows: 'age', columns: 'sex' };
      const changed = await officer
        .get(`/analyses?${asked({ ...asking, only: 'origin:national', of: 'people_served' })}`)
        .expect(303);
      const { text } = await officer.get(changed.headers.location!).expect(200);
      expect(text).toContain('Appels au numéro gratuit');
      expect(changed.headers.location).not.toContain('sex');
    });

    it('refuses by its name a dimension that the measure does not take, and offers none of those', async () => {
      const { text } = await officer
        .get(`/analyses?${asked({ ...QUARTER, measure: 'calls', rows: 'sex' })}`)
        .expect(422);
      expect(text).toContain('« Appels au numéro gratuit » ne se ventile pas par « Sexe »');
      expect(text).not.toContain('<table');
      expect(text).not.toContain('<option value="sex"');
      const { body } = await officer
        .get('/api/v1/analyses/table?measure=calls&rows=month&columns=sex')
        .expect(422);
      expect(JSON.stringify(body)).toContain('« Sexe »');
    });

    it('keeps the form and says what is wrong with a question that is none', async () => {
      const { text } = await officer
        .get(`/analyses?${asked({ measure: 'calls', rows: 'nothing' })}`)
        .expect(422);
      expect(text).toContain('Cette mesure ne se ventile pas ainsi');
      await officer.get('/analyses?measure=calls&rows=month&span=x').expect(422);
    });

    it('is reached from the reports', async () => {
      expect((await officer.get('/reports').expect(200)).text).toContain('href="/analyses"');
    });
  });
});

import { JobRunner } from '../../modules/platform/queue';
import {
  isHidden,
  type DisclosedDocument,
  type TableBlock,
} from '../../modules/report-documents/document';
import { shareOf } from '../../modules/platform/shared/share.rules';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter } from './a-quarter';

/** The same questions as plain SQL, night by night, written apart from the product. */
const NIGHTS = `
  SELECT DISTINCT bp.case_id, k.shelter_id, d.day::date AS night
    FROM generate_series(date '2026-07-01', date '2026-09-30', interval '1 day') d (day)
    JOIN closed_nights c ON c.night = d.day::date
    JOIN booking_people bp ON lower(bp.nights) <= d.day::date AND coalesce(upper(bp.nights), date '2100-01-01') > d.day::date
    JOIN bookings k ON k.id = bp.booking_id AND k.checked_in_at IS NOT NULL AND k.state IN ('stay', 'ended')`;
const HELPED = `SELECT DISTINCT case_id FROM services
  WHERE given_on BETWEEN '2026-07-01' AND '2026-09-30' AND cancelled_at IS NULL`;
const SERVED = `SELECT case_id FROM (${NIGHTS}) n UNION SELECT case_id FROM (${HELPED}) h`;
const BAND = `CASE WHEN age_at_registration IS NULL THEN 'unknown' WHEN age_at_registration <= 11 THEN '0-11'
  WHEN age_at_registration <= 17 THEN '12-17' WHEN age_at_registration <= 24 THEN '18-24'
  WHEN age_at_registration <= 34 THEN '25-34' WHEN age_at_registration <= 49 THEN '35-49' ELSE '50+' END`;

const PUT_TOGETHER: Record<string, string[]> = {
  '0-17': ['0-11', '12-17'],
  '18+': ['18-24', '25-34', '35-49', '50+'],
  '35+': ['35-49', '50+'],
};
/** The row before masking; rows of ages that were put together are added up again. */
const addedUp = (whole: TableBlock, key: string, counts: readonly string[]) => {
  const keys = PUT_TOGETHER[key] ?? [key];
  const parts = [...whole.rows, whole.total!].filter((row) => keys.includes(row.key));
  const cells = Object.fromEntries(
    counts.map((column) => [
      column,
      parts.reduce((sum, row) => sum + (row.cells[column] as number), 0),
    ]),
  );
  return { key, cells };
};

describe('the figures of a quarter', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let insider: DisclosedDocument;
  let published: DisclosedDocument;

  beforeAll(async () => {
    mawa = await startApp();
    given = await aQuarter(mawa);
    officer = await mawa.signIn('programme_officer');
    const body = { kind: 'iom-quarterly', grantId: given.grantId, period: '2026-Q3' };
    const { body: asked } = await officer.post('/api/v1/reports', body).expect(201);
    await mawa.app.get(JobRunner).handle('draft-report', (asked as { jobId: string }).jobId);
    const { body: both } = await officer
      .get(`/api/v1/reports/${(asked as { id: string }).id}/versions`)
      .expect(200);
    const versions = both as Record<'insider' | 'published', Record<'fr', DisclosedDocument>>;
    insider = versions.insider.fr;
    published = versions.published.fr;
  });
  afterAll(() => mawa.stop());

  const table = (key: string, document = insider): TableBlock =>
    document.blocks.find(
      (block): block is TableBlock => block.kind === 'table' && block.key === key,
    )!;
  const rows = async <T extends object>(sql: string): Promise<T[]> =>
    (await mawa.admin.query<T & Record<string, unknown>>(sql)).rows;
  const cells = (key: string): Record<string, Record<string, unknown>> =>
    Object.fromEntries(
      [...table(key).rows, ...(table(key).total ? [table(key).total!] : [])].map((row) => [
        row.key,
        row.cells,
      ]),
    );

  it('people by sex and age equal independent SQL, the unknown in rows of their own', async () => {
    const counted = await rows<{ band: string; sex: string; people: number }>(
      `SELECT ${BAND} AS band, coalesce(sex, 'unknown') AS sex, count(*)::int AS people
         FROM cases WHERE id IN (${SERVED}) GROUP BY 1, 2`,
    );
    const shown = table('people-by-age').rows.flatMap(({ key, cells: row }) =>
      ['female', 'male', 'other', 'unknown']
        .filter((sex) => row[sex])
        .map((sex) => ({ band: key, sex, people: row[sex] })),
    );
    const sorted = (list: object[]) => list.map((one) => JSON.stringify(one)).sort();
    expect(sorted(shown)).toEqual(sorted(counted));
    const [all] = await rows<{ n: number }>(`SELECT count(*)::int AS n FROM (${SERVED}) s`);
    expect(cells('people-by-age').total!.total).toBe(all!.n);
    expect(all!.n).toBeGreaterThan(40);
  });

  it('nationality and form of exploitation equal independent SQL', async () => {
    const [origin] = await rows<Record<string, number>>(
      `SELECT count(*) FILTER (WHERE nationality = 'MA')::int AS national,
              count(*) FILTER (WHERE nationality <> 'MA')::int AS foreign,
              count(*) FILTER (WHERE nationality IS NULL)::int AS unknown
         FROM cases WHERE id IN (${SERVED})`,
    );
    for (const [key, people] of Object.entries(origin!))
      expect([key, cells('people-by-origin')[key]!.people]).toEqual([key, people]);
    const purposes = await rows<{ code: string; n: number }>(
      `SELECT coalesce(x.code, 'unknown') AS code, count(*)::int AS n FROM (${SERVED}) s
         LEFT JOIN case_exploitation x ON x.case_id = s.case_id GROUP BY 1`,
    );
    for (const { code, n } of purposes)
      expect([code, cells('people-by-purpose')[code]!.people]).toEqual([code, n]);
  });

  it('bed-nights, available nights and people equal independent SQL, by month and by shelter', async () => {
    const months = await rows<{ key: string; used: number; people: number }>(
      `SELECT to_char(night, 'YYYY-MM') AS key, count(*)::int AS used, count(DISTINCT case_id)::int AS people
         FROM (${NIGHTS}) n GROUP BY 1`,
    );
    for (const { key, used, people } of months)
      expect(cells('beds-by-month')[key]).toMatchObject({ used, people });
    const shelters = await rows<{ key: string; used: number; people: number }>(
      `SELECT shelter_id AS key, count(*)::int AS used, count(DISTINCT case_id)::int AS people
         FROM (${NIGHTS}) n GROUP BY 1`,
    );
    for (const { key, used, people } of shelters)
      expect(cells('beds-by-shelter')[key]).toMatchObject({ used, people });
    // 60 beds on 92 nights, one of them blocked for 15.
    expect(cells('beds-by-month').total!.available).toBe(60 * 92 - 15);
    const used = cells('beds-by-month').total!.used as number;
    expect(cells('beds-by-month').total!.occupancy).toBe(shareOf(used, 60 * 92 - 15));
  });

  it('services equal independent SQL, the cancelled one left out', async () => {
    const types = await rows<{ code: string; given: number; people: number }>(
      `SELECT type_code AS code, count(*)::int AS given, count(DISTINCT case_id)::int AS people
         FROM services WHERE given_on BETWEEN '2026-07-01' AND '2026-09-30' AND cancelled_at IS NULL GROUP BY 1`,
    );
    expect(types.length).toBe(2);
    for (const { code, given: services, people } of types)
      expect(cells('services-by-type')[code]).toMatchObject({ given: services, people });
  });

  it('money is what the ledger says at the end of the period', () => {
    for (const row of table('budget-by-line').rows.filter(({ sums }) => !sums)) {
      expect(row.cells).toMatchObject({ spentInPeriod: '333.34', spentToDate: '1533.84' });
    }
    expect(cells('budget-by-line').total).toMatchObject({
      budgeted: '864485.98',
      spentInPeriod: '1000.02',
      spentToDate: '4601.52',
      left: '859884.46',
    });
    expect(cells('beyond-budget').total!.amount).toBe('135.30');
    expect(cells('grant-steps').total!.amount).toBe('990000.00');
    expect(cells('grant-shares').total).toMatchObject({
      direct: '925233.64',
      support: '64766.36',
      afterFee: '990000.00',
    });
  });

  it('the audience sees no count below five, and none that a line of the table gives away', () => {
    for (const key of ['people-by-age', 'people-by-origin', 'people-by-purpose']) {
      const whole = table(key);
      const masked = table(key, published);
      const counts = whole.columns.filter(({ type }) => type === 'integer').map((one) => one.key);
      const pairs = [...masked.rows, masked.total!].map(
        (shown) => [addedUp(whole, shown.key, counts), shown] as const,
      );
      for (const [row, shown] of pairs)
        for (const column of counts) {
          const value = row.cells[column]!;
          if (value < 5)
            expect([key, row.key, column, isHidden(shown.cells[column])]).toEqual([
              key,
              row.key,
              column,
              true,
            ]);
          else if (!isHidden(shown.cells[column])) expect(shown.cells[column]).toBe(value);
        }
      if (key === 'people-by-purpose') continue;
      for (const column of counts) {
        const parts = pairs.slice(0, -1).filter(([, shown]) => isHidden(shown.cells[column]));
        const total = pairs.at(-1)![1].cells[column];
        if (isHidden(total) || parts.length === 0) continue;
        expect([key, column, parts.length]).not.toEqual([key, column, 1]);
        const sum = parts.reduce((all, [row]) => all + row.cells[column]!, 0);
        expect(sum).toBeGreaterThanOrEqual(5);
      }
    }
    expect(published.disclosure.hidden).toBeGreaterThan(0);
    expect(insider.disclosure).toMatchObject({ threshold: 0, hidden: 0 });
  });

  it('the published document holds no hidden figure anywhere in its words', () => {
    expect(JSON.stringify(published)).not.toMatch(/"figures":/);
    expect(published.disclosure.threshold).toBe(5);
  });
});

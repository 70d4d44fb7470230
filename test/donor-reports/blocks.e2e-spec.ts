import {
  type DisclosedDocument,
  tablesOf,
  type TableBlock,
} from '../../modules/report-documents/document';
import { REPORT_FORMATS, renderReport } from '../../modules/report-documents/render';
import { LANGUAGES, type Language } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aHistory } from './a-history';
import { aQuarter } from './a-quarter';

const BLOCKS = [
  'returns',
  'calls-map',
  'calls-by-type',
  'calls-by-region',
  'projects',
  'house-stays',
  'indicators-over-time',
  'method',
];
const WITHIN = (day: string) => `${day} BETWEEN '2026-07-01' AND '2026-09-30'`;

describe('blocks of returns, calls, projects and stays on real rows', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    await aQuarter(mawa);
    await aHistory(mawa, 0.5);
    officer = await mawa.signIn('programme_officer');
    const words = { titleFr: 'Essai', titleAr: 'تجربة', titleEn: 'Trial' };
    await officer
      .post('/api/v1/report-definitions/iom-quarterly/copies', { kind: 'trial', ...words })
      .expect(201);
  });
  afterAll(() => mawa.stop());

  const draft = async () =>
    (await officer.get('/api/v1/report-definitions/trial').expect(200)).body.draft as {
      body: object;
      source: string;
      revision: number;
    };
  const write = async (audience: string, blocks: readonly string[]) => {
    const { body, source, revision } = await draft();
    const title = { fr: 'A', ar: 'أ', en: 'A' };
    const sections = [{ key: 'all', title, blocks: blocks.map((block) => ({ block })) }];
    return officer.put('/api/v1/report-definitions/trial/draft', {
      source,
      revision,
      body: { ...body, audience, every: 'quarter', languages: ['fr', 'ar', 'en'], sections },
    });
  };
  const preview = async (language: Language = 'fr') =>
    (
      await officer
        .get(`/api/v1/report-definitions/trial/preview?period=2026-Q3&language=${language}`)
        .expect(200)
    ).body as { document: DisclosedDocument | null; lacks: { code: string } | null };
  const number = async (sql: string): Promise<number> =>
    Number(Object.values((await mawa.admin.query(sql)).rows[0] as object)[0]);
  const cell = (tables: readonly TableBlock[], table: string, row: string, column: string) => {
    const found = tables.find(({ key }) => key === table)!;
    return (row === 'total' ? found.total! : found.rows.find(({ key }) => key === row)!).cells[
      column
    ];
  };

  it('are what plain SQL counts', async () => {
    expect((await write('inside', BLOCKS)).status).toBe(200);
    const { document } = await preview();
    const tables = tablesOf(document!);
    expect(cell(tables, 'calls-by-type', 'total', 'people')).toBe(
      await number(`SELECT count(*) FROM calls WHERE ${WITHIN('mawa_day(began_at)')}`),
    );
    expect(cell(tables, 'calls-by-type', 'unknown', 'people')).toBe(
      await number(
        `SELECT count(*) FROM calls WHERE type IS NULL AND ${WITHIN('mawa_day(began_at)')}`,
      ),
    );
    expect(cell(tables, 'calls-by-region', 'MA-06', 'people')).toBe(
      await number(
        `SELECT count(*) FROM calls WHERE region = '06' AND ${WITHIN('mawa_day(began_at)')}`,
      ),
    );
    expect(cell(tables, 'calls-danger', 'in-danger', 'people')).toBe(
      await number(
        `SELECT count(*) FROM calls WHERE danger = 'yes' AND ${WITHIN('mawa_day(began_at)')}`,
      ),
    );
    expect(cell(tables, 'returns', 'arrived', 'number')).toBe(
      await number(
        `SELECT count(DISTINCT case_id) FROM return_steps WHERE to_state = 'arrived' AND ${WITHIN('on_day')}`,
      ),
    );
    expect(cell(tables, 'returns', 'departed', 'number')).toBe(
      await number(`SELECT count(DISTINCT case_id) FROM return_steps s WHERE to_state = 'travelling' AND ${WITHIN('on_day')}
        AND NOT EXISTS (SELECT 1 FROM return_steps b WHERE b.track_id = s.track_id AND b.to_state = 'preparing')`),
    );
    expect(cell(tables, 'projects', 'begun', 'number')).toBe(
      await number(`SELECT count(*) FROM project_steps WHERE ${WITHIN('on_day')}`),
    );
    // Who left within the quarter: of the stays of a-quarter.ts each person has one.
    expect(cell(tables, 'house-lengths', 'leavers', 'people')).toBe(
      await number(
        `SELECT count(*) FROM booking_people WHERE state = 'ended' AND upper(nights) >= '2026-07-01' AND upper(nights) < '2026-10-01'`,
      ),
    );
    const served = tables
      .find(({ key }) => key === 'indicators-over-time-table')!
      .rows.map(({ cells }) => cells['q-2026-Q3']);
    const total = await number(
      `SELECT count(DISTINCT id) FROM (SELECT bp.case_id AS id FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
          JOIN closed_nights c ON bp.nights @> c.night WHERE ${WITHIN('c.night')} AND k.checked_in_at IS NOT NULL AND k.state IN ('stay', 'ended')
        UNION SELECT case_id FROM services WHERE ${WITHIN('given_on')} AND cancelled_at IS NULL) x`,
    );
    expect(served).toContain(total);
  });

  it('have their words and files in each language, with the pictures', async () => {
    for (const language of LANGUAGES) {
      const { document } = await preview(language);
      expect(JSON.stringify(document)).not.toMatch(
        /"(reports|house-figures|analyses):|document\.[a-z]/,
      );
      expect(document!.blocks.filter(({ kind }) => kind === 'chart')).toHaveLength(2);
      for (const format of REPORT_FORMATS) {
        expect((await renderReport(document!, format)).bytes.length).toBeGreaterThan(500);
      }
    }
  });

  it('show a donor nothing small, and nothing of earlier quarters', async () => {
    expect((await write('donor', BLOCKS)).status).toBe(200);
    expect((await preview()).lacks).toMatchObject({ code: 'definitions.inside_only' });
    expect(
      (
        await write(
          'donor',
          BLOCKS.filter((one) => one !== 'indicators-over-time'),
        )
      ).status,
    ).toBe(200);
    const { document } = await preview();
    const shown = tablesOf(document!).flatMap(({ rows }) =>
      rows.flatMap(({ cells }) => Object.values(cells)),
    );
    expect(shown.filter((value) => typeof value === 'number' && value < 5)).toEqual([]);
    expect(shown.some((value) => typeof value === 'object' && value !== null)).toBe(true);
  });

  it('a map without its table gives no report', async () => {
    expect((await write('inside', ['calls-map'])).status).toBe(200);
    expect((await preview()).lacks).toMatchObject({ code: 'definitions.chart_without_table' });
  });
});

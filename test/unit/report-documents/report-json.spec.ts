import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language, ReportDocument } from '../../../modules/report-documents/document';
import { applyDisclosure, type DisclosurePolicy, INSIDERS } from '../../../modules/disclosure';
import { renderReport } from '../../../modules/report-documents/render';
import { wholeSpecimen } from './whole-specimen';

const LANGUAGES: Language[] = ['fr', 'ar', 'en'];
const DONOR: DisclosurePolicy = { audience: 'donor', threshold: 5, zeros: 'hide' };
const FILE = join(__dirname, '../../../templates/reports/report-data.schema.json');
const schema = z.fromJSONSchema(
  JSON.parse(readFileSync(FILE, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0],
);

interface Row {
  key: string;
  as: { type: string; currency: string | null } | null;
  values: Record<string, unknown>;
}
interface Table {
  key: string;
  columns: { key: string; type: string; unit: string | null; protection: unknown }[];
  rows: Row[];
  total: Row | null;
}
interface Data {
  protection: { threshold: number; hidden: number };
  contents: { kind: string; key: string; contents?: Data['contents'] }[];
  keyFigures: { block: string; key: string }[];
  tables: Table[];
  charts: { key: string; table: string; alt: string }[];
}

async function written(document: ReportDocument, policy = DONOR): Promise<[string, Data]> {
  const { bytes, contentType, extension } = await renderReport(
    await applyDisclosure(document, policy),
    'json',
  );
  expect([contentType, extension]).toEqual(['application/json; charset=utf-8', 'json']);
  const text = bytes.toString('utf8');
  return [text, JSON.parse(text) as Data];
}

it.each(LANGUAGES)(
  'a report in %s keeps to the schema, for the programme and for the donor',
  async (language) => {
    for (const policy of [DONOR, INSIDERS]) {
      const [, data] = await written(wholeSpecimen(language), policy);
      expect(schema.safeParse(data).error?.issues ?? []).toEqual([]);
    }
  },
);

it('the schema finds what does not keep to it', async () => {
  const [, data] = await written(wholeSpecimen('fr'));
  const spoiled = (spoil: (copy: Data & Record<string, unknown>) => void): boolean => {
    const copy = structuredClone(data) as Data & Record<string, unknown>;
    spoil(copy);
    return schema.safeParse(copy).success;
  };
  expect(spoiled(() => undefined)).toBe(true);
  expect(spoiled((copy) => (copy.format = 'mawa-report-data/2'))).toBe(false);
  expect(spoiled((copy) => (copy.more = 1))).toBe(false);
  expect(spoiled((copy) => (copy.tables[0]!.rows[0]!.values.women = 6.5))).toBe(false);
  expect(
    spoiled(
      (copy) => (copy.tables[0]!.rows[0]!.values.women = { hidden: true, mark: '<5', value: 3 }),
    ),
  ).toBe(false);
  expect(spoiled((copy) => (copy.tables[0]!.columns[0]!.type = 'colour'))).toBe(false);
  expect(spoiled((copy) => delete (copy.protection as Partial<Data['protection']>).threshold)).toBe(
    false,
  );
});

it('says what each column is, and what protects it', async () => {
  const [, data] = await written(wholeSpecimen('en'));
  const table = (key: string): Table => data.tables.find((one) => one.key === key)!;
  expect(table('services-by-type').columns).toEqual([
    {
      key: 'service',
      header: 'Service',
      type: 'text',
      unit: null,
      currency: null,
      decimals: null,
      protection: null,
    },
    {
      key: 'given',
      header: 'Services given',
      type: 'integer',
      unit: 'count',
      currency: null,
      decimals: 0,
      protection: { rule: 'follows', columns: ['people'] },
    },
    {
      key: 'people',
      header: 'People',
      type: 'integer',
      unit: 'count',
      currency: null,
      decimals: 0,
      protection: { rule: 'count', below: 5 },
    },
    {
      key: 'cost',
      header: 'Cost',
      type: 'money',
      unit: 'USD',
      currency: 'USD',
      decimals: 2,
      protection: { rule: 'follows', columns: ['people'] },
    },
  ]);
  expect(table('budget').columns.every(({ protection }) => protection === null)).toBe(true);
  expect(table('services-by-type').rows.find(({ key }) => key === 'return')!.values).toEqual({
    service: 'Voluntary return',
    given: { hidden: true, mark: '•' },
    people: { hidden: true, mark: '•' },
    cost: { hidden: true, mark: '•' },
  });
  expect(table('indicators-table').rows.find(({ key }) => key === 'cost')).toMatchObject({
    as: { type: 'money', unit: 'MAD', currency: 'MAD', decimals: 2 },
    values: { value: '4120.50', goal: '5000.00' },
  });
  const [, insider] = await written(wholeSpecimen('en'), INSIDERS);
  expect(insider.protection).toEqual({ audience: 'insiders', threshold: 0, hidden: 0 });
});

it('names in the order of reading every table, picture and key figure that it holds', async () => {
  const [, data] = await written(wholeSpecimen('fr'));
  const all = (contents: Data['contents']): Data['contents'] =>
    contents.flatMap((one) => [one, ...all(one.contents ?? [])]);
  const named = (kind: string): string[] =>
    all(data.contents).flatMap((one) => (one.kind === kind ? [one.key] : []));
  expect(named('table')).toEqual(data.tables.map(({ key }) => key));
  expect(named('chart')).toEqual(data.charts.map(({ key }) => key));
  expect(named('kpis')).toEqual([...new Set(data.keyFigures.map(({ block }) => block))]);
  for (const { table } of data.charts) expect(named('table')).toContain(table);
  for (const { columns, rows, total } of data.tables)
    for (const row of total ? [...rows, total] : rows)
      expect(Object.keys(row.values).sort()).toEqual(columns.map(({ key }) => key).sort());
});

it('is canonical: keys in order, no space between, the same bytes from a document read back from the database', async () => {
  const [text] = await written(wholeSpecimen('ar'));
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : Array.isArray(value)
        ? value.map(sorted)
        : value;
  expect(text).toBe(`${JSON.stringify(sorted(JSON.parse(text)))}\n`);
  const document = await applyDisclosure(wholeSpecimen('ar'), DONOR);
  const kept = sorted(JSON.parse(JSON.stringify(document))) as typeof document;
  expect((await renderReport(kept, 'json')).bytes.toString('utf8')).toBe(text);
});

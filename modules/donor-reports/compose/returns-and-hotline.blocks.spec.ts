import { applyDisclosure, INSIDERS } from '../../disclosure';
import {
  type Block,
  isHidden,
  type ReportDocument,
  standardLabels,
  type TableBlock,
} from '../../report-documents/document';
import type { ReportFigures } from '../figures/report.figures';
import type { ReportDefinition } from '../report-definition.types';
import { Composer } from './composer';
import {
  callsByRegion,
  callsByType,
  callsMap,
  houseStays,
  indicatorsOverTime,
  projects,
  returns,
} from './returns-and-hotline.blocks';

const FIGURES = {
  format: 'mawa-figures/2',
  period: { from: '2026-07-01', until: '2026-10-01' },
  returns: {
    departed: 12,
    arrived: 9,
    plans: { done: 14, due: 20 },
    instalments: { done: 27, due: 30 },
  },
  hotline: {
    calls: 60,
    byType: { help: 40, information: 17, not_said: 3 },
    byRegion: { '04': 20, '06': 30, abroad: 7, not_said: 3 },
    byLanguage: {},
    byHour: {},
    byWeekday: {},
    grid: [],
    inDanger: 11,
    became: { case: 21, request: 15, hold: 13, help: 9 },
  },
  projects: {
    begun: 8,
    people: 10,
    reviewed: 7,
    jobs: 16,
    jobsWomen: 9,
    jobsProgramme: 8,
    granted: { projects: 6, cents: 12_345_650 },
    paid: { projects: 5, cents: 6_000_000 },
    alive: [
      { months: 6, passed: 18, alive: 12, notAlive: 6, notReached: 0, share: 67 },
      { months: 12, passed: 0, alive: 0, notAlive: 0, notReached: 0, share: null },
    ],
  },
  houses: {
    leavers: { people: 25, mean: 41.25, median: 38 },
    present: { people: 2, mean: null, median: null },
    destinations: [
      { destination: 'moved', people: 15 },
      { destination: 'few', people: 3 },
      { destination: 'not_said', people: 7 },
    ],
  },
  history: {
    quarters: ['2026-Q2', '2026-Q3'],
    rows: [
      {
        id: 'a',
        code: '1',
        level: 'output',
        title: { fr: 'Un', ar: 'واحد', en: 'One' },
        values: ['10', '14'],
        target: '15',
      },
      {
        id: 'b',
        code: '2',
        level: 'output',
        title: { fr: 'Deux', ar: 'اثنان', en: 'Two' },
        values: [null, null],
        target: null,
      },
    ],
  },
} as unknown as ReportFigures;

const composer = (inside: boolean) =>
  new Composer({
    definition: { sections: [] } as unknown as ReportDefinition,
    figures: FIGURES,
    head: { threshold: 5 } as never,
    narratives: {},
    language: 'fr',
    view: { inside, pictureBySex: true, ages: { key: 'x', groups: [] } },
    lists: {
      label: (_, code) => code,
      codes: (list) => (list === 'call_types' ? ['help', 'information', 'other'] : []),
    },
  });

const disclosed = async (blocks: Block[], inside: boolean) => {
  const document: ReportDocument = {
    format: 'mawa-report/1',
    labels: standardLabels('fr'),
    meta: {
      key: 'a',
      kind: 'a',
      programme: 'P',
      title: 'T',
      language: 'fr',
      direction: 'ltr',
      period: { from: '2026-07-01', to: '2026-09-30', label: 'T3' },
      audience: { key: 'a', label: 'a' },
      version: '1',
      preparedFor: 'P',
      date: '2026-10-05',
      facts: [],
    },
    blocks,
  };
  const policy = inside ? INSIDERS : { audience: 'donor', threshold: 5, zeros: 'hide' as const };
  return (await applyDisclosure(document, policy)).blocks;
};
const tables = async (
  build: (to: Composer) => Block[],
  inside = true,
): Promise<Map<string, TableBlock>> =>
  new Map(
    (await disclosed(build(composer(inside)), inside))
      .filter((block): block is TableBlock => block.kind === 'table')
      .map((table) => [table.key, table]),
  );
/** What stands in a row, without its words. */
const row = (table: TableBlock, key: string) => {
  const found = key === 'total' ? table.total! : table.rows.find((one) => one.key === key)!;
  return Object.fromEntries(
    Object.entries(found.cells)
      .filter(([column]) => table.columns.some((one) => one.key === column && one.type !== 'text'))
      .map(([column, cell]) => [column, isHidden(cell) ? 'hidden' : cell]),
  );
};

describe('returns, calls, projects and stays in a report', () => {
  it('shows who left and arrived, and which due steps were done in time', async () => {
    const found = await tables(returns);
    expect(row(found.get('returns')!, 'departed')).toEqual({ number: 12 });
    expect(row(found.get('returns')!, 'arrived')).toEqual({ number: 9 });
    expect(row(found.get('returns-on-time')!, 'plans')).toEqual({
      done: 14,
      not_done: 6,
      due: 20,
      share: '0.7',
    });
    expect(row(found.get('returns-on-time')!, 'instalments')).toEqual({
      done: 27,
      not_done: 3,
      due: 30,
      share: '0.9',
    });
    // Three that were late: with the other two they would be known.
    const donor = row((await tables(returns, false)).get('returns-on-time')!, 'instalments');
    expect(Object.values(donor).filter((cell) => cell === 'hidden').length).toBeGreaterThanOrEqual(
      2,
    );
    expect(donor.not_done).toBe('hidden');
    expect(donor.share).toBe('hidden');
  });

  it('shows calls by subject and region, every subject written, what is not said in its row', async () => {
    const types = (await tables(callsByType)).get('calls-by-type')!;
    expect(types.rows.map(({ key, cells }) => [key, cells.people])).toEqual([
      ['help', 40],
      ['information', 17],
      ['other', 0],
      ['unknown', 3],
    ]);
    expect(row(types, 'total')).toEqual({ people: 60 });
    const regions = (await tables(callsByRegion)).get('calls-by-region')!;
    expect(
      regions.rows
        .filter(({ cells }) => cells.people !== 0)
        .map(({ key, cells }) => [key, cells.people]),
    ).toEqual([
      ['MA-04', 20],
      ['MA-06', 30],
      ['elsewhere', 7],
      ['unknown', 3],
    ]);
    expect(regions.rows).toHaveLength(14);
    expect(
      (await disclosed([...callsMap(composer(true)), ...callsByRegion(composer(true))], true))[0],
    ).toMatchObject({ shape: 'map' });
  });

  it('shows what calls led to, with those that did not; a small rest is hidden with its whole', async () => {
    const found = (await tables(callsByType)).get('calls-became')!;
    expect(row(found, 'case')).toEqual({ led: 21, not_led: 39, all: 60 });
    expect(row(found, 'help')).toEqual({ led: 9, not_led: 51, all: 60 });
    const danger = (await tables(callsByType)).get('calls-danger')!;
    expect(row(danger, 'in-danger')).toEqual({ people: 11 });
    expect(row(danger, 'others')).toEqual({ people: 49 });
    const outside = await tables(callsByType, false);
    expect(outside.get('calls-became')!.rows.map(({ key }) => key)).toEqual(['case']);
    const donor = outside.get('calls-by-type')!;
    expect(row(donor, 'unknown')).toEqual({ people: 'hidden' });
  });

  it('shows projects, their jobs, their money to the cent and who is still there', async () => {
    const found = await tables(projects);
    expect(row(found.get('projects')!, 'begun')).toEqual({ number: 8 });
    expect(row(found.get('projects-jobs')!, 'jobs')).toEqual({ women: 9, others: 7, jobs: 16 });
    expect(row(found.get('projects-money')!, 'granted')).toEqual({
      projects: 6,
      amount: '123456.50',
    });
    expect(row(found.get('projects-money')!, 'paid')).toEqual({ projects: 5, amount: '60000.00' });
    expect(row(found.get('projects-alive')!, 'm6')).toEqual({
      alive: 12,
      not_alive: 6,
      not_reached: 0,
      passed: 18,
      share: '0.666666666666',
    });
    expect(row(found.get('projects-alive')!, 'm12').share).toBeNull();
  });

  it('shows how long stays are and where people go; few together, small ones never alone for a donor', async () => {
    const found = await tables(houseStays);
    expect(row(found.get('house-lengths')!, 'leavers')).toEqual({
      people: 25,
      mean: '41.3',
      median: '38.0',
    });
    expect(row(found.get('house-lengths')!, 'present')).toEqual({
      people: 2,
      mean: null,
      median: null,
    });
    const goes = found.get('house-destinations')!;
    expect(goes.rows.map(({ key, cells }) => [key, cells.people])).toEqual([
      ['moved', 15],
      ['few', 3],
      ['unknown', 7],
    ]);
    expect(row(goes, 'total')).toEqual({ people: 25 });
    const donor = await tables(houseStays, false);
    expect(row(donor.get('house-lengths')!, 'present').people).toBe('hidden');
    expect(row(donor.get('house-destinations')!, 'others').people).toBe('hidden');
  });

  it('draws a small line for each indicator that was counted, and never outside the programme', async () => {
    const [picture, table] = await disclosed(indicatorsOverTime(composer(true)), true);
    expect(picture).toMatchObject({ shape: 'sparklines', target: { column: 'target' } });
    expect((table as TableBlock).rows.map(({ key }) => key)).toEqual(['a']);
    expect(row(table as TableBlock, 'a')).toEqual({ 'q-2026-Q2': 10, 'q-2026-Q3': 14, target: 15 });
    expect(indicatorsOverTime(composer(false))).toEqual([]);
  });
});

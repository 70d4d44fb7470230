/** Consistency of a chart with its table; violations are errors of the composer. */
import type { ChartBlock, TableBlock } from './report-document.types';

/** Fewest and most series of a shape. */
const SERIES: Readonly<Record<ChartBlock['shape'], readonly [least: number, most: number]>> = {
  bar: [1, 6],
  stacked: [1, 6],
  line: [1, 4],
  occupancy: [1, 4],
  pyramid: [2, 6],
  funnel: [1, 2],
  map: [1, 1],
  target: [1, 1],
  sparklines: [2, 60],
};

export function* chartMistakes(
  chart: ChartBlock,
  tables: readonly TableBlock[],
): Generator<string> {
  const table = tables.find((candidate) => candidate.key === chart.table);
  if (!table) return yield `no table ${chart.table}`;
  yield* columnMistakes(chart, table);
  for (const key of chart.rows ?? [])
    if (!table.rows.some((row) => row.key === key)) yield `no row ${key} in ${chart.table}`;
  yield* shapeMistakes(chart, table);
}

function* columnMistakes(chart: ChartBlock, table: TableBlock): Generator<string> {
  const column = (key: string) => table.columns.find((candidate) => candidate.key === key);
  const drawn = [...chart.series, chart.target, chart.capacity].flatMap((one) => one?.column ?? []);
  for (const key of [chart.category, ...drawn])
    if (!column(key)) yield `no column ${key} in ${chart.table}`;
  for (const key of drawn)
    if (['text', 'date'].includes(column(key)?.type ?? '')) yield `${key} holds no figures`;
}

function* shapeMistakes(chart: ChartBlock, table: TableBlock): Generator<string> {
  const { shape, series, capacity } = chart;
  const [least, most] = SERIES[shape];
  if (series.length < least || series.length > most)
    yield `a picture of the shape ${shape} has ${least} to ${most} series, not ${series.length}`;
  if (shape === 'target' && !chart.target) yield 'no target to arrive at';
  if (shape === 'occupancy' && !capacity) yield 'an occupancy without its capacity';
  if (capacity && !capacity.column)
    for (const { column } of series)
      if (table.columns.find(({ key }) => key === column)?.type !== 'percent')
        yield `${column} is no share: name the column of its capacity`;
  if (shape === 'map') yield* mapMistakes(table);
}

function* mapMistakes(table: TableBlock): Generator<string> {
  const regions = table.rows.map(({ key }) => key.replace(/^MA-/, ''));
  const known = regions.filter((key) => /^(0[1-9]|1[0-2])$/.test(key));
  if (known.length === 0) yield 'no row is a region of Morocco: MA-01 to MA-12';
  if (new Set(known).size !== known.length) yield 'a region has two rows';
}

/** Charts drawn on the server as plain SVG: no style, no script, the same bytes every time. */
import * as echarts from 'echarts';
import type {
  Cell,
  ChartBlock,
  Column,
  DisclosedDocument,
  Language,
  Row,
  TableBlock,
} from '../document';
import { isHidden, tablesOf, wordsOf, writeCell, writeNumber } from '../document';
import { textWidth } from '../../../src/typeset/fonts';
import { plainSvg } from './plain-svg';
import { SERIES, TOKENS } from '../../../src/typeset/tokens';

const SIZE = 12;

echarts.setPlatformAPI({
  measureText(text, font) {
    const size = Number(/(\d+(?:\.\d+)?)px/.exec(font ?? '')?.[1] ?? SIZE);
    return { width: textWidth(text, size, /\b(bold|600)\b/.test(font ?? '')) };
  },
});

export interface ChartSize {
  readonly width: number;
  readonly height: number;
}

export interface ChartContext {
  readonly document: DisclosedDocument;
  readonly language: Language;
}

interface Picture {
  readonly chart: ChartBlock;
  readonly table: TableBlock;
  readonly rows: readonly Row[];
  readonly language: Language;
  readonly rtl: boolean;
  /** How long the hatched stub of a hidden figure is, whatever the figure. */
  readonly stub: number;
  write(cell: Cell | undefined, column: Column): string;
}

const column = (table: TableBlock, key: string): Column =>
  table.columns.find((candidate) => candidate.key === key)!;

export const tableOf = (chart: ChartBlock, document: DisclosedDocument): TableBlock =>
  tablesOf(document).find((table) => table.key === chart.table)!;

const rowsOf = (chart: ChartBlock, table: TableBlock): readonly Row[] =>
  chart.rows ? chart.rows.map((key) => table.rows.find((row) => row.key === key)!) : table.rows;

/** A small part of the longest bar that is shown. */
function stubOf(chart: ChartBlock, rows: readonly Row[]): number {
  const longest = rows.map((row) => {
    const values = chart.series.map(({ column: key }) => row.cells[key]).map(numeric);
    const shown = values.map((value) => (value === '-' ? 0 : value));
    return chart.shape === 'stacked' ? shown.reduce((a, b) => a + b, 0) : Math.max(...shown);
  });
  return Math.max(...longest, 0) * (chart.horizontal ? 0.04 : 0.075) || 1;
}

/** A height that gives every bar its room. */
export function chartSize(chart: ChartBlock, document: DisclosedDocument): ChartSize {
  const rows = rowsOf(chart, tableOf(chart, document)).length;
  const legend = chart.series.length > 1 ? 26 : 0;
  if (!chart.horizontal) return { width: 660, height: 225 + legend };
  const bars = chart.shape === 'stacked' ? 1 : chart.series.length;
  const row = rows > 10 && bars > 1 ? 12 + 13 * bars : 13 + 16 * bars;
  return { width: 660, height: 30 + legend + rows * row };
}

export function drawChart(chart: ChartBlock, { document, language }: ChartContext): string {
  const table = tableOf(chart, document);
  const size = chartSize(chart, document);
  const picture: Picture = {
    chart,
    table,
    rows: rowsOf(chart, table),
    language,
    rtl: language === 'ar',
    stub: stubOf(chart, rowsOf(chart, table)),
    write: (cell, of) => {
      // Cents are read in the table; a picture shows sizes.
      const decimals = of.type === 'money' ? 0 : of.decimals;
      return writeCell(cell, { type: of.type, decimals }, language, document.labels);
    },
  };
  const canvas = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    canvas.setOption(optionsOf(picture));
    return plainSvg(canvas.renderToSVGString(), chart.key, wordsOf(chart.alt), size);
  } finally {
    canvas.dispose();
  }
}

const text = (colour: string, bold = false) => ({
  color: colour,
  fontSize: SIZE,
  fontWeight: bold ? (600 as const) : (400 as const),
  fontFamily: `${TOKENS.latin}, ${TOKENS.arabic}`,
});

const HATCH = {
  color: TOKENS.paper,
  borderColor: TOKENS.muted,
  borderWidth: 0.8,
  decal: {
    symbol: 'rect',
    color: TOKENS.muted,
    dashArrayX: [1, 0],
    dashArrayY: [1.5, 3],
    rotation: -Math.PI / 4,
  },
};

function optionsOf(picture: Picture): echarts.EChartsCoreOption {
  const { chart, rtl } = picture;
  const several = chart.series.length > 1;
  const named = namesOf(picture);
  const side = { left: 12, right: 12 };
  if (chart.horizontal) side[rtl ? 'left' : 'right'] = 14 + longestLabel(picture);
  const values = valueAxis(picture);
  const categories = categoryAxis(picture);
  return {
    animation: false,
    textStyle: text(TOKENS.ink),
    color: [...SERIES],
    grid: { ...side, top: several ? 40 : 18, bottom: 8, containLabel: true },
    legend: several
      ? {
          top: 0,
          [rtl ? 'right' : 'left']: 6,
          icon: 'roundRect',
          itemWidth: 12,
          itemHeight: 12,
          // Readers without our faces draw wider letters.
          itemGap: 26,
          align: rtl ? 'right' : 'left',
          textStyle: text(TOKENS.ink),
          data: rtl ? named.reverse() : named,
          selectedMode: false,
        }
      : undefined,
    xAxis: chart.horizontal ? values : categories,
    yAxis: chart.horizontal ? categories : values,
    series: [
      ...chart.series.flatMap((_, i) => seriesOf(picture, i)),
      ...(chart.shape === 'stacked' ? [hiddenPart(picture)] : []),
    ],
  };
}

/** In a stack, what is hidden in every row has no colour of its own to explain. */
const namesOf = ({ chart, rows }: Picture): string[] =>
  chart.series
    .filter(
      ({ column: key }) =>
        chart.shape !== 'stacked' || rows.some((row) => !isHidden(row.cells[key])),
    )
    .map((series) => series.label);

/** The room that the words at the end of the longest bar need. */
const longestLabel = ({ chart, table, rows, write }: Picture): number =>
  Math.max(
    0,
    ...chart.series.flatMap(({ column: key }) => {
      const of = column(table, key);
      const end = rows.map((row) => row.cells[key]);
      return (chart.shape === 'stacked' ? end.filter(isHidden) : end).map((cell) =>
        textWidth(write(cell, of), SIZE, isHidden(cell)),
      );
    }),
  );

function categoryAxis({ chart, table, rows, rtl, write }: Picture) {
  const category = column(table, chart.category);
  return {
    type: 'category' as const,
    data: rows.map((row) => write(row.cells[chart.category], category)),
    inverse: chart.horizontal ? true : rtl,
    position: chart.horizontal && rtl ? ('right' as const) : undefined,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: TOKENS.muted } },
    axisLabel: {
      ...text(TOKENS.ink),
      interval: 0,
      lineHeight: 15,
      width: chart.horizontal ? 235 : Math.floor(600 / rows.length) - 8,
      overflow: 'break' as const,
    },
  };
}

function valueAxis({ chart, table, rtl, language }: Picture) {
  const { type, decimals } = column(table, chart.series[0]!.column);
  return {
    type: 'value' as const,
    inverse: chart.horizontal ? rtl : false,
    position: !chart.horizontal && rtl ? ('right' as const) : undefined,
    min: 0,
    minInterval: type === 'integer' ? 1 : undefined,
    splitNumber: 4,
    splitLine: { show: !chart.horizontal, lineStyle: { color: TOKENS.line, width: 0.7 } },
    axisLine: { show: false },
    axisLabel: {
      ...text(TOKENS.muted),
      show: !chart.horizontal,
      formatter: (value: number) =>
        type === 'percent'
          ? `${writeNumber(value * 100, language)}${language === 'en' ? '' : '\u00a0'}%`
          : writeNumber(value, language, type === 'integer' ? 0 : Math.min(decimals ?? 0, 0)),
    },
  };
}

const numeric = (cell: Cell | undefined): number | '-' =>
  cell === null || cell === undefined || isHidden(cell) ? '-' : Number(cell);

/** A series, and beside it the hatched stubs that stand where its figures are hidden. */
function seriesOf(picture: Picture, index: number): echarts.SeriesOption[] {
  const { chart, table, rows, stub, write } = picture;
  const series = chart.series[index]!;
  const of = column(table, series.column);
  const cells = rows.map((row) => row.cells[series.column]);
  const stack = chart.shape === 'stacked' ? 'all' : `bar-${index}`;
  if (chart.shape === 'line')
    return [lineOf(picture, index, of, cells), marksOf(picture, of, cells)];
  const dark = index === 0 || index === 3 || index === 5;
  const inside = chart.shape === 'stacked';
  const label = {
    ...text(inside ? (dark ? TOKENS.paper : TOKENS.ink) : TOKENS.ink),
    show: true,
    position: inside ? 'inside' : endOf(picture),
    distance: 5,
  };
  const bar = {
    type: 'bar' as const,
    stack,
    barMaxWidth: chart.horizontal ? 16 : 42,
    name: series.label,
  };
  const shown = [
    {
      ...bar,
      itemStyle: { color: SERIES[index % SERIES.length] },
      data: cells.map((cell) => numeric(cell)),
      label: {
        ...label,
        formatter: ({ dataIndex, value }: { dataIndex: number; value: unknown }) =>
          inside && value === 0 ? '' : write(cells[dataIndex], of),
      },
      labelLayout: inside ? { hideOverlap: true } : undefined,
    },
  ];
  if (inside) return shown as echarts.SeriesOption[];
  return [
    ...shown,
    {
      ...bar,
      name: `${series.label} `,
      itemStyle: HATCH,
      data: cells.map((cell) => (isHidden(cell) ? stub : '-')),
      label: {
        ...label,
        ...text(TOKENS.muted, true),
        formatter: ({ dataIndex }: { dataIndex: number }) => write(cells[dataIndex], of),
      },
    },
  ] as echarts.SeriesOption[];
}

/** One hatched end for all that a stack hides: how many parts it has is seen in the table. */
function hiddenPart(picture: Picture): echarts.SeriesOption {
  const { chart, table, rows, stub, write } = picture;
  const marks = rows.map((row) => {
    const hidden = chart.series.filter(({ column: key }) => isHidden(row.cells[key]));
    return [
      ...new Set(hidden.map(({ column: key }) => write(row.cells[key], column(table, key)))),
    ].join(' ');
  });
  return {
    type: 'bar',
    stack: 'all',
    barMaxWidth: chart.horizontal ? 16 : 42,
    name: ' ',
    itemStyle: HATCH,
    data: marks.map((mark) => (mark ? stub : '-')),
    label: {
      ...text(TOKENS.muted, true),
      show: true,
      position: endOf(picture),
      distance: 5,
      formatter: ({ dataIndex }: { dataIndex: number }) => marks[dataIndex]!,
    },
  } as echarts.SeriesOption;
}

const endOf = ({ chart, rtl }: Picture): 'top' | 'left' | 'right' =>
  chart.horizontal ? (rtl ? 'left' : 'right') : 'top';

function lineOf(
  { chart, write }: Picture,
  index: number,
  of: Column,
  cells: readonly (Cell | undefined)[],
): echarts.SeriesOption {
  const symbols = ['circle', 'rect', 'triangle', 'diamond'];
  const colour = SERIES[index % SERIES.length]!;
  const labelled = chart.series.length === 1 || cells.length <= 8;
  return {
    type: 'line',
    name: chart.series[index]!.label,
    symbol: symbols[index % symbols.length],
    symbolSize: 7,
    connectNulls: false,
    lineStyle: { width: 2.4, color: colour, type: index === 0 ? 'solid' : 'dashed' },
    itemStyle: { color: colour },
    data: cells.map(numeric),
    label: {
      ...text(TOKENS.ink),
      show: labelled,
      position: index % 2 === 0 ? 'top' : 'bottom',
      formatter: ({ dataIndex }: { dataIndex: number }) => write(cells[dataIndex], of),
    },
  } as echarts.SeriesOption;
}

/** Where the line breaks off: a mark at the foot of the picture. */
function marksOf(
  { write }: Picture,
  of: Column,
  cells: readonly (Cell | undefined)[],
): echarts.SeriesOption {
  return {
    type: 'scatter',
    name: ' ',
    symbol: 'rect',
    symbolSize: [14, 7],
    itemStyle: HATCH,
    data: cells.map((cell) => (isHidden(cell) ? 0 : '-')),
    label: {
      ...text(TOKENS.muted, true),
      show: true,
      position: 'top',
      formatter: ({ dataIndex }: { dataIndex: number }) => write(cells[dataIndex], of),
    },
  } as echarts.SeriesOption;
}

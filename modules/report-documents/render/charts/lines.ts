/** Lines over the rows; where a figure is hidden the line breaks off. */
import type * as echarts from 'echarts';
import type { Row } from '../../document';
import { isHidden } from '../../document';
import { SERIES, TOKENS } from '../../../platform/typeset/tokens';
import { HATCH, text } from './axes';
import { type Picture, shownOf } from './picture';

const SYMBOLS = ['circle', 'rect', 'triangle', 'diamond'];
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3]];

export const lines = (picture: Picture): echarts.SeriesOption[] => [
  ...picture.chart.series.map((_, i) => lineOf(picture, i)),
  marksOf(picture),
  ...capacityOf(picture),
];

interface PointPosition {
  readonly dataIndex: number;
}

function lineOf(picture: Picture, index: number): echarts.SeriesOption {
  const { chart, rows, write, title } = picture;
  const { column } = chart.series[index]!;
  const colour = SERIES[index % SERIES.length]!;
  return {
    type: 'line',
    name: title(chart.series[index]!),
    symbol: SYMBOLS[index % SYMBOLS.length],
    symbolSize: 7,
    connectNulls: false,
    lineStyle: { width: 2.4, color: colour, type: DASHES[index % DASHES.length] },
    itemStyle: { color: colour },
    data: rows.map((row) => placed(picture, row, shownOf(row.cells[column]))),
    label: {
      ...text(TOKENS.ink),
      show: chart.series.length === 1 || rows.length <= 8,
      position: index % 2 === 0 ? 'top' : 'bottom',
      formatter: ({ dataIndex }: PointPosition) => write(rows[dataIndex]!, column),
      ...(chart.capacity ? { backgroundColor: TOKENS.paper, padding: [0, 2] } : {}),
    },
    // Overlapping labels are omitted; the values are in the table and the alternative text.
    labelLayout: chart.series.length > 1 ? { hideOverlap: true } : undefined,
    ...(chart.capacity ? { z: 4 } : {}),
  } as echarts.SeriesOption;
}

/** Below full capacity the label is under the line, to keep clear of the capacity line. */
function placed({ chart: { capacity, series } }: Picture, row: Row, value: number | null) {
  if (value === null) return '-';
  if (!capacity || series.length > 1) return value;
  const full = capacity.column ? shownOf(row.cells[capacity.column]) : 1;
  const isUnder = full !== null && value < full && value > full / 5;
  return { value, label: { position: isUnder ? 'bottom' : 'top' } };
}

/** Where lines break off: a hatched mark at the foot of the picture, one for all that a row hides. */
function marksOf({ chart, rows, write }: Picture): echarts.SeriesOption {
  const drawn = [...chart.series, chart.capacity].flatMap((one) => one?.column ?? []);
  const marks = rows.map((row) => {
    const hidden = drawn.filter((column) => isHidden(row.cells[column]));
    return [...new Set(hidden.map((column) => write(row, column)))].join(' ');
  });
  const shown = rows.flatMap((row) => drawn.map((column) => shownOf(row.cells[column]) ?? 0));
  const foot = Math.max(...shown, 0) * 0.045 || 1;
  return {
    type: 'bar',
    name: ' ',
    barWidth: 18,
    itemStyle: HATCH,
    data: marks.map((mark) => (mark ? foot : '-')),
    label: {
      ...text(TOKENS.muted, true),
      show: true,
      position: 'top',
      formatter: ({ dataIndex }: PointPosition) => marks[dataIndex]!,
    },
  } as echarts.SeriesOption;
}

const FULL = { width: 1.8, color: TOKENS.danger, type: [7, 4] };

/** Full capacity: 100 % of the way across, or what could be used from row to row. */
function capacityOf(picture: Picture): echarts.SeriesOption[] {
  const { chart, rows } = picture;
  if (!chart.capacity) return [];
  const { column, label } = chart.capacity;
  const itemStyle = { color: TOKENS.danger, opacity: 0 };
  const line = { type: 'line', name: label, symbol: 'none', lineStyle: FULL, itemStyle };
  if (column)
    return [
      {
        ...line,
        step: 'middle',
        data: rows.map((row) => shownOf(row.cells[column]) ?? '-'),
      } as echarts.SeriesOption,
    ];
  return [
    {
      ...line,
      data: [],
      markLine: {
        silent: true,
        z: 1,
        symbol: 'none',
        lineStyle: FULL,
        data: [{ yAxis: 1 }],
        label: { show: false },
      },
    } as echarts.SeriesOption,
  ];
}

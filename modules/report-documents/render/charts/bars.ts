/** Bar charts, grouped or stacked; a hatched stub marks a suppressed figure. */
import type * as echarts from 'echarts';
import { isHidden } from '../../document';
import { SERIES, TOKENS } from '../../../platform/typeset/tokens';
import { HATCH, isStacked, text } from './axes';
import { luminance } from './colour-vision';
import { type Picture, shownOf } from './picture';

/** Colour is never alone: the first series is plain, each other has a pattern of its own. Stripes that lean mean hidden. */
const PATTERNS = [
  undefined,
  {
    symbol: 'circle',
    symbolSize: 0.55,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [6, 0],
  },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1.2, 5] },
  { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [1.2, 5], rotation: Math.PI / 2 },
  {
    symbol: 'rect',
    symbolSize: 0.6,
    dashArrayX: [
      [7, 7],
      [0, 7, 7, 0],
    ],
    dashArrayY: [7, 0],
  },
  {
    symbol: 'triangle',
    symbolSize: 0.7,
    dashArrayX: [
      [8, 8],
      [0, 8, 8, 0],
    ],
    dashArrayY: [8, 0],
  },
];

const isDark = (colour: string): boolean => luminance(colour) < 0.3;

export function styleOf(index: number) {
  const colour = SERIES[index % SERIES.length]!;
  const pattern = PATTERNS[index % PATTERNS.length];
  const ink = isDark(colour) ? 'rgba(255,255,255,0.55)' : 'rgba(29,43,47,0.5)';
  return {
    color: colour,
    // Light bars are seen on white by their edge.
    ...(isDark(colour) ? {} : { borderColor: TOKENS.muted, borderWidth: 0.8 }),
    ...(pattern ? { decal: { ...pattern, color: ink } } : {}),
  };
}

/** A small part of the longest bar that is shown. */
function stubOf(picture: Picture): number {
  const { chart, rows } = picture;
  const longest = rows.map((row) => {
    const shown = chart.series.map(({ column }) => shownOf(row.cells[column]) ?? 0);
    return isStacked(picture) ? shown.reduce((a, b) => a + b, 0) : Math.max(...shown);
  });
  return Math.max(...longest, 0) * (chart.horizontal ? 0.04 : 0.075) || 1;
}

const endOf = ({ chart, rtl }: Picture): 'top' | 'left' | 'right' =>
  chart.horizontal ? (rtl ? 'left' : 'right') : 'top';

const widthOf = ({ chart }: Picture): number => (chart.horizontal ? 16 : 42);

interface BarPosition {
  readonly dataIndex: number;
  readonly value: unknown;
}

export function bars(picture: Picture): echarts.SeriesOption[] {
  const each = picture.chart.series.flatMap((_, i) => barsOf(picture, i));
  return isStacked(picture) ? [...each, hiddenPart(picture)] : each;
}

/** A series with the hatched stubs of its suppressed figures. */
function barsOf(picture: Picture, index: number): echarts.SeriesOption[] {
  const { chart, rows, write, title } = picture;
  const { column } = chart.series[index]!;
  const name = title(chart.series[index]!);
  const inside = isStacked(picture);
  const colour = SERIES[index % SERIES.length]!;
  const bar = {
    type: 'bar' as const,
    stack: inside ? 'all' : `bar-${index}`,
    barMaxWidth: widthOf(picture),
  };
  const label = {
    ...text(inside && isDark(colour) ? TOKENS.paper : TOKENS.ink),
    show: true,
    position: inside ? 'inside' : endOf(picture),
    distance: 5,
    // A number is read on plain ground, not on a pattern.
    ...(inside ? { backgroundColor: colour, padding: [1, 3] } : {}),
  };
  const shown = {
    ...bar,
    name,
    itemStyle: styleOf(index),
    data: rows.map((row) => shownOf(row.cells[column]) ?? '-'),
    label: {
      ...label,
      formatter: ({ dataIndex, value }: BarPosition) =>
        inside && value === 0 ? '' : write(rows[dataIndex]!, column),
    },
    labelLayout: inside ? { hideOverlap: true } : undefined,
  };
  if (inside) return [shown] as echarts.SeriesOption[];
  const stub = stubOf(picture);
  const hidden = {
    ...bar,
    name: `${name} `,
    itemStyle: HATCH,
    data: rows.map((row) => (isHidden(row.cells[column]) ? stub : '-')),
    label: {
      ...label,
      ...text(TOKENS.muted, true),
      formatter: ({ dataIndex }: BarPosition) => write(rows[dataIndex]!, column),
    },
  };
  return [shown, hidden] as echarts.SeriesOption[];
}

/** One hatched end for all that a stack hides: how many parts it has is seen in the table. */
function hiddenPart(picture: Picture): echarts.SeriesOption {
  const { chart, rows, write } = picture;
  const stub = stubOf(picture);
  const marks = rows.map((row) => {
    const hidden = chart.series.filter(({ column }) => isHidden(row.cells[column]));
    return [...new Set(hidden.map(({ column }) => write(row, column)))].join(' ');
  });
  return {
    type: 'bar',
    stack: 'all',
    barMaxWidth: widthOf(picture),
    name: ' ',
    itemStyle: HATCH,
    data: marks.map((mark) => (mark ? stub : '-')),
    label: {
      ...text(TOKENS.muted, true),
      show: true,
      position: endOf(picture),
      distance: 5,
      formatter: ({ dataIndex }: BarPosition) => marks[dataIndex]!,
    },
  } as echarts.SeriesOption;
}

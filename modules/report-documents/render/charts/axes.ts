/** Axes, legend and fonts of charts with axes. */
import type { ChartSeries, Row } from '../../document';
import { isHidden, writeNumber } from '../../document';
import { textWidth } from '../../../platform/typeset/fonts';
import { TOKENS } from '../../../platform/typeset/tokens';
import { linesOf, SIZE } from './canvas';
import { type Picture, shownOf } from './picture';

export const text = (colour: string, bold = false) => ({
  color: colour,
  fontSize: SIZE,
  fontWeight: bold ? (600 as const) : (400 as const),
  fontFamily: `${TOKENS.latin}, ${TOKENS.arabic}`,
});

/** Hatching of suppressed figures: fixed length, whatever the figure. */
export const HATCH = {
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

export const isStacked = ({ chart }: Picture): boolean => chart.shape === 'stacked';

/** In a stack, what is hidden in every row has no colour of its own to explain. */
const seriesNamed = (picture: Picture): readonly ChartSeries[] =>
  picture.chart.series.filter(
    ({ column }) => !isStacked(picture) || picture.rows.some((row) => !isHidden(row.cells[column])),
  );

export function legend(picture: Picture) {
  const { rtl, chart } = picture;
  const capacity = chart.capacity ? [chart.capacity.label] : [];
  const named = [...seriesNamed(picture).map(picture.title), ...capacity];
  return {
    top: 0,
    [rtl ? 'right' : 'left']: 6,
    icon: chart.shape === 'line' || chart.shape === 'occupancy' ? undefined : 'roundRect',
    itemWidth: chart.shape === 'line' || chart.shape === 'occupancy' ? 26 : 14,
    itemHeight: 12,
    itemStyle: { borderWidth: 0.8 },
    // Readers without our faces draw wider letters.
    itemGap: 26,
    align: rtl ? 'right' : 'left',
    textStyle: text(TOKENS.ink),
    data: rtl ? named.reverse() : named,
    selectedMode: false,
  };
}

/** The room that the words at the end of the longest bar need. */
export const longestLabel = (picture: Picture): number =>
  Math.max(
    0,
    ...picture.chart.series.flatMap(({ column }) =>
      picture.rows
        .filter((row) => !isStacked(picture) || isHidden(row.cells[column]))
        .map((row) => textWidth(picture.write(row, column), SIZE, isHidden(row.cells[column]))),
    ),
  );

/** Room for the words beside a bar, and under all columns together. */
const BESIDE = 235;
const UNDER = 600;
/** Under more columns than these not each has room for its words. */
const MOST_UNDER = 12;

export function categoryAxis({ chart, rows, rtl, name }: Picture) {
  const each = chart.horizontal ? 1 : Math.ceil(rows.length / MOST_UNDER);
  const width = chart.horizontal ? BESIDE : Math.floor((UNDER * each) / rows.length) - 8;
  return {
    type: 'category' as const,
    data: rows.map((row: Row) => name(row)),
    inverse: chart.horizontal ? true : rtl,
    position: chart.horizontal && rtl ? ('right' as const) : undefined,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: TOKENS.muted } },
    axisLabel: {
      ...text(TOKENS.ink),
      interval: each - 1,
      lineHeight: 15,
      // Broken here, not by ECharts: where its own measuring takes long it measures otherwise.
      formatter: (words: string) => linesOf(words.replaceAll('\u00a0', ' '), width).join('\n'),
    },
  };
}

/** Quarters up to full capacity, or beyond it where something that is shown is beyond. */
function fullScale(rows: readonly Row[], series: readonly ChartSeries[]) {
  const shares = rows.flatMap((row) => series.map(({ column }) => shownOf(row.cells[column]) ?? 0));
  const most = Math.max(1, ...shares);
  const interval = most > 2 ? Math.ceil(most / 4) : 0.25;
  return { interval, max: Math.ceil(most / interval) * interval };
}

export function valueAxis({ chart, rows, column, rtl, language }: Picture) {
  const { type, decimals } = column(chart.series[0]!.column);
  const full = chart.capacity && !chart.capacity.column ? fullScale(rows, chart.series) : {};
  return {
    type: 'value' as const,
    inverse: chart.horizontal ? rtl : false,
    position: !chart.horizontal && rtl ? ('right' as const) : undefined,
    min: 0,
    ...full,
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

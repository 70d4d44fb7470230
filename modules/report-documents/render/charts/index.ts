/** Charts drawn on the server as plain SVG: no style, no script, the same bytes every time. */
import type { ChartBlock, ChartShape } from '../../document';
import { wordsOf } from '../../document';
import { plainSvg } from '../plain-svg';
import { altText } from './alt-text';
import { funnel } from './funnel';
import { onAxes } from './on-axes';
import {
  type ChartContext,
  type ChartSize,
  type Drawing,
  type Picture,
  pictureOf,
} from './picture';
import { pyramid } from './pyramid';
import { regionMap } from './region-map';
import { sparklines } from './sparklines';
import { target } from './target';

export { altText } from './alt-text';
export { type ChartContext, type ChartSize, tableOf } from './picture';

const SHAPES: Readonly<Record<ChartShape, (picture: Picture) => Drawing>> = {
  bar: onAxes,
  stacked: onAxes,
  line: onAxes,
  occupancy: onAxes,
  pyramid,
  funnel,
  map: regionMap,
  target,
  sparklines,
};

export interface ChartSvg extends ChartSize {
  readonly svg: string;
}

export function drawChartSvg(chart: ChartBlock, context: ChartContext): ChartSvg {
  const { body, ...size } = SHAPES[chart.shape](pictureOf(chart, context));
  const words = { title: wordsOf(chart.title), alt: altText(chart, context) };
  return { ...size, svg: plainSvg(body, chart.key, words, size) };
}

export const drawChart = (chart: ChartBlock, context: ChartContext): string =>
  drawChartSvg(chart, context).svg;

/** Bars and lines, drawn by ECharts without a browser. */
import type * as ECharts from 'echarts';
import { textWidth } from '../../../platform/typeset/fonts';
import { SERIES, TOKENS } from '../../../platform/typeset/tokens';
import { categoryAxis, isStacked, legend, longestLabel, text, valueAxis } from './axes';
import { bars } from './bars';
import { SIZE } from './canvas';
import { lines } from './lines';
import { type ChartSize, type Drawing, type Picture, WIDTH } from './picture';

let loaded: typeof ECharts | undefined;

/** Loaded with the first chart, not with the server. */
function loadEcharts(): typeof ECharts {
  if (loaded) return loaded;
  const echarts = require('echarts') as typeof ECharts;
  echarts.setPlatformAPI({
    measureText(words, font) {
      const size = Number(/(\d+(?:\.\d+)?)px/.exec(font ?? '')?.[1] ?? SIZE);
      return { width: textWidth(words, size, /\b(bold|600)\b/.test(font ?? '')) };
    },
  });
  return (loaded = echarts);
}

export function onAxes(picture: Picture): Drawing {
  const size = sizeOf(picture);
  const canvas = loadEcharts().init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    canvas.setOption(optionsOf(picture));
    return { ...size, body: canvas.renderToSVGString() };
  } finally {
    canvas.dispose();
  }
}

const hasLegend = ({ chart }: Picture): boolean =>
  chart.series.length > 1 || Boolean(chart.capacity);

/** A height that gives every bar its room. */
function sizeOf(picture: Picture): ChartSize {
  const { chart } = picture;
  const rows = picture.rows.length;
  const above = hasLegend(picture) ? 26 : 0;
  if (!chart.horizontal) return { width: WIDTH, height: 225 + above };
  const side = isStacked(picture) ? 1 : chart.series.length;
  const row = rows > 10 && side > 1 ? 12 + 13 * side : 13 + 16 * side;
  return { width: WIDTH, height: 30 + above + rows * row };
}

function optionsOf(picture: Picture): ECharts.EChartsCoreOption {
  const { chart, rtl } = picture;
  const several = hasLegend(picture);
  const side = { left: 12, right: 12 };
  if (chart.horizontal) side[rtl ? 'left' : 'right'] = 14 + longestLabel(picture);
  const values = valueAxis(picture);
  const categories = categoryAxis(picture);
  const isLine = chart.shape === 'line' || chart.shape === 'occupancy';
  return {
    animation: false,
    textStyle: text(TOKENS.ink),
    color: [...SERIES],
    grid: { ...side, top: several ? 40 : 18, bottom: 8, containLabel: true },
    legend: several ? legend(picture) : undefined,
    xAxis: chart.horizontal ? values : categories,
    yAxis: chart.horizontal ? categories : values,
    series: isLine ? lines(picture) : bars(picture),
  };
}

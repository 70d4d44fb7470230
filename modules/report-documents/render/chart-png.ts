/** Renders a chart as PNG, for formats without SVG. */
import type { ChartBlock, DisclosedDocument, Language } from '../document';
import { type ChartSize, drawChartSvg } from './charts';
import { fontFiles } from '../../platform/typeset/fonts';
import { TOKENS } from '../../platform/typeset/tokens';

/** Loaded with the first picture, not with the server. */
const loadResvg = () => require('@resvg/resvg-js') as typeof import('@resvg/resvg-js');

export interface ChartPicture extends ChartSize {
  readonly png: Buffer;
}

export function chartPng(
  chart: ChartBlock,
  document: DisclosedDocument,
  language: Language,
): ChartPicture {
  const { svg, ...size } = drawChartSvg(chart, { document, language });
  const { Resvg } = loadResvg();
  const png = new Resvg(svg, {
    background: TOKENS.paper,
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: TOKENS.latin },
  })
    .render()
    .asPng();
  return { ...size, png };
}

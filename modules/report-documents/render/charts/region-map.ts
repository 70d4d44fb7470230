/**
 * Morocco's twelve regions as tiles, each roughly where it lies. Of our own making: no outline, no boundary.
 * The map keeps its directions in Arabic; the reading beside it turns.
 */
import Decimal from 'decimal.js';
import type { Row } from '../../document';
import { fill, isHidden, writeCell } from '../../document';
import { MOROCCAN_REGIONS } from '../../../platform/shared/regions.data';
import { TOKENS } from '../../../platform/typeset/tokens';
import { Canvas, linesOf, SIZE, widest } from './canvas';
import { decimalsOf, type Drawing, type Picture, shownOf, WIDTH } from './picture';

/** Columns and rows of the tiles, from the north-west. */
const PLACES: Readonly<Record<string, readonly [column: number, row: number]>> = {
  '01': [2.5, 0],
  '02': [4, 1],
  '03': [3, 1],
  '04': [2, 1],
  '05': [2.5, 2],
  '06': [1.5, 2],
  '07': [2, 3],
  '08': [3, 3],
  '09': [1.5, 4],
  '10': [1, 5],
  '11': [0.5, 6],
  '12': [0, 7],
};
const [ACROSS, DOWN] = [130, 58];
const [TILE, TALL] = [124, 52];

/** From little to much; each differs from the next by lightness. */
export const SHADES = ['#e3eeee', '#b4d2d3', '#76aaad', '#2f7a80', '#0a4348'] as const;

/** `MA-01` and `01` are the same region; anything else is none. */
export const regionOf = (row: Row): string | undefined => {
  const code = row.key.replace(/^MA-/, '');
  return Object.hasOwn(PLACES, code) ? code : undefined;
};

export function regionMap(picture: Picture): Drawing {
  const { chart, rows, name, write, language, labels, rtl } = picture;
  const { column } = chart.series[0]!;
  const found = new Map(rows.map((row) => [regionOf(row), row]));
  const values = MOROCCAN_REGIONS.map(({ code }) => shownOf(found.get(code)?.cells[column])).map(
    Number,
  );
  const shades = new Shades(Math.max(...values, 0), picture);
  // Where a region lies does not turn with the writing.
  const canvas = new Canvas(WIDTH, false);
  for (const { code, labels: names } of MOROCCAN_REGIONS) {
    const row = found.get(code);
    const [x, y] = [4 + PLACES[code]![0] * ACROSS, 3 + PLACES[code]![1] * DOWN];
    const hidden = isHidden(row?.cells[column]);
    const paint = shades.of(shownOf(row?.cells[column]));
    if (hidden) {
      canvas.hatched(x, y, TILE, TALL, 6);
      canvas.rect(x + 5, y + 4, TILE - 10, TALL - 8, { fill: TOKENS.paper, round: 3 });
    } else {
      const outline = { stroke: TOKENS.muted, strokeWidth: 0.8, round: 6 };
      canvas.rect(x, y, TILE, TALL, { fill: paint.ground, ...outline });
    }
    const said = row ? name(row) : names[language];
    const lines = linesOf(said, TILE - 12, 11);
    const colour = hidden ? TOKENS.ink : paint.ink;
    const top = y + (lines.length > 1 ? 15 : 20);
    lines
      .slice(0, 2)
      .forEach((line, i) =>
        canvas.text(x + TILE / 2, top + i * 12, line, { side: 'middle', size: 11, colour }),
      );
    canvas.text(x + TILE / 2, y + TALL - 8, row ? write(row, column) : labels.not_applicable, {
      side: 'middle',
      bold: true,
      size: 13,
      colour: hidden ? TOKENS.muted : colour,
    });
  }
  linesOf(labels.picture_map, 180, 11).forEach((line, i) =>
    canvas.text(rtl ? 186 : 6, 14 + i * 15, line, {
      side: rtl ? 'end' : 'start',
      colour: TOKENS.muted,
      size: 11,
    }),
  );
  beside(picture, canvas, shades);
  return canvas.drawing(3 + 8 * DOWN);
}

/** Equal steps up to the largest figure that is shown. */
class Shades {
  readonly limits: readonly number[];

  constructor(
    most: number,
    private readonly picture: Picture,
  ) {
    const whole = picture.column(picture.chart.series[0]!.column).type === 'integer';
    const steps = whole ? Math.min(SHADES.length, Math.max(0, most)) : most > 0 ? SHADES.length : 0;
    this.limits = Array.from({ length: steps }, (_, i) => {
      const limit = new Decimal(most).times(i + 1).div(steps);
      return (whole ? limit.floor() : limit).toNumber();
    });
  }

  of(value: number | null): { ground: string; ink: string } {
    if (value === null || value <= 0) return { ground: TOKENS.paper, ink: TOKENS.ink };
    const step = this.limits.findIndex((limit) => value <= limit);
    return this.shade(step);
  }

  shade(step: number): { ground: string; ink: string } {
    // Few steps take the shades that lie far apart.
    const last = SHADES.length - 1;
    const at =
      this.limits.length > 1 ? Math.round((step * last) / (this.limits.length - 1)) : last - 1;
    return { ground: SHADES[at]!, ink: at >= 3 ? TOKENS.paper : TOKENS.ink };
  }

  words(step: number): string {
    const { chart, column, labels, language } = this.picture;
    const drawn = column(chart.series[0]!.column);
    const { type } = drawn;
    const shape = { type, decimals: decimalsOf(drawn) };
    const value = writeCell(
      type === 'integer' ? this.limits[step]! : String(this.limits[step]!),
      shape,
      language,
      labels,
    );
    return fill(labels.picture_up_to, { value });
  }
}

/** Legend of the shades, and rows that are no region. */
function beside(
  { chart, rows, name, write, title, rtl, labels }: Picture,
  canvas: Canvas,
  shades: Shades,
) {
  const [left, right] = [400, WIDTH - 6];
  const side = rtl ? 'end' : 'start';
  const edge = rtl ? right : left;
  const inner = rtl ? right - 24 : left + 24;
  const { column } = chart.series[0]!;
  let y = 3 + 4 * DOWN + 18;
  const heading = (words: string): void => {
    for (const line of linesOf(words, right - left, SIZE, true)) {
      canvas.text(edge, y, line, { side, bold: true });
      y += 17;
    }
  };
  heading(title(chart.series[0]!));
  shades.limits.forEach((_, step) => {
    const paint = { fill: shades.shade(step).ground, stroke: TOKENS.muted, strokeWidth: 0.8 };
    canvas.rect(rtl ? right - 16 : left, y - 10, 16, 12, paint);
    canvas.text(inner, y, shades.words(step), { side });
    y += 17;
  });
  const others = rows.filter((row) => regionOf(row) === undefined);
  if (others.length === 0) return;
  y += 8;
  heading(labels.picture_no_region);
  for (const row of others) {
    const hidden = isHidden(row.cells[column]);
    const end = rtl ? left : right;
    canvas.text(edge, y, name(row), { side });
    canvas.text(end, y, write(row, column), {
      side: rtl ? 'start' : 'end',
      bold: true,
      colour: hidden ? TOKENS.muted : TOKENS.ink,
    });
    const room = widest([write(row, column)], true) + 10;
    if (hidden) canvas.hatched(rtl ? left + room : right - room - 24, y - 10, 24, 12);
    y += 17;
  }
}

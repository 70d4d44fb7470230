/** Funnel chart: one bar per stage, and the share of the previous stage. */
import Decimal from 'decimal.js';
import type { Row } from '../../document';
import { fill, isHidden, writePercent } from '../../document';
import { TOKENS } from '../../../platform/typeset/tokens';
import { SERIES } from '../../../platform/typeset/tokens';
import { Canvas, linesOf, SIZE, widest } from './canvas';
import { type Drawing, type Picture, shownOf, WIDTH } from './picture';

const BAR = 26;
const GAP = 20;
const NAMES = 190;
const STUB = 26;

export function funnel(picture: Picture): Drawing {
  const { chart, rows, name, write, rtl } = picture;
  const { column } = chart.series[0]!;
  const values = rows.map((row) => shownOf(row.cells[column]));
  const most = Math.max(...values.map((value) => value ?? 0), 0) || 1;
  const shares = rows.map((row, i) => shareOf(picture, row, rows[i - 1]));
  const numbers = widest(
    rows.map((row) => write(row, column)),
    true,
  );
  const room = WIDTH - NAMES - 24 - Math.max(widest(shares), 2 * numbers + 16);
  const middle = NAMES + 16 + room / 2;
  const width = (i: number): number =>
    isHidden(rows[i]!.cells[column]) ? STUB : Math.max(1, ((values[i] ?? 0) / most) * room);
  const canvas = new Canvas(WIDTH, rtl);

  rows.forEach((row, i) => {
    const y = 4 + i * (BAR + GAP);
    const half = width(i) / 2;
    const hidden = isHidden(row.cells[column]);
    if (i > 0 && values[i] !== null && values[i - 1] !== null) {
      const above = width(i - 1) / 2;
      const [top, foot] = [y - GAP, y];
      canvas.path(
        [
          [middle - above, top],
          [middle + above, top],
          [middle + half, foot],
          [middle - half, foot],
        ],
        { fill: TOKENS.accentSoft },
        true,
      );
    }
    if (shares[i]) canvas.text(WIDTH - 6, y - 5, shares[i], { side: 'end', colour: TOKENS.muted });
    const lines = linesOf(name(row), NAMES);
    lines.forEach((line, n) =>
      canvas.text(6, y + 17 + (n - (lines.length - 1) / 2) * (SIZE + 3), line),
    );
    if (hidden) canvas.hatched(middle - half, y, 2 * half, BAR);
    else if (values[i] !== null)
      canvas.rect(middle - half, y, 2 * half, BAR, { fill: SERIES[0], round: 2 });
    const words = write(row, column);
    const inside = !hidden && widest([words], true) + 16 < 2 * half;
    canvas.text(inside ? middle : middle + half + 7, y + 17, words, {
      side: inside ? 'middle' : 'start',
      bold: true,
      colour: hidden ? TOKENS.muted : inside ? TOKENS.paper : TOKENS.ink,
    });
  });
  return canvas.drawing(4 + rows.length * (BAR + GAP) - GAP + 6);
}

/** From the table where it has the share; else from two stages that are both shown. */
export function shareOf(picture: Picture, row: Row, before: Row | undefined): string {
  const { chart, labels, language, write } = picture;
  if (!before) return '';
  const [stage, given] = chart.series;
  const said = (percent: string): string => fill(labels.picture_before, { percent });
  if (given) return row.cells[given.column] === null ? '' : said(write(row, given.column));
  const [now, then] = [shownOf(row.cells[stage!.column]), shownOf(before.cells[stage!.column])];
  if (now === null || !then) return '';
  return said(writePercent(new Decimal(now).div(then).toString(), language, 0));
}

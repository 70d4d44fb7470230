/** Target chart: a bar for the value, a mark for the target. */
import type { Row } from '../../document';
import { fill, isHidden } from '../../document';
import { SERIES, TOKENS } from '../../../platform/typeset/tokens';
import { Canvas, linesOf, SIZE, widest } from './canvas';
import { type Drawing, type Picture, shownOf, WIDTH } from './picture';

const NAMES = 200;
const ROW = 42;
const BAR = 16;
const TOP = 32;
const STUB = 22;
/** Longest bar relative to its target; longer ones have an open end and a number. */
const FURTHEST = 1.3;

export function target(picture: Picture): Drawing {
  const { chart, rows, name, write, title, rtl, labels } = picture;
  const [actual, aim] = [chart.series[0]!, chart.target!];
  const aims = rows.map((row) =>
    fill(labels.picture_target, { label: aim.label, value: write(row, aim.column) }),
  );
  const numbers = rows.map((row) => write(row, actual.column));
  const words = Math.max(widest(aims), widest(numbers, true));
  const [left, right] = [NAMES + 14, WIDTH - words - 18];
  const canvas = new Canvas(WIDTH, rtl);
  const placed = scaleOf(picture, right - left);

  canvas.rect(left, 6, 14, 12, { fill: SERIES[0] });
  canvas.text(left + 20, 16, title(actual));
  const second = left + 20 + widest([title(actual)]) + 34;
  mark(canvas, second, 4, 16);
  canvas.text(second + 10, 16, title(aim));

  rows.forEach((row, i) => {
    const y = TOP + i * ROW;
    const lines = linesOf(name(row), NAMES);
    lines.forEach((line, n) =>
      canvas.text(6, y + 18 + (n - (lines.length - 1) / 2) * (SIZE + 3), line),
    );
    const { bar, at } = placed(row);
    canvas.line([left, y + 2], [left, y + BAR + 10], { stroke: TOKENS.muted });
    if (at !== null) canvas.rect(left, y + 6, at, BAR, { fill: TOKENS.accentSoft });
    if (bar === 'hidden') canvas.hatched(left, y + 6, STUB, BAR);
    else if (bar !== null) {
      const most = right - left;
      canvas.rect(left, y + 6, Math.min(bar, most), BAR, { fill: SERIES[0] });
      if (bar > most) openEnd(canvas, right, y + 6);
    }
    if (at !== null) mark(canvas, left + at, y + 2, BAR + 8);
    const hidden = isHidden(row.cells[actual.column]);
    canvas.text(WIDTH - 6, y + 12, numbers[i]!, {
      side: 'end',
      bold: true,
      colour: hidden ? TOKENS.muted : TOKENS.ink,
    });
    canvas.text(WIDTH - 6, y + 27, aims[i]!, { side: 'end', colour: TOKENS.muted });
  });
  return canvas.drawing(TOP + rows.length * ROW);
}

/** Dark in a light rim: seen on the bar and beside it. */
function mark(canvas: Canvas, x: number, y: number, height: number): void {
  canvas.rect(x - 2.5, y, 5, height, { fill: TOKENS.paper });
  canvas.rect(x - 1.5, y, 3, height, {
    fill: TOKENS.warning,
    stroke: TOKENS.ink,
    strokeWidth: 0.6,
  });
}

function openEnd(canvas: Canvas, x: number, y: number): void {
  for (const back of [7, 12])
    canvas.path(
      [
        [x - back - 4, y],
        [x - back, y + BAR / 2],
        [x - back - 4, y + BAR],
      ],
      { stroke: TOKENS.paper, strokeWidth: 2 },
    );
}

interface TargetScale {
  readonly bar: number | 'hidden' | null;
  readonly at: number | null;
}

/**
 * One scale for all, or each row's own target at one place. By its own scale a bar without a target that
 * is shown has no length: it would give the target away.
 */
function scaleOf({ chart, rows }: Picture, room: number): (row: Row) => TargetScale {
  const [actual, aim] = [chart.series[0]!.column, chart.target!.column];
  if (chart.scale === 'own')
    return (row) => {
      const [is, goal] = [shownOf(row.cells[actual]), shownOf(row.cells[aim])];
      const unit = room / FURTHEST;
      const concealed = isHidden(row.cells[actual]) || isHidden(row.cells[aim]);
      if (concealed) return { bar: 'hidden', at: goal === null ? null : unit };
      if (goal === null || goal <= 0 || is === null) return { bar: null, at: null };
      return { bar: Math.max(0, (is / goal) * unit), at: unit };
    };
  const all = rows.flatMap((row) => [row.cells[actual], row.cells[aim]]).map(shownOf);
  const most = Math.max(...all.map((value) => value ?? 0), 0) || 1;
  const length = (value: number | null): number | null =>
    value === null ? null : Math.max(0, (value / most) * (room - 4));
  return (row) => ({
    bar: isHidden(row.cells[actual]) ? 'hidden' : length(shownOf(row.cells[actual])),
    at: length(shownOf(row.cells[aim])),
  });
}

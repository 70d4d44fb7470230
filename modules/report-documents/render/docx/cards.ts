/** Key figures, each on a card of its own. */
import {
  AlignmentType,
  BorderStyle,
  ShadingType,
  type Table,
  TableCell,
  TableRow,
  WidthType,
} from 'docx';
import { TOKENS } from '../../../platform/typeset/tokens';
import { type Kpi, writeCell } from '../../document';
import type { Child, DocxBuilder } from './docx-builder';
import { INNER, WIDTH } from './lines';
import { hex } from './runs';

export const cards = (hand: DocxBuilder, items: readonly Kpi[]): Child[] =>
  rowsOfCards(items).flatMap((row) => [oneRow(hand, row), hand.gap()]);

function oneRow(hand: DocxBuilder, items: readonly Kpi[]): Table {
  const width = Math.floor(WIDTH / items.length);
  const cells = items.map((kpi) => {
    const value = writeCell(kpi.value, kpi, hand.language, hand.document.labels);
    return new TableCell({
      width: { size: width, type: WidthType.DXA },
      shading: { type: ShadingType.CLEAR, fill: hex(TOKENS.accentSoft) },
      margins: { top: 140, bottom: 140, left: 160, right: 160 },
      borders: {
        top: { style: BorderStyle.SINGLE, size: 18, color: hex(TOKENS.accent) },
        ...INNER,
        left: { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' },
        right: { style: BorderStyle.SINGLE, size: 24, color: 'FFFFFF' },
      },
      children: [
        hand.figure(
          value,
          { bold: true, color: hex(TOKENS.accentDeep), size: sizeThatFits(value, width) },
          AlignmentType.START,
        ),
        hand.paragraph(kpi.label, { size: 18 }, { spacing: { after: 0 } }),
        ...(kpi.note ? [hand.paragraph(kpi.note, { size: 16, color: hex(TOKENS.muted) })] : []),
      ],
    });
  });
  return hand.grid(
    [new TableRow({ cantSplit: true, children: cells })],
    items.map(() => width),
  );
}

/** Rows of key-figure cards; five cards are split into three and two. */
function rowsOfCards(items: readonly Kpi[]): (readonly Kpi[])[] {
  const rows = Math.max(1, Math.ceil(items.length / 4));
  const wide = Math.ceil(items.length / rows);
  return Array.from({ length: rows }, (_, i) => items.slice(i * wide, (i + 1) * wide));
}

/** Half points, so that a figure stays on one line also in a wide face: one that breaks reads as two. */
const sizeThatFits = (value: string, width: number): number =>
  [38, 28, 24].find((size) => value.length * 5.8 * size <= width - 320) ?? 20;

/** Highlighted statement: a bar at its side and a tinted background. */
import { BorderStyle, ShadingType, TableCell, TableRow, WidthType } from 'docx';
import { TOKENS } from '../../../platform/typeset/tokens';
import { type Block, wordsOf } from '../../document';
import type { Child, DocxBuilder } from './docx-builder';
import { NO_LINE, WIDTH } from './lines';
import { hex } from './runs';

export function callout(hand: DocxBuilder, block: Extract<Block, { kind: 'callout' }>): Child[] {
  const { title, tone } = block;
  const text = wordsOf(block.text);
  const [edge, ground] = {
    info: [TOKENS.accent, TOKENS.accentSoft],
    warning: [TOKENS.warning, TOKENS.warningSoft],
    danger: [TOKENS.danger, TOKENS.dangerSoft],
  }[tone] as [string, string];
  const bar = { style: BorderStyle.SINGLE, size: 24, color: hex(edge) };
  const cell = new TableCell({
    width: { size: WIDTH, type: WidthType.DXA },
    shading: { type: ShadingType.CLEAR, fill: hex(ground) },
    margins: { top: 120, bottom: 120, left: 200, right: 200 },
    borders: {
      top: NO_LINE,
      bottom: NO_LINE,
      // In a mirrored table the left edge is the leading one.
      left: bar,
      right: NO_LINE,
    },
    children: [
      ...(title
        ? [hand.paragraph(title, { bold: true, color: hex(edge) }, { spacing: { after: 60 } })]
        : []),
      hand.paragraph(text, {}, { spacing: { after: 0 } }),
    ],
  });
  return [
    hand.gap(),
    hand.grid([new TableRow({ cantSplit: true, children: [cell] })], [WIDTH]),
    hand.gap(),
  ];
}

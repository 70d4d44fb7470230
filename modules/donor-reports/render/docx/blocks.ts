/** The blocks of a report, one after the other. */
import { HeadingLevel, type Paragraph } from 'docx';
import { TOKENS } from '../../../../src/typeset/tokens';
import type { Block } from '../../document';
import { callout } from './callout';
import { cards } from './cards';
import { chart } from './chart';
import { type Child, Hand } from './hand';
import { hex } from './runs';
import { TableWriter } from './table';

export const writeBlocks = (hand: Hand, blocks: readonly Block[]): Child[] =>
  blocks.flatMap((block) => written(hand, block));

function written(hand: Hand, block: Block): Child[] {
  switch (block.kind) {
    case 'heading':
      return [heading(hand, block.text, block.level)];
    case 'narrative':
      return [
        ...(block.title ? [hand.paragraph(block.title, { bold: true })] : []),
        ...block.paragraphs.map((text) => hand.paragraph(text)),
      ];
    case 'kpis':
      return cards(hand, block.items);
    case 'callout':
      return callout(hand, block);
    case 'chart':
      return chart(hand, block);
    case 'table':
      return new TableWriter(hand, block).write();
    case 'section':
      return writeBlocks(new Hand(hand.document, block.language), block.blocks);
  }
}

function heading(hand: Hand, text: string, level: 1 | 2 | 3): Paragraph {
  const size = { 1: 36, 2: 27, 3: 23 }[level];
  return hand.paragraph(
    text,
    { bold: true, color: hex(TOKENS.accentDeep), size },
    {
      heading: {
        1: HeadingLevel.HEADING_1,
        2: HeadingLevel.HEADING_2,
        3: HeadingLevel.HEADING_3,
      }[level],
      keepNext: true,
      pageBreakBefore: level === 1,
      spacing: { before: level === 1 ? 0 : 320, after: 160 },
    },
  );
}

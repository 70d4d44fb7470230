/** The blocks of a report, one after the other. */
import { HeadingLevel, type Paragraph } from 'docx';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { Block } from '../../document';
import { callout } from './callout';
import { cards } from './cards';
import { chart } from './chart';
import { type Child, DocxBuilder } from './docx-builder';
import { hex } from './runs';
import { TableWriter } from './table';

type Heading = Extract<Block, { kind: 'heading' }>;

/** `opening`: the heading that opens the page after the cover. */
export const writeBlocks = (
  hand: DocxBuilder,
  blocks: readonly Block[],
  opening?: Block,
): Child[] => blocks.flatMap((block) => written(hand, block, opening));

function written(hand: DocxBuilder, block: Block, opening?: Block): Child[] {
  switch (block.kind) {
    case 'heading':
      return [heading(hand, block, block === opening)];
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
      return writeBlocks(new DocxBuilder(hand.document, block.language), block.blocks, opening);
  }
}

function heading(hand: DocxBuilder, { text, level }: Heading, opens: boolean): Paragraph {
  const size = { 1: 36, 2: 27, 3: 23 }[level];
  return hand.paragraph(
    text,
    { bold: true, color: hex(TOKENS.accentDeep), size },
    {
      heading: { 1: HeadingLevel.HEADING_1, 2: HeadingLevel.HEADING_2, 3: HeadingLevel.HEADING_3 }[
        level
      ],
      keepNext: true,
      pageBreakBefore: opens,
      spacing: { before: opens ? 0 : { 1: 640, 2: 320, 3: 320 }[level], after: 160 },
    },
  );
}

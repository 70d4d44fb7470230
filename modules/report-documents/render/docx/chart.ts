/** A picture with its title, and in words for those who do not see it. */
import { ImageRun, Paragraph } from 'docx';
import { type ChartBlock, wordsOf } from '../../document';
import { chartPng } from '../chart-png';
import { altText } from '../charts';
import type { Child, DocxBuilder } from './docx-builder';

export function chart(hand: DocxBuilder, block: ChartBlock): Child[] {
  const { document, language } = hand;
  const { png, width, height } = chartPng(block, document, language);
  const alt = altText(block, { document, language });
  return [
    hand.paragraph(
      wordsOf(block.title),
      { bold: true, size: 23 },
      { keepNext: true, spacing: { before: 160, after: 100 } },
    ),
    new Paragraph({
      spacing: { after: 200 },
      children: [
        new ImageRun({
          type: 'png',
          data: png,
          transformation: { width: 630, height: Math.round((height * 630) / width) },
          altText: { title: wordsOf(block.title), description: alt, name: block.key },
        }),
      ],
    }),
  ];
}

/** Cover page. */
import { BorderStyle, HeadingLevel, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { DisclosedDocument } from '../../document';
import type { Child, DocxBuilder } from './docx-builder';
import { hex, runsOf, type RunStyle } from './runs';
import { coverFacts } from '../cover-facts';

export function cover(hand: DocxBuilder): Child[] {
  const { document } = hand;
  const { meta, labels } = document;
  const line = (text: string, style: RunStyle, after = 120): Paragraph =>
    hand.paragraph(text, style, { spacing: { after } });
  const facts = coverFacts(document);
  return [
    hand.paragraph(
      meta.programme,
      { color: hex(TOKENS.muted), size: 24 },
      { spacing: { before: 2200, after: 400 } },
    ),
    hand.paragraph(
      meta.title,
      { bold: true, size: 64, color: hex(TOKENS.accent) },
      { heading: HeadingLevel.TITLE, spacing: { after: 160 } },
    ),
    ...(meta.subtitle ? [line(meta.subtitle, { size: 28, color: hex(TOKENS.muted) }, 300)] : []),
    hand.paragraph(
      meta.period.label,
      { bold: true, size: 28 },
      {
        spacing: { before: 200, after: 900 },
        border: { top: { style: BorderStyle.SINGLE, size: 18, color: 'E0A030', space: 12 } },
      },
    ),
    ...facts.map(({ label, value }) => fact(document, label, value)),
    ...(meta.synthetic
      ? [
          hand.paragraph(
            labels.synthetic,
            { bold: true, color: hex(TOKENS.warning) },
            { spacing: { before: 900 } },
          ),
        ]
      : []),
  ];
}

function fact(document: DisclosedDocument, label: string, value: string): Paragraph {
  const { language, direction } = document.meta;
  return new Paragraph({
    bidirectional: direction === 'rtl',
    spacing: { after: 100 },
    indent: { start: 2800, hanging: 2800 },
    tabStops: [{ type: TabStopType.START, position: 2800 }],
    children: [
      ...runsOf(label, { color: hex(TOKENS.muted) }, language),
      new TextRun({ children: [new Tab()], rightToLeft: direction === 'rtl' }),
      ...runsOf(value, { bold: true }, language),
    ],
  });
}

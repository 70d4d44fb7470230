/** Page headers and footers, except on the first page. */
import { PageNumber, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { DisclosedDocument } from '../../document';
import { WIDTH } from './lines';
import { FACE, hex, runsOf } from './runs';

const RUNNING = { size: 16, color: hex(TOKENS.muted) };

export function header(document: DisclosedDocument): Paragraph {
  const { meta } = document;
  return running(document, [
    ...runsOf(meta.title, RUNNING, meta.language),
    new TextRun({ children: [new Tab()] }),
    ...runsOf(meta.period.label, RUNNING, meta.language),
  ]);
}

export function footer(document: DisclosedDocument): Paragraph {
  const { meta, labels } = document;
  const parts = [meta.audience.label, `${labels.version} ${meta.version}`];
  if (meta.synthetic) parts.push(labels.synthetic_short);
  const [before, between, after] = labels.page.split(/\{\{pages?\}\}/) as [string, string, string];
  const field = (children: (string | typeof PageNumber.CURRENT)[]): TextRun =>
    new TextRun({ children, ...RUNNING, font: FACE });
  return running(document, [
    ...runsOf(parts.join(' · '), RUNNING, meta.language),
    new TextRun({ children: [new Tab()] }),
    ...runsOf(before, RUNNING, meta.language),
    field([PageNumber.CURRENT]),
    ...runsOf(between, RUNNING, meta.language),
    field([PageNumber.TOTAL_PAGES]),
    ...runsOf(after, RUNNING, meta.language),
  ]);
}

function running(document: DisclosedDocument, children: TextRun[]): Paragraph {
  return new Paragraph({
    bidirectional: document.meta.direction === 'rtl',
    tabStops: [{ type: TabStopType.END, position: WIDTH }],
    children,
  });
}

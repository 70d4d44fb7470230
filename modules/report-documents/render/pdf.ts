/** PDF/UA-1 through Typst: tagged, with language, title, contents and page numbers. */
import { TypesettingError, typesetPdf, type PdfResult } from '../../platform/typeset/compile';
import { WorkerTimeout } from '../../platform/shared/worker';
import { isolate } from '../../platform/typeset/text';
import type { Block, DisclosedDocument, Language, TableBlock } from '../document';
import { isHidden, shapeInTable, wordsOf, writeCell, writeHeader } from '../document';
import { altText, drawChart } from './charts';
import { MOST_ROWS, PdfNotTypeset, rowCount, TooManyRows } from './render.errors';
import { readableBlocks } from './readable';
import { TOKENS } from '../../platform/typeset/tokens';
import { coverFacts } from './cover-facts';

/** `mark`: whose copy it is, faint on every page; none on the file that is frozen. */
export async function renderPdf(document: DisclosedDocument, mark?: string): Promise<PdfResult> {
  const rows = rowCount(document.blocks);
  if (rows > MOST_ROWS) throw new TooManyRows(rows);
  return typesetPdf('report', pagesOf(document, mark), document.meta.date).catch(
    (error: unknown) => {
      if (error instanceof WorkerTimeout || error instanceof TypesettingError)
        throw new PdfNotTypeset(error);
      throw error;
    },
  );
}

/** The document with every value written out; the template only places it. */
function pagesOf(document: DisclosedDocument, mark?: string): unknown {
  const { meta, labels } = document;
  const say = (text: string): string => isolate(text, meta.language);
  const [year, month, day] = meta.date.split('-').map(Number);
  const facts = coverFacts(document);
  return {
    title: meta.title,
    programme: say(meta.programme),
    cover_title: say(meta.title),
    subtitle: meta.subtitle ? say(meta.subtitle) : null,
    period: say(meta.period.label),
    audience: say(meta.audience.label),
    version: say(`${labels.version} ${meta.version}`),
    date: { year, month, day },
    language: meta.language,
    direction: meta.direction,
    facts: facts.map((fact) => ({ label: fact.label, value: say(fact.value) })),
    synthetic: meta.synthetic ? say(labels.synthetic) : null,
    synthetic_short: meta.synthetic ? labels.synthetic_short : null,
    contents: labels.contents,
    page: labels.page.split(/\{\{pages?\}\}/),
    mark: mark === undefined ? undefined : say(mark),
    tokens: TOKENS,
    blocks: readableBlocks(document.blocks, document).map((block) =>
      placed(block, document, meta.language),
    ),
  };
}

function placed(block: Block, document: DisclosedDocument, language: Language): unknown {
  const say = (text: string): string => isolate(text, language);
  switch (block.kind) {
    case 'heading':
      return { ...block, text: say(block.text) };
    case 'narrative':
      return {
        kind: block.kind,
        title: block.title ? say(block.title) : null,
        paragraphs: block.paragraphs.map(say),
      };
    case 'callout':
      return {
        kind: block.kind,
        tone: block.tone,
        title: block.title ? say(block.title) : null,
        text: say(wordsOf(block.text)),
      };
    case 'kpis':
      return {
        kind: block.kind,
        items: block.items.map((kpi) => ({
          label: say(kpi.label),
          value: say(writeCell(kpi.value, kpi, language, document.labels)),
          note: kpi.note ? say(kpi.note) : null,
        })),
      };
    case 'chart':
      return {
        kind: block.kind,
        title: say(wordsOf(block.title)),
        alt: altText(block, { document, language }),
        svg: drawChart(block, { document, language }),
      };
    case 'table':
      return tablePlaced(block, document, language);
    case 'section':
      return {
        kind: block.kind,
        language: block.language,
        direction: block.direction,
        blocks: block.blocks.map((inner) => placed(inner, document, block.language)),
      };
  }
}

function tablePlaced(table: TableBlock, document: DisclosedDocument, language: Language): unknown {
  const say = (text: string): string => isolate(text, language);
  const { labels } = document;
  const cells = (row: TableBlock['rows'][number]): unknown[] =>
    table.columns.map((column) => {
      const cell = row.cells[column.key];
      const text = writeCell(cell, shapeInTable(row, column), language, labels);
      return { text: say(text), hidden: isHidden(cell) };
    });
  return {
    kind: table.kind,
    title: say(table.title),
    columns: table.columns.map((column) => ({
      header: say(writeHeader(column)),
      figure: column.type !== 'text' && column.type !== 'date',
    })),
    rows: table.rows.map((row) => ({ cells: cells(row), strong: row.emphasis === 'strong' })),
    total: table.total ? cells(table.total) : null,
    notes: [
      ...(table.denominator ? [labels.denominator.replace('{{text}}', table.denominator)] : []),
      ...(table.notes ?? []),
    ].map(say),
  };
}

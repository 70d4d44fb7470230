/** The report as a fragment for pages and as a file of its own; the same words, figures and pictures. */
import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../platform/config/root';
import type { Block, DisclosedDocument, Language, TableBlock } from '../document';
import { isHidden, shapeInTable, wordsOf, writeCell, writeHeader } from '../document';
import { drawChart } from './charts';
import { isolate } from '../../platform/typeset/text';
import { readableBlocks } from './readable';
import { cleanDocument } from './text';
import { cssVariables } from '../../platform/typeset/tokens';
import { coverFacts } from './cover-facts';

const FOLDER = join(ROOT, 'templates', 'reports');
const read = (file: string): string => readFileSync(join(FOLDER, file), 'utf8');

let templates: Record<'fragment' | 'file' | 'blocks', HandlebarsTemplateDelegate> | undefined;

function prepared(): NonNullable<typeof templates> {
  if (templates) return templates;
  const engine = Handlebars.create();
  engine.registerHelper('is', (a: unknown, b: unknown) => a === b);
  engine.registerPartial('report-blocks', read('blocks.hbs'));
  engine.registerPartial('report-table', read('table.hbs'));
  const options = { strict: false, noEscape: false, knownHelpersOnly: false };
  templates = {
    fragment: engine.compile(read('fragment.hbs'), options),
    file: engine.compile(read('file.hbs'), options),
    blocks: engine.compile(read('blocks.hbs'), options),
  };
  return templates;
}

/** For a page, whose style sheet is templates/reports/report.css; no style or script inside. */
export const renderFragment = (document: DisclosedDocument): string =>
  prepared().fragment(viewOf(cleanDocument(document)));

/** Some of its blocks, for a page that lays them out its own way; `document` is clean already. */
export const renderBlocks = (blocks: readonly Block[], document: DisclosedDocument): string =>
  prepared().blocks({
    blocks: readableBlocks(blocks, document).map((one) =>
      blockView(one, document, document.meta.language),
    ),
  });

export function renderHtml(document: DisclosedDocument): Buffer {
  const style = new Handlebars.SafeString(`:root{${cssVariables()}}\n${read('report.css')}`);
  const view = viewOf(document);
  const body = new Handlebars.SafeString(prepared().fragment(view));
  return Buffer.from(prepared().file({ ...view, style, body }), 'utf8');
}

function viewOf(document: DisclosedDocument) {
  const { meta, labels } = document;
  const say = (text: string): string => isolate(text, meta.language);
  const facts = coverFacts(document);
  return {
    title: meta.title,
    programme: say(meta.programme),
    subtitle: meta.subtitle && say(meta.subtitle),
    period: say(meta.period.label),
    language: meta.language,
    direction: meta.direction,
    facts: facts.map(({ label, value }) => ({ label, value: say(value) })),
    synthetic: meta.synthetic ? say(labels.synthetic) : undefined,
    blocks: readableBlocks(document.blocks, document).map((block) =>
      blockView(block, document, meta.language),
    ),
  };
}

function blockView(block: Block, document: DisclosedDocument, language: Language): object {
  const say = (text: string): string => isolate(text, language);
  switch (block.kind) {
    case 'heading':
      return {
        heading: true,
        text: say(block.text),
        key: block.key,
        [`level${block.level}`]: true,
      };
    case 'narrative':
      return {
        narrative: true,
        title: block.title && say(block.title),
        paragraphs: block.paragraphs.map(say),
      };
    case 'callout':
      return {
        callout: true,
        tone: block.tone,
        title: block.title && say(block.title),
        text: say(wordsOf(block.text)),
      };
    case 'kpis':
      return {
        kpis: true,
        items: block.items.map((kpi) => ({
          label: say(kpi.label),
          note: kpi.note && say(kpi.note),
          value: say(writeCell(kpi.value, kpi, language, document.labels)),
          hidden: isHidden(kpi.value),
        })),
      };
    case 'chart':
      return {
        chart: true,
        title: say(wordsOf(block.title)),
        svg: new Handlebars.SafeString(drawChart(block, { document, language })),
      };
    case 'table':
      return tableView(block, document, language);
    case 'section':
      return {
        section: true,
        language: block.language,
        direction: block.direction,
        blocks: block.blocks.map((inner) => blockView(inner, document, block.language)),
      };
  }
}

function tableView(table: TableBlock, document: DisclosedDocument, language: Language): object {
  const say = (text: string): string => isolate(text, language);
  const cells = (row: TableBlock['rows'][number]) =>
    table.columns.map((column, i) => {
      const cell = row.cells[column.key];
      return {
        text: say(writeCell(cell, shapeInTable(row, column), language, document.labels)),
        figure: column.type !== 'text' && column.type !== 'date',
        hidden: isHidden(cell),
        head: i === 0,
      };
    });
  return {
    table: true,
    title: say(table.title),
    columns: table.columns.map((column) => ({
      header: say(writeHeader(column)),
      figure: column.type !== 'text' && column.type !== 'date',
    })),
    rows: table.rows.map((row) => ({ cells: cells(row), strong: row.emphasis === 'strong' })),
    total: table.total && cells(table.total),
    notes: [
      ...(table.denominator
        ? [document.labels.denominator.replace('{{text}}', table.denominator)]
        : []),
      ...(table.notes ?? []),
    ].map(say),
  };
}

import {
  type Block,
  type Cell,
  type DisclosedDocument,
  eachBlock,
  figureOf,
  type ReportDocument,
  writeCell,
} from '../../report-documents';
import { filled } from './placeholder.rules';

/**
 * Formatted figures by name. The names come from the document before suppression, since the version for an audience
 * does not show which cells are the same figure.
 */
export function figuresIn(shown: DisclosedDocument, whole: ReportDocument): Map<string, string> {
  const { labels, meta } = shown;
  const blocks = new Map([...eachBlock(shown.blocks)].map((block) => [block.key, block]));
  const found = new Map<string, string>();
  for (const named of eachBlock(whole.blocks)) {
    const block = blocks.get(named.key);
    if (named.kind === 'kpis' && block?.kind === 'kpis')
      for (const [place, kpi] of block.items.entries()) {
        const name = named.items[place]!.figure ?? `kpi/${kpi.key}`;
        found.set(name, writeCell(kpi.value, kpi, meta.language, labels));
      }
    if (named.kind !== 'table' || block?.kind !== 'table') continue;
    for (const row of named.total ? [...named.rows, named.total] : named.rows) {
      const cells = [...block.rows, ...(block.total ? [block.total] : [])].find(
        ({ key }) => key === row.key,
      )!.cells;
      for (const column of block.columns.filter(({ type }) => type !== 'text'))
        found.set(
          figureOf(named.key, row, column.key),
          writeCell(cells[column.key], column, meta.language, labels),
        );
    }
  }
  return found;
}

/** Names of figures that have no value in this document: a share of nothing, a target that is not set. */
export function withoutValue(whole: ReportDocument): Set<string> {
  const names = new Set<string>();
  const look = (name: string, cell: Cell | undefined) =>
    (cell === null || cell === undefined) && names.add(name);
  for (const block of eachBlock(whole.blocks)) {
    if (block.kind === 'kpis')
      for (const kpi of block.items) look(kpi.figure ?? `kpi/${kpi.key}`, kpi.value);
    if (block.kind !== 'table') continue;
    for (const row of block.total ? [...block.rows, block.total] : block.rows)
      for (const { key } of block.columns.filter(({ type }) => type !== 'text'))
        look(figureOf(block.key, row, key), row.cells[key]);
  }
  return names;
}

/** Texts with their figures in place; what is hidden from these readers is hidden in the text too. */
export function fillPlaceholders(
  shown: DisclosedDocument,
  whole: ReportDocument,
): DisclosedDocument {
  const figures = figuresIn(shown, whole);
  const blocks = shown.blocks.map((block): Block =>
    block.kind === 'narrative'
      ? { ...block, paragraphs: block.paragraphs.map((text) => filled(text, figures)) }
      : block,
  );
  return { ...shown, blocks };
}

/** The tables of a document for a page that shows many of them side by side. */
import { type DisclosedDocument, isHidden, type TableBlock, writeCell } from '../document';

export function statisticsModel(document: DisclosedDocument) {
  const sections: { key: string; title: string; open: boolean; tables: object[] }[] = [];
  for (const block of document.blocks) {
    if (block.kind === 'heading') {
      sections.push({ key: block.key, title: block.text, open: sections.length === 0, tables: [] });
    } else if (block.kind === 'table') sections.at(-1)?.tables.push(tableModel(block, document));
  }
  return sections;
}

function tableModel(table: TableBlock, { labels, meta }: DisclosedDocument) {
  const line = (row: TableBlock['rows'][number]) => ({
    strong: row.emphasis === 'strong',
    unknown: row.unknown ?? false,
    cells: table.columns.map((column) => ({
      head: column.type === 'text',
      hidden: isHidden(row.cells[column.key]),
      text:
        row.cells[column.key] === null
          ? ''
          : writeCell(row.cells[column.key], column, meta.language, labels),
    })),
  });
  return {
    title: table.title,
    heads: table.columns.map(({ header, type }) => ({ header, figure: type !== 'text' })),
    rows: table.rows.map(line),
    total: table.total ? line(table.total) : null,
    notes: (table.notes ?? []).filter((note) => note !== table.denominator),
  };
}

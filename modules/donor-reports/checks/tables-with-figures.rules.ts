/** Titles of the tables that contain given figures. */
import {
  type ReportDocument,
  type TableBlock,
  eachBlock,
  figureOf,
  tablesOf,
} from '../../report-documents';

/**
 * `whole`: document with the names of figures; `read`: document in the reader's language. A figure that exists only in
 * the grouping for its readers is identified by its place, which begins with its table.
 */
export function tablesWithFigures(
  figures: readonly string[],
  whole: ReportDocument,
  read: ReportDocument,
): string[] {
  const named = placesIn(whole);
  const keys = new Set(figures.flatMap((id) => named.get(id) ?? [id.split('/')[0]!]));
  const isCard = [...eachBlock(read.blocks)].some(
    ({ kind, key }) => kind === 'kpis' && keys.has(key),
  );
  return [
    ...(isCard ? [read.labels.key_figures] : []),
    ...tablesOf(read)
      .filter(({ key }) => keys.has(key))
      .map(({ title }) => title),
  ];
}

/** The blocks of each figure, by its name. */
function placesIn(document: ReportDocument): Map<string, string[]> {
  const places = new Map<string, string[]>();
  const stands = (id: string, key: string) => places.set(id, [...(places.get(id) ?? []), key]);
  for (const block of eachBlock(document.blocks)) {
    if (block.kind === 'table') for (const id of figuresIn(block)) stands(id, block.key);
    if (block.kind === 'kpis')
      for (const { key, figure } of block.items) stands(figure ?? `kpi/${key}`, block.key);
  }
  return places;
}

const figuresIn = ({ key, columns, rows, total }: TableBlock): string[] =>
  [...rows, ...(total ? [total] : [])].flatMap((row) =>
    columns.filter(({ disclosure }) => disclosure).map((column) => figureOf(key, row, column.key)),
  );

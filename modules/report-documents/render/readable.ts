/**
 * Document for people: a table without a shown figure becomes one sentence, and its chart is omitted. Files for
 * programs keep all rows with their marks.
 */
import type {
  Block,
  ChartBlock,
  DisclosedDocument,
  LabelSet,
  Language,
  TableBlock,
} from '../document';
import { fill, isHidden, labelsIn, tablesOf } from '../document';

export function readableBlocks(
  blocks: readonly Block[],
  document: DisclosedDocument,
  language: Language = document.meta.language,
): Block[] {
  const readable: Block[] = [];
  let withheld: TableBlock[] = [];
  const say = (): void => {
    if (withheld.length > 0) readable.push(sentenceOf(withheld, document, language));
    withheld = [];
  };
  for (const block of blocks) {
    if (block.kind === 'table' && isWithheld(block)) {
      withheld.push(block);
      continue;
    }
    if (block.kind === 'chart' && isOfNothing(block, document)) continue;
    say();
    readable.push(
      block.kind === 'section'
        ? { ...block, blocks: readableBlocks(block.blocks, document, block.language) }
        : block,
    );
  }
  say();
  return readable;
}

/** Tables that follow each other share their sentence. */
function sentenceOf(
  tables: readonly TableBlock[],
  document: DisclosedDocument,
  language: Language,
): Block {
  const labels = labelsIn(document, language);
  const { threshold } = document.disclosure;
  const sentence = tables.length === 1 ? labels.withheld : labels.withheld_several;
  return {
    kind: 'narrative',
    key: `${tables[0]!.key}-withheld`,
    title: tables.map(({ title }) => title).join(' · '),
    paragraphs: [
      fill(sentence, { threshold }),
      ...(tables.some((table) => isCorrected(table, labels)) ? [labels.withheld_corrected] : []),
    ],
  };
}

const isCorrected = ({ rows, total }: TableBlock, { mark_corrected }: LabelSet): boolean =>
  [...rows, ...(total ? [total] : [])].some(({ cells }) =>
    Object.values(cells).some((cell) => isHidden(cell) && cell.mark === mark_corrected),
  );

/** Something is hidden, and not one figure can be read: not even one that protects nobody. */
export function isWithheld({ columns, rows, total }: TableBlock): boolean {
  const figures = columns.filter(({ type }) => type !== 'text' && type !== 'date');
  const cells = [...rows, ...(total ? [total] : [])].flatMap((row) =>
    figures.map(({ key }) => row.cells[key] ?? null),
  );
  return cells.some(isHidden) && cells.every((cell) => cell === null || isHidden(cell));
}

/** Drawn from a table without rows, or of which nothing is shown, or of which it draws nothing that is. */
export function isOfNothing(chart: ChartBlock, document: DisclosedDocument): boolean {
  const table = tablesOf(document).find(({ key }) => key === chart.table);
  if (!table) return false;
  const drawn = chart.rows;
  const rows = drawn ? table.rows.filter(({ key }) => drawn.includes(key)) : table.rows;
  if (rows.length === 0) return true;
  return isWithheld({
    ...table,
    columns: table.columns.filter(({ key }) => chart.series.some(({ column }) => column === key)),
    rows,
    total: undefined,
  });
}

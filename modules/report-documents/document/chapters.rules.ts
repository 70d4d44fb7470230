/** A document laid out for a page: its chapters, and each table with the pictures drawn from it. */
import type { Block, ChartBlock, ReportDocument, TableBlock } from './report-document.types';

export interface Chapter {
  readonly key: string;
  readonly title: string;
  readonly blocks: Block[];
}

/** A table with the charts drawn from it, if any. */
export interface TableWithPictures {
  readonly table: TableBlock;
  readonly pictures: readonly ChartBlock[];
}

/** Splits a document at its headings; blocks before the first heading belong to no chapter. */
export function chaptersOf({ blocks }: Pick<ReportDocument, 'blocks'>): Chapter[] {
  const chapters: Chapter[] = [];
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 1)
      chapters.push({ key: block.key, title: block.text, blocks: [] });
    else chapters.at(-1)?.blocks.push(block);
  }
  return chapters;
}

export function tablesWithPictures(blocks: readonly Block[]): TableWithPictures[] {
  const pictures = blocks.filter((block) => block.kind === 'chart');
  return blocks
    .filter((block) => block.kind === 'table')
    .map((table) => ({ table, pictures: pictures.filter((one) => one.table === table.key) }));
}

/** A frozen document of the public laid out as pictures with their tables; nothing is computed here. */
import Handlebars from 'handlebars';
import type { Language } from '../../platform/shared/actor';
import {
  type Block,
  type Chapter,
  chaptersOf,
  type DisclosedDocument,
  fill,
  isHidden,
  type KpisBlock,
  type TableBlock,
  tablesWithPictures,
  writeCell,
  writeDate,
  cleanDocument,
  renderBlocks,
} from '../../report-documents';
import { isolate } from '../../platform/typeset/text';

const html = (text: string) => new Handlebars.SafeString(text);

/** How the figures were made: definitions and editions, read by who wants to know. */
const isMethod = ({ blocks }: Chapter): boolean =>
  blocks.some(({ key }) => key === 'method-definitions');

export function figuresPage(frozen: DisclosedDocument) {
  const document = cleanDocument(frozen);
  const { meta, labels, disclosure } = document;
  const chapters = chaptersOf(document);
  const threshold = { threshold: disclosure.threshold };
  // Each mark is explained once, under the figures.
  const explained = new Set(
    [labels.note_small, labels.note_protected].map((note) => fill(note, threshold)),
  );
  const quiet = (table: TableBlock): TableBlock => ({
    ...table,
    notes: table.notes?.filter((note) => !explained.has(note)) ?? [],
  });
  return {
    programme: meta.programme,
    title: meta.title,
    subtitle: meta.subtitle ?? '',
    period: isolate(meta.period.label, meta.language),
    day: isolate(writeDate(meta.date, meta.language), meta.language),
    synthetic: meta.synthetic ? labels.synthetic : '',
    keyFigures: chapters.flatMap(({ blocks }) =>
      blocks.filter((block) => block.kind === 'kpis').flatMap((one) => keyFigures(one, document)),
    ),
    summary: html(renderBlocks(textsIn(chapters[0]?.blocks ?? []), document)),
    chapters: chapters.flatMap((chapter, place) => {
      const figures = tablesWithPictures(chapter.blocks);
      if (figures.length === 0 || isMethod(chapter)) return [];
      return [
        {
          key: chapter.key,
          title: chapter.title,
          texts: html(renderBlocks(place === 0 ? [] : textsIn(chapter.blocks), document)),
          figures: figures.map(({ table, pictures }) => ({
            drawn: pictures.length > 0,
            pictures: html(renderBlocks(pictures, document)),
            table: html(renderBlocks([quiet(table)], document)),
          })),
        },
      ];
    }),
    marks: [
      { mark: fill(labels.mark_small, threshold), note: withoutMark(labels.note_small) },
      { mark: labels.mark_protected, note: withoutMark(labels.note_protected) },
    ].map(({ mark, note }) => ({ mark, note: fill(note, threshold) })),
    threshold: disclosure.threshold,
    method: chapters
      .filter(isMethod)
      .map(({ title, blocks }) => ({ title, body: html(renderBlocks(blocks, document)) })),
  };
}
export type FiguresPage = ReturnType<typeof figuresPage>;

const textsIn = (blocks: readonly Block[]): Block[] =>
  blocks.filter((block) => block.kind === 'narrative');

const keyFigures = ({ items }: KpisBlock, { meta, labels }: DisclosedDocument) =>
  items.map((one) => ({
    label: one.label,
    value: isolate(writeCell(one.value, one, meta.language, labels), meta.language),
    hidden: isHidden(one.value),
  }));

/** Removes the mark and colon at the beginning of a note, since the mark is shown beside it. */
const withoutMark = (note: string): string => {
  const words = note.replace(/^[^:]{1,20}:\s*/u, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const pathOf = (language: Language, slug = '', format = ''): string =>
  ['/public', language, slug, format].filter(Boolean).join('/');

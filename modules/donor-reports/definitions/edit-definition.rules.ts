/** Acts of the editor on a definition: each gives another definition, or the same where there is nothing to do. */
import { DomainError } from '../../platform/shared/domain.errors';
import {
  type ChoiceDefinition,
  type DefinedBlock,
  type DefinedSection,
  FIGURE_BLOCKS,
  type FigureBlock,
  figureBlocksOf,
  type NarrativeDefinition,
  type ReportDefinition,
  type LocalizedText,
} from '../report-definition.types';

export type Edit =
  | { readonly act: 'section-up' | 'section-down' | 'section-remove'; readonly section: string }
  | { readonly act: 'section-add'; readonly title: LocalizedText }
  | {
      readonly act: 'block-up' | 'block-down' | 'block-remove';
      readonly section: string;
      readonly place: number;
    }
  | { readonly act: 'block-add'; readonly section: string; readonly block: FigureBlock }
  | { readonly act: 'text-add'; readonly section: string; readonly title: LocalizedText }
  | { readonly act: 'note-add'; readonly section: string; readonly text: LocalizedText }
  | {
      readonly act: 'question-add';
      readonly section: string;
      readonly title: LocalizedText;
      /** Its first answers; others are written beside them. */
      readonly options: readonly Option[];
    };

type Option = ChoiceDefinition['options'][number];

type Sections = readonly DefinedSection[];

export function applyEdit(definition: ReportDefinition, edit: Edit): ReportDefinition {
  const to = (sections: Sections): ReportDefinition => ({ ...definition, sections });
  const { sections } = definition;
  switch (edit.act) {
    case 'section-add':
      return to([...sections, { key: freeKey(definition), title: edit.title, blocks: [] }]);
    case 'section-remove':
      return to(sections.filter(({ key }) => key !== edit.section));
    case 'section-up':
    case 'section-down':
      return to(moved(sections, placeOf(sections, edit.section), stepOf(edit.act)));
    case 'block-add':
      return to(withBlock(definition, edit.section, { block: edit.block }));
    case 'text-add':
      return to(
        withBlock(definition, edit.section, {
          block: 'narrative',
          key: freeKey(definition),
          title: edit.title,
          hint: null,
          heading: true,
          required: false,
        }),
      );
    case 'note-add':
      return to(
        withBlock(definition, edit.section, {
          block: 'note',
          key: freeKey(definition),
          text: edit.text,
        }),
      );
    case 'question-add':
      return to(
        withBlock(definition, edit.section, {
          block: 'choice',
          key: freeKey(definition),
          title: edit.title,
          options: edit.options,
          required: false,
        }),
      );
    case 'block-remove':
      return to(
        changed(sections, edit.section, (blocks) =>
          blocks.filter((_, place) => place !== edit.place),
        ),
      );
    case 'block-up':
    case 'block-down':
      return to(blockMoved(sections, edit.section, edit.place, stepOf(edit.act)));
  }
}

export const sectionAnchor = (key: string): string => `section-${key}`;
export const blockAnchor = (section: string, place: number): string => `block-${section}-${place}`;

/** Anchor of the edited part after the change, or of its neighbour if it was removed; null: nothing is left. */
export function anchorAfter(
  edit: Edit,
  { sections: before }: ReportDefinition,
  { sections: after }: ReportDefinition,
): string | null {
  switch (edit.act) {
    case 'section-up':
    case 'section-down':
      return sectionAnchor(edit.section);
    case 'section-add':
      return sectionAnchor(after.at(-1)!.key);
    case 'section-remove': {
      const left = after[placeOf(before, edit.section)] ?? after.at(-1);
      return left ? sectionAnchor(left.key) : null;
    }
    case 'block-add':
    case 'text-add':
    case 'note-add':
    case 'question-add':
      return blockAnchor(edit.section, blocksOf(after, edit.section).length - 1);
    case 'block-remove': {
      const left = blocksOf(after, edit.section).length;
      return left === 0
        ? sectionAnchor(edit.section)
        : blockAnchor(edit.section, Math.min(edit.place, left - 1));
    }
    case 'block-up':
    case 'block-down': {
      const step = stepOf(edit.act);
      const place = edit.place + step;
      if (before[placeOf(before, edit.section)]!.blocks[place])
        return blockAnchor(edit.section, place);
      const next = after[placeOf(after, edit.section) + step];
      if (!next) return blockAnchor(edit.section, edit.place);
      return blockAnchor(next.key, step < 0 ? next.blocks.length - 1 : 0);
    }
  }
}

const blocksOf = (sections: Sections, key: string): readonly DefinedBlock[] =>
  sections[placeOf(sections, key)]!.blocks;

const stepOf = (act: string): -1 | 1 => (act.endsWith('-up') ? -1 : 1);

function placeOf(sections: Sections, key: string): number {
  const place = sections.findIndex((section) => section.key === key);
  if (place < 0) throw new DomainError('invalid', 'definitions.unknown', { at: key });
  return place;
}

function moved<T>(list: readonly T[], place: number, step: -1 | 1): readonly T[] {
  const to = place + step;
  if (place < 0 || to < 0 || to >= list.length || place >= list.length) return list;
  const next = [...list];
  [next[place], next[to]] = [next[to]!, next[place]!];
  return next;
}

const changed = (
  sections: Sections,
  key: string,
  change: (blocks: readonly DefinedBlock[]) => readonly DefinedBlock[],
): Sections => {
  placeOf(sections, key);
  return sections.map((section) =>
    section.key === key ? { ...section, blocks: change(section.blocks) } : section,
  );
};

/** Moves a block; beyond the edge of its section it moves to the next one. */
function blockMoved(sections: Sections, key: string, place: number, step: -1 | 1): Sections {
  const at = placeOf(sections, key);
  const { blocks } = sections[at]!;
  const block = blocks[place];
  if (!block) return sections;
  const isInside = place + step >= 0 && place + step < blocks.length;
  if (isInside) return changed(sections, key, (own) => moved(own, place, step));
  const other = sections[at + step];
  if (!other) return sections;
  const without = changed(sections, key, (own) => own.filter((_, one) => one !== place));
  return changed(without, other.key, (own) => (step < 0 ? [...own, block] : [block, ...own]));
}

function withBlock(definition: ReportDefinition, section: string, block: DefinedBlock): Sections {
  return changed(definition.sections, section, (blocks) => [...blocks, block]);
}

/** Figure blocks that the definition does not use. */
export const unusedBlocks = (definition: ReportDefinition): FigureBlock[] =>
  FIGURE_BLOCKS.filter((block) => !figureBlocksOf(definition).includes(block));

/** A key that neither a section nor a text nor a note has: part-1, part-2, … */
function freeKey(definition: ReportDefinition): string {
  const taken = new Set([
    ...definition.sections.map(({ key }) => key),
    ...definition.sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) => ('key' in block ? [block.key] : [])),
    ),
  ]);
  for (let number = 1; ; number += 1) if (!taken.has(`part-${number}`)) return `part-${number}`;
}

/** Typed properties of a text or a question; fields that the form did not show are not changed. */
export interface TypedText {
  readonly title: LocalizedText;
  readonly required: boolean;
  readonly heading?: boolean;
  /** Empty in every language: none. */
  readonly hint?: LocalizedText;
  /** By their code; an answer that is empty in every language, or not among them, goes. */
  readonly options?: Readonly<Record<string, LocalizedText>>;
  readonly newOption?: LocalizedText;
}

export interface TextChanges {
  readonly head: Partial<
    Pick<
      ReportDefinition,
      | 'title'
      | 'subtitle'
      | 'preparedBy'
      | 'audience'
      | 'past'
      | 'every'
      | 'due'
      | 'money'
      | 'languages'
    >
  >;
  readonly sections: Readonly<Record<string, LocalizedText>>;
  readonly texts: Readonly<Record<string, TypedText>>;
  readonly notes?: Readonly<Record<string, LocalizedText>>;
}

/** Applies typed fields: titles, texts, answers, audience, due dates. */
export const applyTextChanges = (
  definition: ReportDefinition,
  { head, sections, texts, notes = {} }: TextChanges,
): ReportDefinition => ({
  ...definition,
  ...head,
  sections: definition.sections.map((section) => ({
    ...section,
    title: sections[section.key] ?? section.title,
    blocks: section.blocks.map((block) => {
      if (!('key' in block)) return block;
      if (block.block === 'note') return { ...block, text: notes[block.key] ?? block.text };
      const typed = texts[block.key];
      return typed ? rewritten(block, typed) : block;
    }),
  })),
});

const isEmpty = (words: LocalizedText): boolean =>
  Object.values(words).every((word) => word.trim() === '');

function rewritten(
  block: NarrativeDefinition | ChoiceDefinition,
  { title, required, heading, hint, options, newOption }: TypedText,
): NarrativeDefinition | ChoiceDefinition {
  if (block.block === 'narrative') {
    return {
      ...block,
      title,
      required,
      heading: heading ?? block.heading,
      hint: hint === undefined ? block.hint : isEmpty(hint) ? null : hint,
    };
  }
  const kept = block.options.flatMap(({ code, label }): Option[] => {
    const words = options ? options[code] : label;
    return words === undefined || isEmpty(words) ? [] : [{ code, label: words }];
  });
  const more =
    newOption && !isEmpty(newOption) ? [{ code: freeCode(block), label: newOption }] : [];
  return { ...block, title, required, options: [...kept, ...more] };
}

/** A code that no answer of this question has or had in it: what was answered keeps its meaning. */
function freeCode({ options }: ChoiceDefinition): string {
  const taken = new Set(options.map(({ code }) => code));
  for (let number = 1; ; number += 1) if (!taken.has(`answer-${number}`)) return `answer-${number}`;
}

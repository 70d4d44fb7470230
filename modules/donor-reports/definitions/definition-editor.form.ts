/** Parses the form of the definition editor: typed fields and the pressed button. */
import type { Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { translate } from '../../platform/web/i18n';
import {
  FIGURE_BLOCKS,
  type FigureBlock,
  type ReportDefinition,
  type LocalizedText,
} from '../report-definition.types';
import type { EditDefinitionDto } from './definitions.dto';
import {
  anchorAfter,
  type Edit,
  applyEdit,
  applyTextChanges,
  type TypedText,
} from './edit-definition.rules';
import { inEachLanguage } from '../../platform/shared/in-each-language';

type Json = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** A missing language is left to the rules of definitions. */
const wordsOf = (value: unknown): LocalizedText => {
  const own = objectOf(value);
  const text = (language: Language) => (typeof own[language] === 'string' ? own[language] : '');
  return inEachLanguage((language) => text(language));
};
const eachOf = <T>(value: unknown, read: (one: unknown) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(objectOf(value)).map(([key, one]) => [key, read(one)]));

/** Browsers send nothing for unticked boxes; `shown` lists the fields that the form had. */
function textOf(value: unknown): TypedText {
  const { title, required, heading, hint, options, option, shown } = objectOf(value);
  const isTicked = (box: unknown) => [box].flat().includes('yes');
  return {
    title: wordsOf(title),
    required: isTicked(required),
    ...(shown !== undefined && {
      heading: isTicked(heading),
      hint: wordsOf(hint),
      options: eachOf(options, wordsOf),
    }),
    ...(option !== undefined && { newOption: wordsOf(option) }),
  };
}

/** The draft with what was typed, and what the button asks for on top of it. */
export const applied =
  (form: EditDefinitionDto) =>
  (body: ReportDefinition): ReportDefinition => {
    const typed = applyTextChanges(body, {
      head: headOf(form.head, body),
      sections: eachOf(form.sections, wordsOf),
      texts: eachOf(form.texts, textOf),
      notes: eachOf(form.notes, wordsOf),
    });
    const isSaving = form.act === 'save' || form.act === 'put-in-force';
    const edits = isSaving ? typedAnew(form) : [editOf(form)];
    return edits.reduce<ReportDefinition>((so, edit) => (edit ? applyEdit(so, edit) : so), typed);
  };

/** Anchor of the editor element that gets the focus. */
export function anchorOf(
  form: EditDefinitionDto,
  before: ReportDefinition,
  after: ReportDefinition,
): string {
  const edit = editOf(form);
  return (edit && anchorAfter(edit, before, after)) ?? SAVE_ANCHOR;
}
/** Anchor of the buttons that save and put in force. */
export const SAVE_ANCHOR = 'save';

function headOf(value: unknown, body: ReportDefinition) {
  const head = objectOf(value);
  if (Object.keys(head).length === 0) return {};
  const languages = Array.isArray(head.languages) ? head.languages : [head.languages];
  return {
    title: wordsOf(head.title),
    subtitle: wordsOf(head.subtitle),
    preparedBy: wordsOf(head.preparedBy),
    money: (head.money ?? body.money) as ReportDefinition['money'],
    audience: head.audience as ReportDefinition['audience'],
    past: (head.past ?? body.past) as ReportDefinition['past'],
    every: head.every as ReportDefinition['every'],
    due: dueOf(head, body),
    languages: languages as ReportDefinition['languages'],
  };
}

const dueOf = (head: Json, { due }: ReportDefinition): ReportDefinition['due'] => {
  const [day, days] = [head.dueDay, head.dueDays].map((one) =>
    typeof one === 'string' ? one : '',
  );
  // If both are given, the changed one counts.
  const isOld = 'day' in due && day === due.day && days !== '';
  if (day && !isOld) return { day };
  return days ? { days: Number(days) } : due;
};

/** A title that was typed for a new part is no less typed because another button was pressed. */
function typedAnew({ added }: EditDefinitionDto): Edit[] {
  const more = objectOf(added);
  const isTyped = (value: unknown) => Object.values(wordsOf(value)).some((word) => word !== '');
  return [
    ...(isTyped(more.section)
      ? [{ act: 'section-add', title: wordsOf(more.section) } as const]
      : []),
    ...Object.entries(objectOf(more.text))
      .filter(([, words]) => isTyped(words))
      .map(([section, words]): Edit => ({ act: 'text-add', section, title: wordsOf(words) })),
    ...Object.entries(objectOf(more.note))
      .filter(([, words]) => isTyped(words))
      .map(([section, words]): Edit => ({ act: 'note-add', section, text: wordsOf(words) })),
    ...Object.entries(objectOf(more.question))
      .filter(([, words]) => isTyped(words))
      .map(([section, words]) => questionOf(section, words)),
  ];
}

/** A new question asks for yes or no until other answers are written. */
const questionOf = (section: string, words: unknown): Edit => ({
  act: 'question-add',
  section,
  title: wordsOf(words),
  options: (['yes', 'no'] as const).map((code) => ({
    code,
    label: inEachLanguage((language) => translate(language, `definitions:first_answer.${code}`)),
  })),
});

function editOf({ act, added }: EditDefinitionDto): Edit | null {
  const [name = '', section = '', place = ''] = act.split(' ');
  const more = objectOf(added);
  switch (name) {
    case 'save':
    case 'put-in-force':
      return null;
    case 'section-add':
      return { act: name, title: wordsOf(more.section) };
    case 'section-up':
    case 'section-down':
    case 'section-remove':
      return { act: name, section };
    case 'block-up':
    case 'block-down':
    case 'block-remove':
      return { act: name, section, place: Number(place) };
    case 'block-add': {
      const block = objectOf(more.block)[section];
      const known = FIGURE_BLOCKS.find((one) => one === block);
      if (!known)
        throw new DomainError('invalid', 'common.not_choice', {}, `added.block.${section}`);
      return { act: name, section, block: known satisfies FigureBlock };
    }
    case 'text-add':
      return { act: name, section, title: wordsOf(objectOf(more.text)[section]) };
    case 'note-add':
      return { act: name, section, text: wordsOf(objectOf(more.note)[section]) };
    case 'question-add':
      return questionOf(section, objectOf(more.question)[section]);
    default:
      throw new DomainError('invalid', 'common.not_choice', {}, 'act');
  }
}

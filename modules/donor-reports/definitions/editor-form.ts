/** What the form of the editor says: the fields as they were typed, and the button that was pressed. */
import { LANGUAGES, type Language } from '../../../src/shared/actor';
import { DomainError } from '../../../src/shared/domain-error';
import {
  FIGURE_BLOCKS,
  type FigureBlock,
  type ReportDefinition,
  type Words,
} from '../report-definition';
import type { EditDefinitionDto } from './definitions.dto';
import { type Edit, edited, retitled } from './edit-definition.rules';

type Json = Readonly<Record<string, unknown>>;
const objectOf = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

/** What is missing in one language stays to be refused by the rules of a definition. */
const wordsOf = (value: unknown): Words => {
  const own = objectOf(value);
  const text = (language: Language) => (typeof own[language] === 'string' ? own[language] : '');
  return Object.fromEntries(LANGUAGES.map((language) => [language, text(language)])) as Words;
};
const eachOf = <T>(value: unknown, read: (one: unknown) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(objectOf(value)).map(([key, one]) => [key, read(one)]));

/** The draft with what was typed, and what the button asks for on top of it. */
export const applied =
  (form: EditDefinitionDto) =>
  (body: ReportDefinition): ReportDefinition => {
    const typed = retitled(body, {
      head: headOf(form.head, body),
      sections: eachOf(form.sections, wordsOf),
      texts: eachOf(form.texts, (one) => ({
        title: wordsOf(objectOf(one).title),
        required: objectOf(one).required === 'yes',
      })),
    });
    const edit = editOf(form);
    return edit ? edited(typed, edit) : typed;
  };

function headOf(value: unknown, body: ReportDefinition) {
  const head = objectOf(value);
  if (Object.keys(head).length === 0) return {};
  const agency = typeof head.agency === 'string' && head.agency !== '' ? head.agency : null;
  const languages = Array.isArray(head.languages) ? head.languages : [head.languages];
  return {
    ...{ title: wordsOf(head.title), subtitle: wordsOf(head.subtitle) },
    ...{ preparedBy: wordsOf(head.preparedBy), agency },
    money: agency !== null && head.money === 'agency' ? ('agency' as const) : ('all' as const),
    audience: head.audience as ReportDefinition['audience'],
    every: head.every as ReportDefinition['every'],
    due: dueOf(head, body),
    languages: languages as ReportDefinition['languages'],
  };
}

const dueOf = (head: Json, { due }: ReportDefinition): ReportDefinition['due'] => {
  if (typeof head.dueDay === 'string' && head.dueDay !== '') return { day: head.dueDay };
  if (typeof head.dueDays !== 'string') return due;
  return { days: Number(head.dueDays) };
};

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
    default:
      throw new DomainError('invalid', 'common.not_choice', {}, 'act');
  }
}

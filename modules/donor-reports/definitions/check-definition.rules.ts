/** Parses and validates report definitions; errors name the place. */
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { PAST_CHOICES } from '../../platform/shared/past-choice.rules';
import { PERIOD_LENGTHS } from '../../platform/shared/periods.rules';
import { AUDIENCES } from '../../disclosure';
import {
  type ChoiceDefinition,
  type DefinedBlock,
  type DefinedSection,
  type Due,
  FIGURE_BLOCKS,
  type FigureBlock,
  figureBlocksOf,
  type NarrativeDefinition,
  type NoteDefinition,
  type ReportDefinition,
  type LocalizedText,
  writtenIn,
} from '../report-definition.types';
import { inEachLanguage } from '../../platform/shared/in-each-language';

const SLUG = /^[a-z][a-z0-9-]{0,39}$/;
const MOST = { sections: 30, blocks: 60, words: 200, note: 4000, options: 12 } as const;

/** A picture is drawn from a table of the same report. */
export const TABLE_OF: Partial<Record<FigureBlock, FigureBlock>> = {
  'people-chart': 'people-by-age',
  'beds-chart': 'beds-by-month',
  'services-chart': 'services-by-type',
  'budget-chart': 'budget-by-line',
  'people-pyramid': 'people-by-age',
  'occupancy-chart': 'beds-by-month',
  'recruited-map': 'where-recruited',
  'exploited-map': 'where-exploited',
  'training-flow': 'training',
  'indicator-targets': 'results-matrix',
  'calls-map': 'calls-by-region',
};

/** Blocks about earlier quarters, for reports without suppression (audience `inside`) only. */
export const INSIDE_BLOCKS: readonly FigureBlock[] = ['indicators-over-time'];
/** Blocks about one house, one partner, one award or one budget line, which are not published. */
const NOT_FOR_EVERYBODY: ReadonlySet<FigureBlock> = new Set([
  'beds-by-shelter',
  'budget-by-line',
  'budget-chart',
  'budget-by-partner',
  'beyond-budget',
  'partner-advances',
  'sf-425',
  'sf-425-indirect',
  'grant-steps',
]);

const wrong = (code: string, at: string): DomainError =>
  new DomainError('invalid', `definitions.${code}`, { at: at.slice(0, 80) }, 'body');

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown, at: string, most: number = MOST.words): string {
  if (typeof value !== 'string' || value.trim() === '') throw wrong('text_missing', at);
  if (value.length > most) throw wrong('text_too_long', at);
  return value.trim();
}

function wordsOf(value: unknown, at: string, most?: number): LocalizedText {
  const own = isObject(value) ? value : {};
  return inEachLanguage((language) => textOf(own[language], `${at} · ${language}`, most));
}

function oneOf<T extends string>(value: unknown, all: readonly T[], at: string): T {
  const found = all.find((one) => one === value);
  if (found === undefined) throw wrong('unknown', `${at}: ${String(value)}`);
  return found;
}

function slugOf(value: unknown, at: string): string {
  if (typeof value !== 'string' || !SLUG.test(value)) throw wrong('not_a_key', at);
  return value;
}

function listOf(value: unknown, at: string, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw wrong('not_a_list', at);
  return value;
}

function dueOf(value: unknown): Due {
  const due = isObject(value) ? value : {};
  const { days, day } = due;
  if (typeof days === 'number' && Number.isInteger(days) && days >= 1 && days <= 366)
    return { days };
  // Validated in a year that is no leap year, so that the day exists in each year.
  if (typeof day === 'string' && isCivilDate(`2027-${day}`)) return { day };
  throw wrong('no_deadline', 'due');
}

function blockOf(value: unknown, at: string): DefinedBlock {
  const own = isObject(value) ? value : {};
  const { block } = own;
  if (block === 'narrative') return narrativeOf(own, at);
  if (block === 'choice') return choiceOf(own, at);
  if (block === 'note') return noteOf(own, at);
  return { block: oneOf(block, FIGURE_BLOCKS, at) };
}

function narrativeOf(own: Json, at: string): NarrativeDefinition {
  const key = slugOf(own.key, at);
  return {
    block: 'narrative',
    key,
    title: wordsOf(own.title, `${at} · ${key}`),
    hint:
      own.hint === null || own.hint === undefined ? null : wordsOf(own.hint, `${at} · ${key}`, 500),
    heading: own.heading !== false,
    required: own.required === true,
  };
}

function choiceOf(own: Json, at: string): ChoiceDefinition {
  const key = slugOf(own.key, at);
  const place = `${at} · ${key}`;
  const options = listOf(own.options, place, MOST.options).map((option) => {
    const one = isObject(option) ? option : {};
    return { code: slugOf(one.code, place), label: wordsOf(one.label, place) };
  });
  if (new Set(options.map(({ code }) => code)).size < 2) throw wrong('too_few_options', place);
  return {
    block: 'choice',
    key,
    title: wordsOf(own.title, place),
    options,
    required: own.required === true,
  };
}

const noteOf = (own: Json, at: string): NoteDefinition => {
  const key = slugOf(own.key, at);
  return { block: 'note', key, text: wordsOf(own.text, `${at} · ${key}`, MOST.note) };
};

function sectionOf(value: unknown, place: number): DefinedSection {
  const own = isObject(value) ? value : {};
  const key = slugOf(own.key, String(place + 1));
  return {
    key,
    title: wordsOf(own.title, key),
    blocks: listOf(own.blocks, key, MOST.blocks).map((block) => blockOf(block, key)),
  };
}

function languagesOf(value: unknown): Language[] {
  const asked = listOf(value, 'languages', LANGUAGES.length);
  const languages = LANGUAGES.filter((language) => asked.includes(language));
  if (languages.length === 0) throw wrong('no_language', 'languages');
  return languages;
}

/** Usual languages, among those of the report; undefined if none is given. */
function usualLanguagesOf(
  value: unknown,
  languages: unknown,
): Pick<ReportDefinition, 'usualLanguages'> {
  if (!Array.isArray(value)) return {};
  const usual = languagesOf(languages).filter((language) => value.includes(language));
  return usual.length > 0 ? { usualLanguages: usual } : {};
}

/** Undefined for `without`: definitions from before the option have no such field. */
function pastOf(value: unknown): Pick<ReportDefinition, 'past'> {
  if (value === null || value === undefined) return {};
  const past = oneOf(value, PAST_CHOICES, 'past');
  return past === 'without' ? {} : { past };
}

/** Blocks that show what was brought in beside figures that do not count it. */
const PAST_BLOCKS: readonly FigureBlock[] = [
  'brought-in',
  'with-brought-in',
  'pathway-with-brought-in',
];

/** Parses any value as a definition without unknown fields; throws an error that names the place. */
export function readDefinition(kind: string, value: unknown): ReportDefinition {
  const own = isObject(value) ? value : {};
  const agency = own.agency === null || own.agency === undefined ? null : String(own.agency);
  if (agency !== null && !/^[A-Z][A-Z0-9_-]{0,19}$/.test(agency)) throw wrong('unknown', 'agency');
  const definition: ReportDefinition = {
    kind,
    title: wordsOf(own.title, 'title'),
    subtitle: wordsOf(own.subtitle, 'subtitle'),
    preparedBy: wordsOf(own.preparedBy, 'preparedBy'),
    agency,
    money: agency === null ? 'all' : oneOf(own.money, ['all', 'agency'], 'money'),
    fileStem: slugOf(own.fileStem, 'fileStem'),
    audience: oneOf(own.audience, AUDIENCES, 'audience'),
    ...pastOf(own.past),
    every: oneOf(own.every, PERIOD_LENGTHS, 'every'),
    due: dueOf(own.due),
    languages: languagesOf(own.languages),
    ...usualLanguagesOf(own.usualLanguages, own.languages),
    sections: listOf(own.sections, 'sections', MOST.sections).map(sectionOf),
  };
  assertOnce(
    definition.sections.map(({ key }) => key),
    'section_twice',
  );
  assertOnce(
    [
      ...writtenIn(definition).map(({ key }) => key),
      ...definition.sections.flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.block === 'note' ? [block.key] : [])),
      ),
    ],
    'text_twice',
  );
  const blocks = figureBlocksOf(definition);
  assertOnce(blocks, 'block_twice');
  const inside = blocks.find((block) => NOT_FOR_EVERYBODY.has(block));
  if (definition.audience === 'public' && inside !== undefined)
    throw wrong('not_for_everybody', inside);
  if (definition.past !== undefined) {
    // Compared with earlier reports without past records, it would disclose how many there are.
    if (definition.audience !== 'inside') throw wrong('past_inside_only', definition.past);
    const apart = blocks.find((block) => PAST_BLOCKS.includes(block));
    if (apart !== undefined) throw wrong('past_twice', apart);
  }
  return definition;
}

/** Before it is put in force, it must give a report: something in it, and each picture with its table. */
export function assertWhole(definition: ReportDefinition): void {
  const blocks = figureBlocksOf(definition);
  if (definition.sections.every(({ blocks: own }) => own.length === 0))
    throw wrong('empty', definition.kind);
  for (const block of blocks) {
    if (definition.audience !== 'inside' && INSIDE_BLOCKS.includes(block))
      throw wrong('inside_only', block);
    const table = TABLE_OF[block];
    if (table !== undefined && !blocks.includes(table)) throw wrong('chart_without_table', block);
  }
}

function assertOnce(keys: readonly string[], code: string): void {
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  if (twice !== undefined) throw wrong(code, twice);
}

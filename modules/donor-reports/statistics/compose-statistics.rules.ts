/** Figures of the classification as a document of tables, so that disclosure control can make the version of an audience. */
import type { ClassificationStatistics, CtdcShares, Dimension } from '../../beneficiaries';
import { labelOf } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { translate } from '../../platform/web/i18n';
import { shareOf } from '../../platform/shared/share.rules';
import { REGIONS } from '../compose/trafficking-profile.blocks';
import {
  type Block,
  checkDocument,
  directionOf,
  type ReportDocument,
  type Row,
  standardLabels,
  type TableBlock,
} from '../../report-documents';

export interface StatisticsFacts {
  readonly statistics: ClassificationStatistics;
  readonly shares: CtdcShares;
  /** The words of a code of a question's list, of today. */
  label(dimension: Dimension, code: string): string;
  /** The codes of a question's list, in its order; none of an answer without an end. */
  codes(dimension: Dimension): readonly string[];
  /** Suppression threshold for external readers; null for insiders. */
  readonly threshold: number | null;
  readonly language: Language;
  readonly period: { readonly from: CivilDate; readonly to: CivilDate; readonly label: string };
  readonly date: CivilDate;
  readonly programme: string;
  readonly synthetic: boolean;
}

const SECTIONS = {
  law: ['purposes', 'acts', 'means'],
  exploitation: [
    'forms',
    'sexualForms',
    'sectors',
    'exploitationChannels',
    'exploitationPlatforms',
    'duration',
    'began',
  ],
  control: ['control', 'motives'],
  recruitment: ['relation', 'recruitmentMethods', 'recruitmentPlatforms'],
  places: ['recruitment', 'transit', 'exploitation'],
} as const satisfies Record<string, readonly Dimension[]>;

/** The name of all people of a table: reports contain the same number (compose/how.blocks.ts). */
export const EVERYBODY = 'people.registered';
const PLACES: readonly Dimension[] = ['recruitment', 'transit', 'exploitation'];

/** Single-answer dimensions: the values add up to the people with a known answer. */
const ONE_ANSWER: readonly Dimension[] = ['began', 'duration', 'recruitment', 'exploitation'];

export function composeStatistics(facts: StatisticsFacts): ReportDocument {
  const say = (key: string) => translate(facts.language, `statistics:${key}`);
  const blocks = Object.entries(SECTIONS).flatMap(([key, names]): Block[] => [
    { kind: 'heading', key, level: 1, text: say(`section.${key}`) },
    ...names.map((name) => dimensionTable(facts, name)),
  ]);
  const document: ReportDocument = {
    format: 'mawa-report/1',
    labels: standardLabels(facts.language),
    meta: {
      key: 'mawa-statistics',
      kind: 'statistics',
      programme: facts.programme,
      title: say('title'),
      period: facts.period,
      language: facts.language,
      direction: directionOf(facts.language),
      audience: { key: 'statistics', label: say('title') },
      version: '1',
      preparedFor: facts.programme,
      date: facts.date,
      facts: [],
      synthetic: facts.synthetic,
    },
    blocks: [
      ...blocks,
      { kind: 'heading', key: 'ctdc', level: 1, text: say('section.ctdc') },
      ...ctdcTables(facts),
    ],
  };
  checkDocument(document);
  return document;
}

export interface AnswerPeople {
  readonly key: string;
  readonly label: string;
  readonly people: number;
  /** Name of a number that is released elsewhere, too. */
  readonly name?: string;
  /** Every reader knows that it is no fewer. */
  readonly least?: number;
  /** For closed lists: answers combined in this row, each counting fewer than `below`. */
  readonly rolledUp?: {
    readonly below: number;
    readonly rows: readonly Omit<AnswerPeople, 'label'>[];
  };
}

export interface CountedDimension {
  readonly key: string;
  readonly title: string;
  readonly values: readonly AnswerPeople[];
  readonly known: number;
  /** People without a known answer; with the known ones they add up to all. */
  readonly rest: readonly AnswerPeople[];
  readonly oneAnswer: boolean;
}

/** Answers with their people and shares, and what is left of all. */
export function countedTable(
  { language }: Pick<StatisticsFacts, 'language'>,
  counted: CountedDimension,
): TableBlock {
  const say = (key: string) => translate(language, `statistics:${key}`);
  const row = (key: string, label: string, people: number, share: string | null = null): Row => ({
    key,
    cells: { answer: label, people, share },
  });
  const named = (
    { key, label, people, name, least, rolledUp }: AnswerPeople,
    share: string | null = null,
  ): Row => ({
    ...row(key, label, people, share),
    ...(name !== undefined && { figures: { people: name } }),
    ...(least !== undefined && { least }),
    ...(rolledUp && {
      rolledUp: {
        below: rolledUp.below,
        rows: rolledUp.rows.map((one) => ({
          key: `v-${one.key}`,
          cells: { people: one.people },
          ...(one.name !== undefined && { figures: { people: one.name } }),
        })),
      },
    }),
  });
  const values = counted.values.map((one) =>
    named({ ...one, key: `v-${one.key}` }, shareOf(one.people, counted.known)),
  );
  const all = counted.known + counted.rest.reduce((sum, { people }) => sum + people, 0);
  return {
    kind: 'table',
    key: counted.key,
    title: counted.title,
    columns: [
      { key: 'answer', header: say('answer'), type: 'text' },
      {
        key: 'people',
        header: say('people'),
        type: 'integer',
        disclosure: { role: 'count', additive: true },
      },
      {
        key: 'share',
        header: say('share'),
        type: 'percent',
        disclosure: { role: 'follows', of: ['people'], whole: 'known' },
      },
    ],
    rows: [
      ...values,
      {
        ...row('known', say('known'), counted.known),
        emphasis: 'strong',
        ...(values.length > 0 && {
          [counted.oneAnswer ? 'sums' : 'unites']: values.map(({ key }) => key),
        }),
      },
      ...counted.rest.map((one) => ({ ...named(one), unknown: true })),
    ],
    total: {
      ...row('total', say('all'), all),
      figures: { people: EVERYBODY },
      sums: ['known', ...counted.rest.map(({ key }) => key)],
    },
    breakdown: true,
    denominator: say('denominator'),
  };
}

/**
 * For readers inside, the occurring answers, the most frequent first. For readers outside, every answer in the order of
 * the list, and the small places as one row: the existence of a row, and its rank, would disclose counts.
 */
function valuesOf(facts: StatisticsFacts, name: Dimension): CountedDimension['values'] {
  const { values } = facts.statistics.by[name];
  const row = (code: string) => ({
    key: code,
    label: facts.label(name, code),
    people: values[code] ?? 0,
    name: nameIn(name, code),
  });
  const { threshold, language } = facts;
  if (threshold === null)
    return Object.keys(values)
      .map(row)
      .sort((a, b) => b.people - a.people || a.label.localeCompare(b.label, language));
  const known = facts.codes(name);
  const all = [
    ...known,
    ...Object.keys(values)
      .filter((code) => !known.includes(code))
      .sort(),
  ];
  const rows = all.map(row);
  return PLACES.includes(name)
    ? rollUpFewPeople(rows, threshold, translate(language, 'open-data:others'), regionsOf(name))
    : rows;
}

/** Every reader knows which regions there are. */
const regionsOf = (name: Dimension): Omit<AnswerPeople, 'label'>[] =>
  REGIONS.map((key) => ({ key, people: 0, name: nameIn(name, key) }));

/** Why it is not known is shown inside alone; outside it is the one number that reports publish. */
function restOf(
  { statistics, threshold, language }: StatisticsFacts,
  name: Dimension,
): CountedDimension['rest'] {
  const { notKnown, declined, notAsked } = statistics.by[name];
  const say = (key: string) => translate(language, key);
  if (threshold !== null) {
    const people = notKnown + declined + notAsked;
    return [
      { key: 'unknown', label: say('open-data:not_known'), people, name: nameIn(name, 'unknown') },
    ];
  }
  // For elements of the offence it is not stored whether they were asked.
  if (isElement(name))
    return [{ key: 'not_known', label: say('statistics:unknown'), people: notAsked }];
  return [
    { key: 'not_known', label: say('classification:answer.not_known'), people: notKnown },
    { key: 'declined', label: say('classification:answer.declined'), people: declined },
    { key: 'not_asked', label: say('classification:unasked'), people: notAsked },
  ];
}

const isElement = (name: Dimension): boolean =>
  name === 'acts' || name === 'means' || name === 'purposes';
/** Name of the figure in reports. */
const nameIn = (name: Dimension, row: string): string => `how-${name.toLowerCase()}/${row}/people`;

/**
 * For open-ended answers, combines small ones in one row. Where readers know all possible answers (`every`), a missing
 * row is known to be small.
 */
export function rollUpFewPeople(
  rows: CountedDimension['values'],
  threshold: number,
  label: string,
  every: readonly Omit<AnswerPeople, 'label'>[] = [],
): CountedDimension['values'] {
  const named = rows
    .filter(({ people }) => people >= threshold)
    .map((one) => ({ ...one, least: threshold }));
  const small = rows.filter(({ people }) => people < threshold);
  const nobody = every.filter(({ key }) => !rows.some((row) => row.key === key));
  if (small.length + nobody.length === 0) return named;
  const people = small.reduce((sum, one) => sum + one.people, 0);
  const others = { key: 'others', label, people };
  const rolledUp = { below: threshold, rows: [...small, ...nobody] };
  return [...named, every.length > 0 ? { ...others, rolledUp } : { ...others, least: 1 }];
}

function dimensionTable(facts: StatisticsFacts, name: Dimension): TableBlock {
  const say = (key: string) => translate(facts.language, key);
  return countedTable(facts, {
    key: `by-${name.toLowerCase()}`,
    title: say(isElement(name) ? `lists:name.${name}` : `classification:question.${name}`),
    values: valuesOf(facts, name),
    known: facts.statistics.by[name].known,
    rest: restOf(facts, name),
    oneAnswer: ONE_ANSWER.includes(name),
  });
}

export const ctdcTables = (facts: Pick<StatisticsFacts, 'language' | 'shares'>): TableBlock[] =>
  Object.entries(facts.shares).map(([group, { values, known, unknown }]) =>
    countedTable(facts, {
      key: `ctdc-${group}`,
      title: translate(facts.language, `statistics:ctdc.${group}`),
      values: Object.entries(values).map(([flag, { people }]) => ({
        key: flag,
        label: flag,
        people,
      })),
      known,
      rest: [
        {
          key: 'unknown',
          label: translate(facts.language, 'statistics:ctdc.unknown'),
          people: unknown,
        },
      ],
      oneAnswer: false,
    }),
  );

/** A place as the figures name it: a region of Morocco, a country, abroad, or no way in between. */
export function placeLabel(value: string, language: Language): string {
  const region = /^MA-(\d{2})$/.exec(value)?.[1];
  if (region) return labelOf('regions', region, language);
  if (value === 'abroad' || value === 'none') {
    return translate(language, `classification:place.${value}`);
  }
  return value === 'MA'
    ? translate(language, 'statistics:morocco')
    : labelOf('nationalities', value, language);
}

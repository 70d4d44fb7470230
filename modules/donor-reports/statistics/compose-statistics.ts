/** Figures of the classification as a document of tables, so that disclosure control can make the version of an audience. */
import type {
  Breakdown,
  ClassificationStatistics,
  CtdcShares,
  Dimension,
} from '../../beneficiaries';
import { labelOf } from '../../reference-lists';
import type { Language } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { translate } from '../../../src/web/i18n';
import { ratio } from '../compose/context';
import {
  type Block,
  checkDocument,
  directionOf,
  type ReportDocument,
  type Row,
  standardLabels,
  type TableBlock,
} from '../document';

export interface StatisticsFacts {
  readonly statistics: ClassificationStatistics;
  readonly shares: CtdcShares;
  /** The words of a code of a question's list, of today. */
  label(dimension: Dimension, code: string): string;
  readonly language: Language;
  readonly period: { readonly from: CivilDate; readonly to: CivilDate; readonly label: string };
  readonly date: CivilDate;
  readonly programme: string;
  readonly synthetic: boolean;
}

const SECTIONS = {
  law: ['purposes', 'acts', 'means'],
  exploitation: [
    ...(['forms', 'sexualForms', 'sectors', 'exploitationChannels'] as const),
    ...(['exploitationPlatforms', 'duration', 'began'] as const),
  ],
  control: ['control', 'motives'],
  recruitment: ['relation', 'recruitmentMethods', 'recruitmentPlatforms'],
  places: ['recruitment', 'transit', 'exploitation'],
} as const satisfies Record<string, readonly Dimension[]>;

/** Each person counts once: their values add up to those of whom it is known. */
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
      ...{ key: 'mawa-statistics', kind: 'statistics', programme: facts.programme },
      ...{ title: say('title'), period: facts.period, language: facts.language },
      direction: directionOf(facts.language),
      audience: { key: 'statistics', label: say('title') },
      ...{ version: '1', preparedFor: facts.programme, date: facts.date, facts: [] },
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

export interface Counted {
  readonly key: string;
  readonly title: string;
  readonly values: readonly {
    readonly key: string;
    readonly label: string;
    readonly people: number;
  }[];
  readonly known: number;
  /** What is left of the people: they add up to all with those of whom it is known. */
  readonly rest: readonly {
    readonly key: string;
    readonly label: string;
    readonly people: number;
  }[];
  readonly oneAnswer: boolean;
}

/** Answers with their people and shares, and what is left of all. */
export function countedTable(
  { language }: Pick<StatisticsFacts, 'language'>,
  counted: Counted,
): TableBlock {
  const say = (key: string) => translate(language, `statistics:${key}`);
  const row = (key: string, label: string, people: number, share: string | null = null): Row => ({
    key,
    cells: { answer: label, people, share },
  });
  const values = counted.values.map(({ key, label, people }) =>
    row(`v-${key}`, label, people, ratio(people, counted.known)),
  );
  const all = counted.known + counted.rest.reduce((sum, { people }) => sum + people, 0);
  return {
    kind: 'table',
    key: counted.key,
    title: counted.title,
    columns: [
      { key: 'answer', header: say('answer'), type: 'text' },
      {
        ...{ key: 'people', header: say('people'), type: 'integer' },
        disclosure: { role: 'count', additive: true },
      },
      {
        ...{ key: 'share', header: say('share'), type: 'percent' },
        disclosure: { role: 'follows', of: ['people'], outOf: 'known' },
      },
    ],
    rows: [
      ...values,
      {
        ...row('known', say('known'), counted.known),
        emphasis: 'strong',
        ...(counted.oneAnswer && values.length > 0 && { sums: values.map(({ key }) => key) }),
      },
      ...counted.rest.map(({ key, label, people }) => ({
        ...row(key, label, people),
        unknown: true,
      })),
    ],
    total: {
      ...row('total', say('all'), all),
      figures: { people: 'people' },
      sums: ['known', ...counted.rest.map(({ key }) => key)],
    },
    breakdown: true,
    denominator: say('denominator'),
  };
}

function dimensionTable(facts: StatisticsFacts, name: Dimension): TableBlock {
  const { language, statistics } = facts;
  const of: Breakdown = statistics.by[name];
  const say = (key: string) => translate(language, key);
  const element = name === 'acts' || name === 'means' || name === 'purposes';
  return countedTable(facts, {
    key: `by-${name.toLowerCase()}`,
    title: say(element ? `lists:name.${name}` : `classification:question.${name}`),
    values: Object.entries(of.values)
      .map(([code, people]) => ({ key: code, label: facts.label(name, code), people }))
      .sort((a, b) => b.people - a.people || a.label.localeCompare(b.label, language)),
    known: of.known,
    // Of the elements of the law it is not kept whether they were asked for.
    rest: element
      ? [{ key: 'not_known', label: say('statistics:unknown'), people: of.notAsked }]
      : [
          {
            key: 'not_known',
            label: say('classification:answer.not_known'),
            people: of.notKnown,
          },
          { key: 'declined', label: say('classification:answer.declined'), people: of.declined },
          { key: 'not_asked', label: say('classification:unasked'), people: of.notAsked },
        ],
    oneAnswer: ONE_ANSWER.includes(name),
  });
}

export const ctdcTables = (facts: Pick<StatisticsFacts, 'language' | 'shares'>): TableBlock[] =>
  Object.entries(facts.shares).map(([group, { values, known, unknown }]) =>
    countedTable(facts, {
      key: `ctdc-${group}`,
      title: translate(facts.language, `statistics:ctdc.${group}`),
      values: Object.entries(values).map(([flag, { people }]) => ({
        ...{ key: flag, label: flag, people },
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

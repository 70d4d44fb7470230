/** Indicators with what is aimed at and what everybody may know of what is reached. */
import { narratives } from './iati-narratives.export';
import type { Language } from '../../platform/shared/actor';
import type {
  IatiActual,
  IatiFacts,
  IatiIndicator,
  IatiPeriod,
  IatiText,
} from './iati-facts.types';
import { element, type XmlElement } from './xml.export';

/** ResultType: impact, outcome, output. */
const LEVELS = [
  ['goal', '3'],
  ['outcome', '2'],
  ['output', '1'],
] as const;
/** IndicatorVocabulary: the donor's standard indicators, the SDG, and what is of the programme itself. */
const VOCABULARIES: Readonly<Record<string, string>> = { dos: '3', sdg: '9' };
const OWN = '99';

export function iatiResults(facts: IatiFacts): XmlElement[] {
  return LEVELS.flatMap(([level, type]) => {
    const own = facts.indicators.filter((one) => one.level === level && one.periods.length > 0);
    if (own.length === 0) return [];
    return [
      element('result', { type, 'aggregation-status': '0' }, [
        element('title', {}, narratives(facts.say(`iati.result.${level}`), facts)),
        ...own.map((one) => indicator(one, facts)),
      ]),
    ];
  });
}

function indicator(one: IatiIndicator, facts: IatiFacts): XmlElement {
  const { baseline, unit, framework, code } = one;
  const hidden = one.periods.reduce((sum, period) => sum + period.hidden, 0);
  const words = described(facts, unit, hidden);
  return element(
    'indicator',
    {
      measure: unit === 'percent' ? '2' : '1',
      ascending: one.ascending ? '1' : '0',
      'aggregation-status': '0',
    },
    [
      element('title', {}, narratives(one.title, facts)),
      element('description', {}, narratives(words, facts)),
      element('reference', { vocabulary: VOCABULARIES[framework] ?? OWN, code }),
      ...(baseline
        ? [
            element('baseline', {
              year: baseline.on.slice(0, 4),
              'iso-date': baseline.on,
              value: baseline.value,
            }),
          ]
        : []),
      ...one.periods.map(period),
    ],
  );
}

/** The unit in which it is published; a number that is not there is hidden, and that is said. */
function described(facts: IatiFacts, unit: string, hidden: number): IatiText {
  const inUnit = facts.say(`iati.units.${unit}`);
  if (hidden === 0) return inUnit;
  const protects = facts.say('iati.hidden', { threshold: facts.threshold, count: hidden });
  const both = (language: Language) => `${inUnit[language]} ${protects[language]}`;
  return { fr: both('fr'), ar: both('ar'), en: both('en') };
}

const period = ({ from, to, target, actuals }: IatiPeriod): XmlElement =>
  element('period', {}, [
    element('period-start', { 'iso-date': from }),
    element('period-end', { 'iso-date': to }),
    ...(target === null ? [] : [element('target', { value: target })]),
    ...actuals.map(actual),
  ]);

const actual = ({ value, sex, age }: IatiActual): XmlElement =>
  element('actual', { value }, [
    ...(sex ? [element('dimension', { name: 'sex', value: sex })] : []),
    ...(age ? [element('dimension', { name: 'age', value: age })] : []),
  ]);

/** Views of indicators: bar to the target, last quarters as columns, status in words. */
import { may } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { type Quarter, quartersBefore, quarterOf } from '../platform/shared/quarters.rules';
import { joinWords } from '../platform/shared/punctuation.words';
import { formatNumber } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import {
  LEVELS,
  progressPercent,
  type IndicatorStatus,
  INDICATOR_STATUSES,
  type Unit,
} from './indicator.rules';
import { pastChoiceNote, pastChoices } from './brought-in/past-choice.words';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import { countsPast } from './indicator-measures.figures';
import type {
  IndicatorInQuarter,
  IndicatorInTime,
  IndicatorsOfQuarter,
} from './indicators.service';

const MARK: Readonly<Record<IndicatorStatus, { icon: string; tone: string }>> = {
  reached: { icon: 'circle-check', tone: 'good' },
  near: { icon: 'clock', tone: 'accent' },
  behind: { icon: 'alert-triangle', tone: 'danger' },
  under_way: { icon: 'clock', tone: '' },
  no_target: { icon: 'target', tone: 'accent' },
  not_known: { icon: 'circle-dashed', tone: '' },
};

const wordsIn =
  (language: Language) =>
  (key: string, params = {}) =>
    translate(language, `indicators:${key}`, params);

/** "1 250" or "62,5 %". */
export const amountOf = (value: string | null, unit: Unit, language: Language): string =>
  value === null
    ? '—'
    : unit === 'percent'
      ? translate(language, 'indicators:percent', { value: formatNumber(value, language) })
      : formatNumber(value, language);

export function logframeModel(
  actor: Actor,
  { quarter, today, past, indicators }: IndicatorsOfQuarter,
  language: Language,
) {
  const words = wordsIn(language);
  const count = (standing: IndicatorStatus) =>
    indicators.filter((one) => one.standing === standing).length;
  return {
    title: words('title'),
    lead: words('lead'),
    quarters: [quarterOf(today), ...quartersBefore(today)].map((one) => ({
      value: one.code,
      chosen: one.code === quarter.code,
      label: words('quarter', { number: one.number, year: one.year }),
    })),
    ...pastModel(past, language),
    finding: words('finding', {
      reached: words('counted', { count: count('reached') }),
      all: indicators.length,
    }),
    standings: INDICATOR_STATUSES.filter((standing) => count(standing) > 0).map((standing) => ({
      ...MARK[standing],
      label: words(`standing.${standing}`),
      count: count(standing),
    })),
    lacking: count('no_target') > 0,
    levels: LEVELS.map((level) => ({
      label: words(`level.${level}`),
      indicators: indicators
        .filter((one) => one.level === level)
        .map((one) => ({
          code: one.code,
          framework: words(`framework_short.${one.framework}`),
          title: one.title[language],
          path: `/indicators/${one.id}${past === 'without' ? '' : `?past=${past}`}`,
          pastNone: one.pastCounted === false ? pastNone(past, language) : null,
          ...quarterModel(one, one.unit, language),
        })),
    })).filter(({ indicators: own }) => own.length > 0),
    newPath: may(actor, 'indicators:define') ? '/indicators/new' : null,
  };
}

/** The choice, and what the figures of the page count under it. */
const pastModel = (past: PastChoice, language: Language) => ({
  pasts: pastChoices(past, language),
  pastNote: past === 'without' ? null : pastChoiceNote(past, language),
});

/** Note for indicators without past records. */
const pastNone = (past: PastChoice, language: Language): string | null =>
  past === 'without' ? null : translate(language, `past:choice_none.${past}`);

function quarterModel(
  { value, target, standing, of, bySex }: Omit<IndicatorInQuarter, 'quarter'>,
  unit: Unit,
  language: Language,
) {
  const words = wordsIn(language);
  const sexes = ['female', 'male', 'other', 'unknown'] as const;
  return {
    value: amountOf(value, unit, language),
    target: amountOf(target, unit, language),
    hasTarget: target !== null,
    width: progressPercent(value, target),
    known: value !== null,
    ...MARK[standing],
    standingLabel: words(`standing.${standing}`),
    of: of ? words('of', { ...of }) : null,
    sexes: sexes
      .filter((sex) => (bySex?.[sex] ?? 0) > 0)
      .map((sex) => words(`sex.${sex}`, { count: bySex![sex]! }))
      .join(' · '),
  };
}

export function indicatorModel(actor: Actor, file: IndicatorInTime, language: Language) {
  const words = wordsIn(language);
  const { indicator, quarters, past, targets, values } = file;
  const { id, unit } = indicator;
  const path = `/indicators/${id}`;
  const defines = may(actor, 'indicators:define');
  const counts = may(actor, 'indicators:count');
  const numbers = quarters.flatMap(({ value, target }) => [
    Number(value ?? 0),
    Number(target ?? 0),
  ]);
  const most = Math.max(1, ...numbers);
  const named = ({ number, year }: Quarter) => words('quarter_short', { number, year });
  return {
    title: indicator.title[language],
    backPath: '/indicators',
    path,
    ...pastModel(past, language),
    pastNone: countsPast(indicator.measure) ? null : pastNone(past, language),
    code: indicator.code,
    framework: words(`framework.${indicator.framework}`),
    verified: indicator.verified,
    facts: [
      [words('field.level'), words(`level.${indicator.level}`)],
      [words('field.unit'), words(`unit.${unit}`)],
      [words('field.direction'), words(`direction.${indicator.direction}`)],
      [
        words('calculation'),
        indicator.measure ? words(`measure.${indicator.measure}`) : words('by_hand'),
      ],
      [words('definition'), words(`defined.${indicator.measure ?? 'by_hand'}`)],
      [
        words('field.split'),
        joinWords(
          indicator.split.map((one) => words(`split.${one}`)),
          language,
        ) || words('none'),
      ],
      [
        words('field.baseline'),
        indicator.baseline
          ? words('baseline', {
              value: amountOf(indicator.baseline, unit, language),
              day: indicator.baselineOn,
            })
          : words('none'),
      ],
      [words('field.source'), indicator.source],
      [words('field.ownerId'), indicator.owner ?? words('programme')],
      [words('edition'), formatNumber(indicator.edition, language)],
    ].map(([label, text]) => ({ label, text })),
    columns: quarters.map((one, at) => ({
      label: named(one.quarter),
      ...quarterModel(one, unit, language),
      x: 20 + at * 60,
      aimFrom: 14 + at * 60,
      aimUntil: 62 + at * 60,
      height: Math.round((100 * Number(one.value ?? 0)) / most),
      top: 110 - Math.round((100 * Number(one.value ?? 0)) / most),
      aim: one.target === null ? null : 110 - Math.round((100 * Number(one.target)) / most),
    })),
    wide: 20 + quarters.length * 60,
    description: quarters
      .map((one) =>
        words('quarter_value', {
          quarter: named(one.quarter),
          value: amountOf(one.value, unit, language),
          target: amountOf(one.target, unit, language),
        }),
      )
      .join(' ; '),
    values: [...values]
      .reverse()
      .map((one) => ({
        ...one,
        value: amountOf(one.value, unit, language),
        quarter: named(quarterOf(one.from)),
        women: one.women ? words('sex.female', { count: Number(one.women) }) : null,
        looked:
          one.stands === null
            ? words('waits')
            : words(one.stands ? 'stood' : 'fell', { name: one.lookedBy }),
        good: one.stands === true,
        lookPath:
          counts && one.stands === null && one.byId !== actor.userId
            ? `${path}/values/${one.id}/look/new`
            : null,
      })),
    targets: [...targets]
      .reverse()
      .map((one) => ({
        ...one,
        target: amountOf(one.target, unit, language),
        quarter: named(quarterOf(one.from)),
      })),
    editions: file.editions.map((one) => ({
      label: words('edition_of', { number: one.edition, day: one.at }),
      title: one.title[language],
      what: [
        one.measure ? words(`measure.${one.measure}`) : words('by_hand'),
        words(`direction.${one.direction}`),
        one.source,
      ].join(' · '),
      by: one.by ?? words('delivered'),
    })),
    targetPath: defines ? `${path}/targets/new` : null,
    editionPath: defines ? `${path}/editions/new` : null,
    valuePath: counts && indicator.measure === null ? `${path}/values/new` : null,
  };
}

/** The released figures of a cohort: small numbers suppressed, shares with their confidence interval, all of it drawn. */
import { labelOf } from '../../reference-lists';
import type { Language } from '../../platform/shared/actor';
import {
  SMALL_COUNT_THRESHOLD,
  complementarySuppression,
  suppressSmallCount,
} from '../../platform/shared/small-counts.rules';
import { formatNumber, formatPercent } from '../../platform/web/format';
import { followUpFields } from '../follow-up/follow-up.form';
import { wordsIn } from '../return.view';
import { TRACK_KINDS, STATES } from '../track-states.rules';
import type { FollowUpReach } from './cohort.figures';
import type { Cohort } from './cohorts.service';
import { type Interval, meanInterval, shareInterval } from './confidence.rules';

/** Parts of the people due at a mark; the last four are those not reached. */
const REACH_PARTS = ['inTime', 'late', 'refused', 'unsafe', 'tried', 'never'] as const;
const NOT_REACHED_PARTS = ['refused', 'unsafe', 'tried', 'never'] as const;
const OUTCOMES = [
  'sustained',
  'moved_by_choice',
  'at_risk',
  'retrafficked',
  'not_known',
  'undecided',
] as const;

export interface ShareEstimate {
  readonly some: number;
  readonly all: number;
  /** From 0 to 1. */
  readonly share: number;
  readonly interval: Interval;
}

/** The cohort for readers: no number that discloses fewer than five people. */
export function suppressCohort(cohort: Cohort) {
  const { people, places, stages, stageDays, reach, scores, help } = cohort;
  const { ended, outcomes, satisfaction } = cohort;
  const shownPlaces = complementarySuppression(places);
  const parts = OUTCOMES.map((outcome) => ({
    outcome,
    people: outcomes.find((one) => one.outcome === outcome)?.people ?? 0,
  }));
  const shownOutcomes = complementarySuppression(parts);
  return {
    year: cohort.year,
    people: suppressSmallCount(people),
    places: places.map((one, at) => ({ ...one, people: shownPlaces[at] ? one.people : null })),
    stages: stages.map((one) => ({ ...one, tracks: suppressSmallCount(one.tracks) })),
    stageDays: stageDays.filter(({ left }) => left >= SMALL_COUNT_THRESHOLD),
    reach: reach.map(suppressReach),
    scores: scores.map((one) =>
      one.people >= SMALL_COUNT_THRESHOLD ? scoreEstimate(one) : { of: one.of, people: null },
    ),
    help: help.filter((one) => one.people >= SMALL_COUNT_THRESHOLD).map(helpEstimate),
    ended: suppressSmallCount(ended),
    outcomes: parts.map((one, at) => ({
      ...one,
      people: suppressSmallCount(ended) !== null && shownOutcomes[at] ? one.people : null,
    })),
    sustained: shareEstimate(
      shownOutcomes[0] && suppressSmallCount(ended) !== null,
      parts[0]!.people,
      ended,
    ),
    satisfaction:
      satisfaction.people >= SMALL_COUNT_THRESHOLD ? satisfaction : { people: null, mean: null },
    plans: shareEstimate(
      cohort.plans.due >= SMALL_COUNT_THRESHOLD,
      cohort.plans.done,
      cohort.plans.due,
    ),
    instalments: shareEstimate(
      cohort.instalments.due >= SMALL_COUNT_THRESHOLD,
      cohort.instalments.done,
      cohort.instalments.due,
    ),
  };
}
export type SuppressedCohort = ReturnType<typeof suppressCohort>;

/**
 * The number of people reached is released for five or more; the reasons for not reaching somebody are released
 * where none of them counts fewer than five.
 */
function suppressReach(one: FollowUpReach) {
  const all = suppressSmallCount(one.due);
  const missed = NOT_REACHED_PARTS.reduce((sum, part) => sum + one[part], 0);
  const whys = complementarySuppression(
    NOT_REACHED_PARTS.map((part) => ({ people: one[part] })),
  ).every(Boolean);
  const of = (people: number, may = true) => (all !== null && may ? people : null);
  return {
    months: one.months,
    due: all,
    inTime: shareEstimate(all !== null, one.inTime, one.due),
    late: of(one.late),
    missed: of(missed),
    whys: NOT_REACHED_PARTS.map((part) => ({ part, people: of(one[part], whys) })),
  };
}

function scoreEstimate(one: Cohort['scores'][number]) {
  const [first, last] = [Number(one.first), Number(one.last)];
  return {
    of: one.of,
    people: one.people as number | null,
    first,
    last,
    interval: meanInterval(last, Number(one.lastDeviation), one.people),
  };
}

const helpEstimate = ({ help, label, people, mean, deviation }: Cohort['help'][number]) => ({
  help,
  label,
  people,
  mean: Number(mean),
  interval: meanInterval(Number(mean), Number(deviation), people),
});

const shareEstimate = (
  mayRelease: boolean | undefined,
  some: number,
  all: number,
): ShareEstimate | null =>
  mayRelease && all > 0
    ? { some, all, share: some / all, interval: shareInterval(some, all)! }
    : null;

export function cohortModel(cohort: Cohort, language: Language) {
  const { words } = followUpFields(language);
  const tracks = wordsIn(language);
  const all = suppressCohort(cohort);
  const number = (value: number | null) =>
    value === null ? words('few') : formatNumber(value, language);
  const sure = ({ share, interval }: ShareEstimate) =>
    words('share', {
      share: formatPercent(share, language, 0),
      low: formatPercent(interval.low, language, 0),
      high: formatPercent(interval.high, language, 0),
    });
  const score = (value: number) => formatNumber(value, language, 2);
  const yearPath = (year: number | null) => `/returns/figures${year ? `?year=${year}` : ''}`;
  return {
    title: words('figures.title', { people: number(all.people) }),
    empty: cohort.people === 0 && cohort.stages.length === 0,
    years: [null, ...cohort.years].map((year) => ({
      label: year === null ? words('figures.all_years') : String(year),
      path: yearPath(year),
      current: cohort.year === year,
    })),
    findings: [
      all.sustained && words('figures.sustained', { share: sure(all.sustained) }),
      all.ended === null && words('figures.too_few'),
      all.plans && words('figures.plans', { share: sure(all.plans) }),
      all.instalments && words('figures.instalments', { share: sure(all.instalments) }),
      all.satisfaction.mean &&
        words('figures.satisfaction', {
          mean: formatNumber(all.satisfaction.mean, language, 1),
          people: all.satisfaction.people,
        }),
    ].filter((one) => typeof one === 'string'),
    reach: all.reach.map((one) => ({
      name: words('months', { count: one.months }),
      due: number(one.due),
      inTime: one.inTime && sure(one.inTime),
      pieces: reachBarSegments(one, words),
      cells: [
        one.inTime?.some ?? null,
        one.late,
        one.missed,
        ...one.whys.map((why) => why.people),
      ].map(number),
    })),
    legend: REACH_PARTS.map((part) => ({ part, label: words(`part.${part}`) })),
    columns: ['inTime', 'late', 'missed', ...NOT_REACHED_PARTS].map((part) =>
      words(`part.${part}`),
    ),
    outcomes: all.outcomes
      .filter(({ people }) => people !== 0)
      .map(({ outcome, people }) => ({
        outcome,
        label: words(`outcome.${outcome}`),
        count: number(people),
        wide: people === null || all.ended === null ? 0 : (100 * people) / all.ended,
      })),
    scores: all.scores.map((one) => ({
      name: words(`dimension.${one.of}`),
      people: number(one.people),
      drawn: 'first' in one && {
        first: 100 * one.first,
        last: 100 * one.last,
        low: 100 * (one.interval?.low ?? one.last),
        wide: 100 * ((one.interval?.high ?? one.last) - (one.interval?.low ?? one.last)),
        high: 100 * cohort.bands.high,
        lowNeed: 100 * cohort.bands.low,
      },
      description:
        'first' in one
          ? words('figures.change', { first: score(one.first), last: score(one.last) })
          : words('few'),
    })),
    help: all.help.map(({ label, people, mean, interval }) => ({
      name: label[language],
      people: number(people),
      description: score(mean),
      mean: 100 * mean,
      low: 100 * (interval?.low ?? mean),
      wide: 100 * ((interval?.high ?? mean) - (interval?.low ?? mean)),
    })),
    places: all.places.map((one) => ({
      label:
        one.door === 'return'
          ? labelOf('nationalities', one.country, language)
          : labelOf('regions', one.region!, language),
      door: tracks(`door_short.${one.door}`),
      count: number(one.people),
    })),
    stages: TRACK_KINDS.map((door) => ({
      door: tracks(`door_short.${door}`),
      states: STATES.flatMap((state) => {
        const tracksThere = all.stages.find((one) => one.door === door && one.state === state);
        const days = all.stageDays.find((one) => one.door === door && one.state === state);
        return tracksThere || days
          ? [
              {
                label: tracks(`state.${state}`),
                count: tracksThere ? number(tracksThere.tracks) : formatNumber(0, language),
                days: days ? formatNumber(days.medianDays, language, 1) : '–',
              },
            ]
          : [];
      }),
    })).filter(({ states }) => states.length > 0),
  };
}

/** Segments of one bar, 100 wide; the reasons for not reaching somebody are one segment where they are suppressed. */
function reachBarSegments(
  { due, inTime, late, missed, whys }: SuppressedCohort['reach'][number],
  words: (key: string, params?: object) => string,
) {
  if (due === null || due === 0) return [];
  const whole = whys.every(({ people }) => people !== null);
  const parts = [
    { part: 'inTime', people: inTime?.some ?? 0 },
    { part: 'late', people: late ?? 0 },
    ...(whole ? whys : [{ part: 'missed', people: missed }]),
  ];
  let at = 0;
  return parts.flatMap(({ part, people }) => {
    if (!people) return [];
    const piece = { part, at, wide: (100 * people) / due, label: words(`part.${part}`), people };
    at += piece.wide;
    return [piece];
  });
}

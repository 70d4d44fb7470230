/** Measures of analyses: each belongs to the module that owns its facts, with its definition in the locales. */
import { SERVICES_GIVEN } from '../assistance-services';
import { PERSON_TRAITS } from '../beneficiaries';
import { MONEY_SPENT } from '../grant-budgeting';
import { CALLS } from '../hotline';
import { AFFAIRS, PROCEEDINGS_OPENED } from '../legal-aid';
import { REFERRALS_SENT } from '../referrals';
import { NIGHTS_SLEPT } from '../shelter-beds';
import { CERTIFIED, COMPLETED, DROPPED_OUT, ENROLLED } from '../vocational-training';
import { PLACED, STILL_AT_WORK, WORK_AT_SIX_MONTHS } from '../employment';
import { PROJECTS_BEGUN } from '../projects';
import { ARRIVED, DEPARTED } from '../voluntary-return';
import type { Counts, FactSource } from '../platform/shared/fact-source.types';
import { FOLLOW_UPS, pastRowsOf, SERVED } from '../indicators';

export interface Measure {
  readonly counts: Counts;
  readonly of: FactSource;
  readonly unit: 'people' | 'count' | 'nights' | 'money';
}
const measure = (of: FactSource, counts: Counts, unit: Measure['unit'] = 'count'): Measure => ({
  of,
  counts,
  unit,
});
const people = (of: FactSource) => measure(of, 'people', 'people');

export const MEASURES = {
  people_served: people(SERVED),
  bed_nights: measure(NIGHTS_SLEPT, 'units', 'nights'),
  people_in_beds: people(NIGHTS_SLEPT),
  services_given: measure(SERVICES_GIVEN, 'units'),
  people_helped: people(SERVICES_GIVEN),
  referrals_sent: measure(REFERRALS_SENT, 'units'),
  people_referred: people(REFERRALS_SENT),
  enrolments: measure(ENROLLED, 'units'),
  people_enrolled: people(ENROLLED),
  completions: measure(COMPLETED, 'units'),
  certificates: measure(CERTIFIED, 'units'),
  dropouts: measure(DROPPED_OUT, 'units'),
  follow_ups_made: measure(FOLLOW_UPS, 'units'),
  people_followed_up: people(FOLLOW_UPS),
  people_placed: people(PLACED),
  still_at_work: people(STILL_AT_WORK),
  asked_at_six_months: people(WORK_AT_SIX_MONTHS),
  projects_begun: measure(PROJECTS_BEGUN, 'units'),
  returns_departed: people(DEPARTED),
  returns_arrived: people(ARRIVED),
  calls: measure(CALLS, 'units'),
  affairs: measure(AFFAIRS, 'units'),
  proceedings: measure(PROCEEDINGS_OPENED, 'units'),
  money_spent: measure(MONEY_SPENT, 'amount', 'money'),
} as const satisfies Record<string, Measure>;
export type MeasureKey = keyof typeof MEASURES;

/** Whether what a measure counts is brought in from before Mawa as well. */
export const countsPast = (key: MeasureKey): boolean => pastRowsOf(measureOf(key).of) !== null;

export const isMeasure = (key: string): key is MeasureKey => Object.hasOwn(MEASURES, key);
export const measureOf = (key: MeasureKey): Measure => MEASURES[key];

const TIMES = { month: 'YYYY-MM', quarter: 'YYYY"-Q"Q', year: 'YYYY' } as const;
export type TimeKey = keyof typeof TIMES;
export const isTime = (key: string): key is TimeKey => Object.hasOwn(TIMES, key);

/** How a measure is cut by a dimension: fragments of ours alone. `f` is the fact, `p` the case of its person. */
export interface DimensionCut {
  readonly sql: string;
  readonly join?: string;
  /** The person's: of each there is one, so that people add up over it. */
  readonly ofPerson: boolean;
  /** By what is known of the person, not of the fact. */
  readonly isTrait: boolean;
  readonly isTime: boolean;
  /** A fact can have several values. */
  readonly many: boolean;
}

export const PERSON_DIMENSIONS = Object.keys(PERSON_TRAITS) as (keyof typeof PERSON_TRAITS)[];

/** The dimensions that a measure takes, in the order of the page. */
export const dimensionsOf = (key: MeasureKey): readonly string[] => {
  const { of } = measureOf(key);
  return [
    ...(of.ofPeople ? PERSON_DIMENSIONS : []),
    ...of.cuts,
    ...(Object.keys(TIMES) as TimeKey[]),
  ];
};

const ALL_DIMENSIONS: ReadonlySet<string> = new Set(
  Object.keys(MEASURES).flatMap((key) => dimensionsOf(key as MeasureKey)),
);
export const isDimension = (name: string): boolean => ALL_DIMENSIONS.has(name);

/** Null where the measure does not take it. */
export function cutOf(key: MeasureKey, dimension: string): DimensionCut | null {
  if (!dimensionsOf(key).includes(dimension)) return null;
  if (isTime(dimension))
    return {
      sql: `to_char(f.day, '${TIMES[dimension]}')`,
      ofPerson: false,
      isTrait: false,
      isTime: true,
      many: false,
    };
  const trait = (
    PERSON_TRAITS as Readonly<Record<string, { sql: string; join?: string; many?: true }>>
  )[dimension];
  if (trait && measureOf(key).of.ofPeople) {
    return {
      sql: trait.sql,
      join: trait.join,
      ofPerson: !trait.many,
      isTrait: true,
      isTime: false,
      many: trait.many ?? false,
    };
  }
  return {
    sql: `f."${dimension}"::text`,
    ofPerson: false,
    isTrait: false,
    isTime: false,
    many: false,
  };
}

/** Whether the cells along a dimension add up to the total: each fact, or each person, has one value. */
export const addsUp = (counts: Counts, { ofPerson, many }: DimensionCut): boolean =>
  counts === 'people' ? ofPerson : !many;

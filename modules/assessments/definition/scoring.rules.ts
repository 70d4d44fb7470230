/**
 * Score of the answers. A missing answer counts zero, and the result gives the maximum that is still possible.
 * Independent of the order of the answers.
 */
import { type Answer, type Answers, codesGiven, valueOf } from './answers.rules';
import { type Audience, visibilities } from './conditions.rules';
import {
  type Band,
  codesOf,
  type FormDefinition,
  type PointsScoring,
  type Question,
  questionsOf,
  type IndicatorGroup,
  type IndicatorScoring,
} from './definition-schema.rules';

export interface PointsOutcome {
  readonly by: 'points';
  readonly score: number;
  /** If all that is not known were answered as badly as can be. */
  readonly highest: number;
  readonly band: string;
  /** A higher band that cannot be excluded as long as something is not known. */
  readonly couldBe: string | null;
  /** Answers that alone lift to a band, whatever the sum. */
  readonly lifted: readonly { readonly field: string; readonly band: string }[];
  /** Contributions to the score, largest first. */
  readonly weighs: readonly { readonly field: string; readonly points: number }[];
  readonly unknown: readonly string[];
}

export interface GroupOutcome {
  readonly id: string;
  readonly seen: readonly string[];
  readonly notSeen: readonly string[];
  readonly unknown: readonly string[];
  /** By the rule of the group; null where it has none. */
  readonly positive: boolean | null;
  /** Not positive as yet, and could be with what is not known. */
  readonly couldBe: boolean;
}

export interface IndicatorOutcome {
  readonly by: 'signs';
  readonly seen: number;
  readonly unknown: number;
  readonly groups: readonly GroupOutcome[];
  /** Whether the required group is positive; null if the form has none. */
  readonly mustHave: { readonly group: string; readonly positive: boolean } | null;
}

export type Outcome = PointsOutcome | IndicatorOutcome;

export function outcomeOf(
  form: FormDefinition,
  audience: Audience,
  answers: Answers,
): Outcome | null {
  if (!form.scoring) return null;
  return form.scoring.by === 'points'
    ? pointsOutcome(form, form.scoring, audience, answers)
    : signsOutcome(form, form.scoring, audience, answers);
}

export const isScored = ({ points, steps, atLeast }: Question): boolean =>
  points !== undefined || steps !== undefined || atLeast !== undefined;

/** Points of one answer, weighed. */
export function pointsFor(question: Question, answer: Answer | undefined): number {
  const { points = {}, steps = [], weight } = question;
  const value = valueOf(answer);
  if (value === null) return 0;
  if (typeof value === 'number') {
    return weight * (steps.findLast(({ from }) => from <= value)?.points ?? 0);
  }
  return weight * sum(codesGiven(answer).map((code) => points[code] ?? 0));
}

/** The least and the most that one question can add. */
export function rangeOf(question: Question): { readonly low: number; readonly high: number } {
  const { points = {}, steps = [], weight, kind } = question;
  const each = codesOf(question).map((code) => points[code] ?? 0);
  if (kind === 'number' || kind === 'scale') {
    const startsAbove = steps.length > 0 && (question.min ?? -Infinity) < steps[0]!.from;
    const all = steps.map((step) => step.points).concat(startsAbove ? [0] : []);
    return between(all, weight);
  }
  if (kind !== 'several') return between(each, weight);
  return {
    low: weight * sum(each.filter((one) => one < 0)),
    high: weight * sum(each.filter((one) => one > 0)),
  };
}

const between = (all: readonly number[], weight: number) => ({
  low: weight * Math.min(...(all.length > 0 ? all : [0])),
  high: weight * Math.max(...(all.length > 0 ? all : [0])),
});
const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

export const bandOf = (bands: readonly Band[], score: number): number => {
  const found = bands.findIndex(({ from, to }) => from <= score && score <= to);
  if (found >= 0) return found;
  return score < bands[0]!.from ? 0 : bands.length - 1;
};

function pointsOutcome(
  form: FormDefinition,
  { bands }: PointsScoring,
  audience: Audience,
  answers: Answers,
): PointsOutcome {
  const seen = visibilities(form, audience, answers);
  const scored = questionsOf(form).filter(isScored);
  const answered = scored.filter(
    ({ id }) => seen.get(id) === 'shown' && valueOf(answers[id]) !== null,
  );
  const missing = scored.filter(
    ({ id }) =>
      seen.get(id) === 'open' || (seen.get(id) === 'shown' && valueOf(answers[id]) === null),
  );
  const weighs = answered.map((question) => ({
    field: question.id,
    points: pointsFor(question, answers[question.id]),
  }));
  const score = sum(weighs.map(({ points }) => points));
  const highest = score + sum(missing.map((question) => Math.max(0, rangeOf(question).high)));
  const placeOf = (id: string): number => bands.findIndex((band) => band.id === id);
  const lifted = answered.flatMap(({ id, atLeast = {} }) =>
    codesGiven(answers[id]).flatMap((code) =>
      atLeast[code] === undefined ? [] : [{ field: id, band: atLeast[code] }],
    ),
  );
  const at = Math.max(bandOf(bands, score), ...lifted.map(({ band }) => placeOf(band)));
  const couldBe = Math.max(
    bandOf(bands, highest),
    ...missing.flatMap(({ atLeast = {} }) => Object.values(atLeast).map(placeOf)),
  );
  return {
    by: 'points',
    score,
    highest,
    band: bands[at]!.id,
    couldBe: couldBe > at ? bands[couldBe]!.id : null,
    lifted,
    weighs: weighs
      .filter(({ points }) => points !== 0)
      .sort((a, b) => Math.abs(b.points) - Math.abs(a.points)),
    unknown: missing.filter(({ id }) => seen.get(id) === 'shown').map(({ id }) => id),
  };
}

export interface IndicatorCount {
  readonly strong: number;
  readonly medium: number;
  readonly weak: number;
}

/** One of the combinations of the rule is there: two strong, or one strong and one other, and so on. */
export const meetsRule = (rule: IndicatorGroup['rule'], seen: IndicatorCount): boolean =>
  (rule ?? []).some(({ strong = 0, medium = 0, weak = 0, other = 0 }) => {
    const left = seen.medium - medium + (seen.weak - weak);
    return seen.strong >= strong && seen.medium >= medium && seen.weak >= weak && left >= other;
  });

function signsOutcome(
  form: FormDefinition,
  { groups, mustHave }: IndicatorScoring,
  audience: Audience,
  answers: Answers,
): IndicatorOutcome {
  const visible = visibilities(form, audience, answers);
  const signs = questionsOf(form).filter(
    ({ id, sign }) => sign !== undefined && visible.get(id) !== 'hidden',
  );
  const said = ({ id }: Question): 'yes' | 'no' | null =>
    visible.get(id) === 'shown' ? (valueOf(answers[id]) as 'yes' | 'no' | null) : null;
  const found = groups.map((group): GroupOutcome => {
    const own = signs.filter(({ sign }) => sign?.group === group.id);
    const of = (answer: 'yes' | 'no' | null) => own.filter((one) => said(one) === answer);
    const [seen, unknown] = [of('yes'), of(null)];
    const positive = group.rule ? meetsRule(group.rule, countOf(seen)) : null;
    return {
      id: group.id,
      seen: seen.map(({ id }) => id),
      notSeen: of('no').map(({ id }) => id),
      unknown: unknown.map(({ id }) => id),
      positive,
      couldBe: positive === false && meetsRule(group.rule, countOf([...seen, ...unknown])),
    };
  });
  const key = found.find(({ id }) => id === mustHave);
  return {
    by: 'signs',
    seen: sum(found.map(({ seen }) => seen.length)),
    unknown: sum(found.map(({ unknown }) => unknown.length)),
    groups: found,
    mustHave: key ? { group: key.id, positive: key.positive ?? key.seen.length > 0 } : null,
  };
}

const countOf = (questions: readonly Question[]): IndicatorCount => {
  const of = (strength: string) =>
    questions.filter(({ sign }) => sign?.strength === strength).length;
  return { strong: of('strong'), medium: of('medium'), weak: of('weak') };
};

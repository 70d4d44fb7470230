/** View of a result: chart and text, basis, missing answers, limits of its meaning. */
import type { Language } from '../../platform/shared/actor';
import { formatNumber } from '../../platform/web/format';
import { directionOf, translate } from '../../platform/web/i18n';
import {
  type Band,
  type PointsScoring,
  questionsOf,
  type IndicatorScoring,
} from '../definition/definition-schema.rules';
import {
  isScored,
  type PointsOutcome,
  rangeOf,
  type IndicatorOutcome,
} from '../definition/scoring.rules';
import { answerWords, localisedText } from '../assessment.words';
import type { UnsealedAssessment } from './read-assessments.service';

const WIDTH = 600;

export function outcomeModel(opened: UnsealedAssessment, language: Language) {
  const { outcome, definition } = opened;
  const { scoring, reading } = definition;
  return {
    points:
      outcome?.by === 'points' && scoring?.by === 'points'
        ? pointsModel(opened, scoring, outcome, language)
        : null,
    signs:
      outcome?.by === 'signs' && scoring?.by === 'signs'
        ? signsModel(opened, scoring, outcome, language)
        : null,
    says: localisedText(reading?.says, language),
    doesNotSay: localisedText(reading?.doesNotSay, language),
    source: localisedText(definition.source.text, language),
    checked: translate(language, `assessments:checked.${definition.source.checked}`),
    unverified: definition.source.checked === 'unverified',
  };
}

function pointsModel(
  opened: UnsealedAssessment,
  { bands }: PointsScoring,
  outcome: PointsOutcome,
  language: Language,
) {
  const { definition, answers } = opened;
  const questions = new Map(questionsOf(definition).map((question) => [question.id, question]));
  const labelOf = (field: string) => localisedText(questions.get(field)?.label, language);
  const answerOf = (field: string) =>
    answerWords(questions.get(field)!, answers[field], language).text;
  const bandOf = (id: string): Band => bands.find((band) => band.id === id)!;
  const band = bandOf(outcome.band);
  const couldBe = outcome.couldBe && bandOf(outcome.couldBe);
  const words = (key: string, params: object = {}) =>
    translate(language, `assessments:result.${key}`, { ...params });
  return {
    finding: words('points', { band: localisedText(band.title, language), count: outcome.score }),
    level: band.level,
    follow: localisedText(band.follow, language),
    couldBe:
      couldBe &&
      words('could_be', {
        band: localisedText(couldBe.title, language),
        count: outcome.unknown.length,
      }),
    picture: scaleOf(opened, bands, outcome, language),
    lifted: outcome.lifted.map(({ field, band: to }) => ({
      label: labelOf(field),
      answer: answerOf(field),
      text: words('lifts', { band: localisedText(bandOf(to).title, language) }),
    })),
    weighs: outcome.weighs.map(({ field, points }) => ({
      label: labelOf(field),
      answer: answerOf(field),
      points: formatNumber(points, language),
      more: points > 0,
    })),
    unknown: outcome.unknown.map((field) => ({ label: labelOf(field), answer: answerOf(field) })),
  };
}

/** Scale from minimum to maximum with bands, the present score and the maximum still possible. */
function scaleOf(
  { definition }: UnsealedAssessment,
  bands: readonly Band[],
  { score, highest }: PointsOutcome,
  language: Language,
) {
  const asked = questionsOf(definition).filter((one) => !one.retired && isScored(one));
  const least = asked.reduce((sum, one) => sum + Math.min(0, rangeOf(one).low), 0);
  const most = asked.reduce((sum, one) => sum + Math.max(0, rangeOf(one).high), 0);
  const mirrored = directionOf(language) === 'rtl';
  const along = (value: number): number => {
    const share = (Math.min(Math.max(value, least), most + 1) - least) / (most + 1 - least);
    return Math.round((mirrored ? 1 - share : share) * WIDTH);
  };
  const span = (from: number, to: number) => {
    const [a, b] = [along(from), along(to)];
    return { x: Math.min(a, b), width: Math.max(1, Math.abs(b - a)) };
  };
  return {
    width: WIDTH,
    bands: bands.map((band) => {
      const place = span(Math.max(band.from, least), Math.min(band.to, most) + 1);
      return {
        ...place,
        level: band.level,
        middle: place.x + place.width / 2,
        label: localisedText(band.title, language),
      };
    }),
    at: along(score + 0.5),
    score,
    reach: highest > score ? span(score + 0.5, highest + 0.5) : null,
  };
}

function signsModel(
  { definition }: UnsealedAssessment,
  { groups, mustHave, source }: IndicatorScoring,
  outcome: IndicatorOutcome,
  language: Language,
) {
  const questions = new Map(questionsOf(definition).map((question) => [question.id, question]));
  const labels = (fields: readonly string[]) =>
    fields.map((field) => {
      const { label, sign } = questions.get(field)!;
      return {
        label: localisedText(label, language),
        strength: sign?.strength && translate(language, `assessments:strength.${sign.strength}`),
      };
    });
  const words = (key: string, params: object = {}) =>
    translate(language, `assessments:result.${key}`, { ...params });
  const positive = outcome.groups.filter((group) => group.positive);
  const ruled = outcome.groups.some((group) => group.positive !== null);
  const titleOf = (id: string) =>
    localisedText(groups.find((group) => group.id === id)?.title, language);
  return {
    finding: ruled
      ? words('dimensions', { count: positive.length, all: groups.length, seen: outcome.seen })
      : words('signs', { count: outcome.seen, unknown: outcome.unknown }),
    mustHave:
      mustHave && outcome.mustHave
        ? words(outcome.mustHave.positive ? 'must_have_there' : 'must_have_missing', {
            group: titleOf(mustHave),
          })
        : null,
    mustHaveMissing: outcome.mustHave?.positive === false,
    rule: source
      ? { text: localisedText(source.text, language), unverified: source.checked === 'unverified' }
      : null,
    groups: outcome.groups.map((group) => ({
      title: titleOf(group.id),
      state:
        group.positive === null ? null : group.positive ? 'there' : group.couldBe ? 'open' : 'not',
      stateWords:
        group.positive === null
          ? null
          : words(group.positive ? 'positive' : group.couldBe ? 'not_yet' : 'not_positive'),
      seen: labels(group.seen),
      notSeen: labels(group.notSeen),
      unknown: labels(group.unknown),
    })),
  };
}

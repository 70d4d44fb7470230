/** Which questions are asked: by audience, and by conditions on earlier answers. */
import { type Answers, codesGiven, gapOf, valueOf } from './answers.rules';
import {
  type Condition,
  type FormDefinition,
  type Question,
  questionsOf,
} from './definition-schema.rules';

/** Where the age is not known, what is asked of children and of adults is asked alike. */
export const AUDIENCES = ['child', 'adult', 'unknown'] as const;
export type Audience = (typeof AUDIENCES)[number];

export const isFor = (whom: Question['for'], audience: Audience): boolean =>
  whom === 'all' || audience === 'unknown' || whom === audience;

/** `open`: whether it is put depends on something that has no answer yet. */
export type Visibility = 'shown' | 'hidden' | 'open';

export function visibilities(
  form: FormDefinition,
  audience: Audience,
  answers: Answers,
): ReadonlyMap<string, Visibility> {
  const questions = new Map(questionsOf(form).map((question) => [question.id, question]));
  const found = new Map<string, Visibility>();
  const of = (id: string, asking: readonly string[]): Visibility => {
    const known = found.get(id);
    if (known) return known;
    const question = questions.get(id);
    if (!question || question.retired || asking.includes(id)) return 'hidden';
    const seen = isFor(question.for, audience)
      ? question.showIf
        ? holds(question.showIf, [...asking, id])
        : 'shown'
      : 'hidden';
    found.set(id, seen);
    return seen;
  };
  const holds = (condition: Condition, asking: readonly string[]): Visibility => {
    if ('all' in condition) {
      const each = condition.all.map((one) => holds(one, asking));
      if (each.includes('hidden')) return 'hidden';
      return each.includes('open') ? 'open' : 'shown';
    }
    if ('any' in condition) {
      const each = condition.any.map((one) => holds(one, asking));
      if (each.includes('shown')) return 'shown';
      return each.includes('open') ? 'open' : 'hidden';
    }
    const seen = of(condition.field, asking);
    if (seen !== 'shown') return seen;
    if (valueOf(answers[condition.field]) === null) return 'open';
    const given = codesGiven(answers[condition.field]);
    return [condition.is].flat().some((code) => given.includes(code)) ? 'shown' : 'hidden';
  };
  for (const id of questions.keys()) of(id, []);
  return found;
}

export const shownFields = (
  form: FormDefinition,
  audience: Audience,
  answers: Answers,
): ReadonlySet<string> =>
  new Set(
    [...visibilities(form, audience, answers)]
      .filter(([, seen]) => seen === 'shown')
      .map(([id]) => id),
  );

/** Sections in which anything is put to this person at all. */
export function shownSections(form: FormDefinition, audience: Audience, answers: Answers) {
  const shown = shownFields(form, audience, answers);
  return form.sections
    .map((section) => ({
      ...section,
      questions: section.questions.filter(({ id }) => shown.has(id)),
    }))
    .filter(({ questions }) => questions.length > 0);
}

/** Required questions without an answer or a reason, which prevent signing. */
export const openNeeds = (form: FormDefinition, audience: Audience, answers: Answers) =>
  shownSections(form, audience, answers).flatMap(({ id: section, questions }) =>
    questions
      .filter(({ id, needed }) => {
        const gap = gapOf(answers[id]);
        return needed && valueOf(answers[id]) === null && (gap === null || gap === 'not_asked');
      })
      .map((question) => ({ section, question })),
  );

/** Fields that a condition asks about. */
export const fieldsIn = (condition: Condition): readonly string[] =>
  'field' in condition
    ? [condition.field]
    : ('all' in condition ? condition.all : condition.any).flatMap(fieldsIn);

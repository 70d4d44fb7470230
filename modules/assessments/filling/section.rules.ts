/** The answers of one section: checked, kept beside what was there, and what they open. */
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import { type Answer, type Answers, checkAnswer } from '../definition/answers.rules';
import { type Audience, isFor, shownSections } from '../definition/conditions.rules';
import type { FormDefinition, Question, Section } from '../definition/definition-schema.rules';

/** Submitted answers by field; missing fields are not changed. */
export type SubmittedAnswers = Readonly<Record<string, unknown>>;

interface AnsweredForm {
  readonly definition: FormDefinition;
  readonly audience: Audience;
  readonly answers: Answers;
}

/** Every answer checked, each wrong one with its sentence. */
export function checkSection(
  section: Section,
  audience: Audience,
  given: SubmittedAnswers,
  today: string,
): Answers {
  const questions = new Map(section.questions.map((question) => [question.id, question]));
  const answers: Record<string, Answer> = {};
  const errors: DomainError[] = [];
  for (const [field, value] of Object.entries(given)) {
    const question = questions.get(field);
    if (!question || question.retired || !isFor(question.for, audience)) {
      errors.push(
        new DomainError('invalid', 'common.unknown_field', { field: field.slice(0, 60) }, field),
      );
      continue;
    }
    try {
      answers[field] = checkAnswer(question, value, today);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw new FieldErrors(errors.slice(0, 60));
  return answers;
}

/** Present answers of a section. */
export const answersIn = ({ questions }: Section, answers: Answers): Answers =>
  Object.fromEntries(
    questions.flatMap(({ id }): [string, Answer][] => (answers[id] ? [[id, answers[id]]] : [])),
  );

/** Questions of this section that the answers open and that have none yet. */
export function newlyShownQuestions(
  { definition, audience, answers: before }: AnsweredForm,
  { id }: Section,
  after: Answers,
): string[] {
  const shownIn = (answers: Answers): readonly Question[] =>
    shownSections(definition, audience, answers).find((one) => one.id === id)?.questions ?? [];
  const earlier = new Set(shownIn(before).map((question) => question.id));
  return shownIn(after).flatMap((question) =>
    earlier.has(question.id) || after[question.id] ? [] : [question.id],
  );
}

/** Answers that the version in force still asks for in the same way. */
export function carriedOver(
  form: FormDefinition,
  audience: Audience,
  answers: Answers,
  today: string,
) {
  return form.sections.flatMap((section) => {
    const kept = Object.fromEntries(
      section.questions.flatMap((question): [string, Answer][] => {
        const answer = answers[question.id];
        if (!answer || question.retired || !isFor(question.for, audience)) return [];
        try {
          return [[question.id, checkAnswer(question, answer, today)]];
        } catch {
          return [];
        }
      }),
    );
    return Object.keys(kept).length > 0
      ? [{ section: section.id, revision: 1, answers: kept }]
      : [];
  });
}

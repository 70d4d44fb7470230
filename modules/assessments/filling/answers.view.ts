/** Answers in the words of the form version that was filled in. */
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { codesGiven, gapOf, valueOf } from '../definition/answers.rules';
import { shownFields, shownSections } from '../definition/conditions.rules';
import { questionsOf } from '../definition/definition-schema.rules';
import { answerWords, localisedText } from '../assessment.words';
import type { UnsealedAssessment } from './read-assessments.service';

export const answersModel = (
  { definition, audience, answers, personId, id: assessmentId }: UnsealedAssessment,
  language: Language,
) =>
  shownSections(definition, audience, answers).map(({ id, title, questions }) => ({
    id,
    title: localisedText(title, language),
    path: `/people/${personId}/assessments/${assessmentId}/sections/${id}`,
    lines: questions.map((question) => ({
      label: localisedText(question.label, language),
      ...answerWords(question, answers[question.id], language),
      isText: question.kind === 'text',
    })),
  }));

export type Change = 'same' | 'changed' | 'added' | 'dropped';

export interface ComparedField {
  readonly field: string;
  readonly label: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly change: Change;
  /** The question is worded otherwise in the later version. */
  readonly reworded: string | null;
}

/** Two of one form by their stable fields, whatever version each was filled in with. */
export function compareAnswers(
  before: UnsealedAssessment,
  after: UnsealedAssessment,
  language: Language,
): ComparedField[] {
  const read = (one: UnsealedAssessment) => {
    const shown = shownFields(one.definition, one.audience, one.answers);
    return new Map(
      questionsOf(one.definition)
        .filter(({ id }) => shown.has(id))
        .map((question) => {
          const answer = one.answers[question.id];
          return [
            question.id,
            {
              label: localisedText(question.label, language),
              text: answerWords(question, answer, language).text,
              same: JSON.stringify([valueOf(answer) === null ? gapOf(answer) : codesGiven(answer)]),
            },
          ] as const;
        }),
    );
  };
  const [one, two] = [read(before), read(after)];
  return [...new Set([...two.keys(), ...one.keys()])].map((field): ComparedField => {
    const [was, is] = [one.get(field), two.get(field)];
    const change = !was ? 'added' : !is ? 'dropped' : was.same === is.same ? 'same' : 'changed';
    return {
      field,
      label: (is ?? was)!.label,
      before: was?.text ?? null,
      after: is?.text ?? null,
      change,
      reworded: was && is && was.label !== is.label ? was.label : null,
    };
  });
}

export const changeWords = (change: Change, language: Language): string =>
  translate(language, `assessments:change.${change}`);

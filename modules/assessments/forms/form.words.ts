/** Forms in the reader's words: where a problem is, when a question is put, what an answer weighs. */
import type { Language } from '../../platform/shared/actor';
import { formatNumber } from '../../platform/web/format';
import { keyOfCode, translate } from '../../platform/web/i18n';
import type { Path, Problem } from '../definition/definition-reader.rules';
import {
  codesOf,
  type Condition,
  type FormDefinition,
  type Question,
  questionsOf,
} from '../definition/definition-schema.rules';
import { optionLabel, localisedText } from '../assessment.words';
import { problemError } from './draft-forms.service';
import { colonOf } from '../../platform/shared/punctuation.words';

export function problemWords(problem: Problem, language: Language): string {
  const { code, params } = problemError(problem);
  const named = params.language
    ? { ...params, language: translate(language, `common:language.${params.language}`) }
    : params;
  return translate(language, keyOfCode(code), named);
}

/** "Question « knows_place » · label · ar": the way to what is wrong. */
export function placeWords(path: Path, form: FormDefinition | null, language: Language): string {
  const words = (key: string, params: object = {}) =>
    translate(language, `assessments:forms.place.${key}`, { ...params });
  const [first, at, second, place, ...rest] = path;
  const section = first === 'sections' && typeof at === 'number' ? form?.sections[at] : undefined;
  const question =
    section && second === 'questions' && typeof place === 'number'
      ? section.questions[place]
      : undefined;
  if (question) return [words('question', { id: question.id }), ...rest].join(' · ');
  if (section) return [words('section', { id: section.id }), ...path.slice(2)].join(' · ');
  return path.join(' · ') || words('form');
}

/** The page on which it is put right. */
export function placePath(path: Path, form: FormDefinition): string {
  const base = `/forms/${form.form}/draft`;
  const [first, at, second, place] = path;
  if (first === 'scoring')
    return form.scoring?.by === 'points' ? `${base}/scoring` : `${base}/text`;
  const section = first === 'sections' && typeof at === 'number' ? form.sections[at] : undefined;
  if (!section) return `${base}/head`;
  const question =
    second === 'questions' && typeof place === 'number' ? section.questions[place] : undefined;
  return question ? `${base}/questions/${question.id}` : `${base}/sections/${section.id}`;
}

export function conditionWords(
  condition: Condition,
  form: FormDefinition,
  language: Language,
): string {
  if ('field' in condition) {
    const question = questionsOf(form).find(({ id }) => id === condition.field);
    const answers = [condition.is]
      .flat()
      .map((code) => (question ? optionLabel(question, code, language) : code));
    return translate(language, 'assessments:forms.condition.is', {
      question: localisedText(question?.label, language) || condition.field,
      answer: answers.join(` ${translate(language, 'assessments:forms.condition.or')} `),
    });
  }
  const [joint, inner] = 'all' in condition ? ['and', condition.all] : ['or', condition.any];
  const all = (inner as readonly Condition[]).map((one) => conditionWords(one, form, language));
  return all.join(` ${translate(language, `assessments:forms.condition.${joint as string}`)} `);
}

/** Points of each answer, in short. */
export function pointsWords(
  question: Question,
  form: FormDefinition,
  language: Language,
): string[] {
  const { points = {}, steps = [], atLeast = {}, weight, sign } = question;
  const bands = form.scoring?.by === 'points' ? form.scoring.bands : [];
  const figure = (value: number) => formatNumber(value * weight, language);
  return [
    ...codesOf(question)
      .filter((code) => points[code])
      .map(
        (code) =>
          `${optionLabel(question, code, language)}${colonOf(language)}${figure(points[code]!)}`,
      ),
    ...steps.map(
      ({ from, points: brought }) =>
        `≥ ${formatNumber(from, language)}${colonOf(language)}${figure(brought)}`,
    ),
    ...Object.entries(atLeast).map(
      ([code, band]) =>
        `${optionLabel(question, code, language)} → ${localisedText(bands.find(({ id }) => id === band)?.title, language) || band}`,
    ),
    ...(sign?.strength ? [translate(language, `assessments:strength.${sign.strength}`)] : []),
  ];
}

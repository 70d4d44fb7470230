/** The words of a form in the reader's language. */
import type { Language } from '../platform/shared/actor';
import { formatDate, formatNumber } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { type Answer, codesGiven, gapOf, valueOf } from './definition/answers.rules';
import type { Question, LocalisedText } from './definition/definition-schema.rules';

/** Text in the reader's language; a draft that lacks it shows another one. */
export function localisedText(words: LocalisedText | undefined, language: Language): string {
  if (!words) return '';
  const text = words[language] || words.fr || words.en || words.ar;
  // No French question mark alone on a line.
  return language === 'fr' ? text.replace(/ (?=[?!:;»])|(?<=«) /g, '\u00a0') : text;
}

export const optionLabel = ({ kind, options }: Question, code: string, language: Language) =>
  kind === 'yes_no'
    ? translate(language, `assessments:answer.${code}`)
    : localisedText(options?.find((option) => option.code === code)?.label, language) || code;

export interface AnswerWords {
  readonly text: string;
  /** Why there is no answer, where there is none. */
  readonly gap: boolean;
}

export function answerWords(
  question: Question,
  answer: Answer | undefined,
  language: Language,
): AnswerWords {
  const value = valueOf(answer);
  if (value === null) {
    const gap = gapOf(answer) ?? 'not_asked';
    return { text: translate(language, `assessments:gap.${gap}`), gap: true };
  }
  return { text: valueWords(question, answer, language), gap: false };
}

function valueWords(question: Question, answer: Answer | undefined, language: Language): string {
  const value = valueOf(answer);
  switch (question.kind) {
    case 'number':
      return formatNumber(value, language);
    case 'scale':
      return translate(language, 'assessments:of_scale', { value, max: question.max });
    case 'date':
      return formatDate(value, language);
    case 'text':
      return String(value);
    default:
      return codesGiven(answer)
        .map((code) => optionLabel(question, code, language))
        .join(' · ');
  }
}

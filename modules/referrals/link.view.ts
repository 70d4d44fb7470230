/** The pages of a link: short and plain, in the partner's language, naming nobody. */
import type { DomainError } from '../platform/shared/domain.errors';
import { LANGUAGES, type Language } from '../platform/shared/actor';
import type { FormState } from '../platform/web/forms';
import { keyOfCode, translate } from '../platform/web/i18n';
import type { LinkSheet } from './links/link-pages.service';
import { progressChoices } from './referral.view';

const frame = (language: Language) => ({
  bare: true,
  title: translate(language, 'referrals:link.title'),
});
/** Path of a link; only letters of its number are returned to the page. */
const pathOf = (language: Language, number: string, act = '') =>
  `/r/${encodeURIComponent(number.replaceAll(/[^0-9A-Za-z-]/g, '').slice(0, 80))}${act}?l=${language}`;

export const linkModel = (language: Language, number: string) => ({
  ...frame(language),
  path: pathOf(language, number),
  switches: LANGUAGES.filter((code) => code !== language).map((code) => ({
    code,
    path: pathOf(code, number),
  })),
});

export const closedModel = (language: Language, error?: DomainError) => ({
  ...frame(language),
  sentence: translate(
    language,
    keyOfCode(error?.code ?? 'referrals.link_over'),
    error?.params ?? {},
  ),
});

export const sheetModel = (
  language: Language,
  number: string,
  sheet: LinkSheet,
  form: FormState,
  done: LinkDone | null = null,
) => ({
  ...frame(language),
  ...sheet,
  form,
  done: done && translate(language, `referrals:link.done.${done}`),
  ...besideQuestions(sheet, form),
  questionPath: pathOf(language, number, '/question'),
  mayAsk: sheet.asks === 'answer' || sheet.asks === 'news',
  factsPath: pathOf(language, number, '/facts'),
  answerPath: pathOf(language, number, '/answer'),
  newsPath: pathOf(language, number, '/news'),
  news: progressChoices(sheet.begun ?? false, language),
});

/** What was sent last, confirmed on the page so that nobody sends it twice. */
export type LinkDone = 'sent' | 'question';

/** Fields of the page that show their own errors. */
const FIELDS = ['answer', 'reason', 'news', 'times', 'question'];

/** Shows errors beside their questions; only the others above them. */
function besideQuestions({ questions = [] }: LinkSheet, { errors, summary }: FormState) {
  const beside = new Set(
    [...questions.map(({ name }) => name), ...FIELDS].map((name) => errors[name]),
  );
  return {
    questions: questions.map((question) => ({ ...question, wrong: errors[question.name] ?? '' })),
    above: summary.map(({ sentence }) => sentence).filter((sentence) => !beside.has(sentence)),
  };
}

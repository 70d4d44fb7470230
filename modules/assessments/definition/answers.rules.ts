/** Permitted answers. Any question can be skipped; the reason for skipping is stored. */
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate, isCivilDate } from '../../platform/shared/nights.rules';
import { codesOf, type Question } from './definition-schema.rules';

export const GAPS = ['not_asked', 'declined', 'not_known'] as const;
export type AnswerGap = (typeof GAPS)[number];
export type Value = string | number | readonly string[];
export type Answer = { readonly value: Value } | { readonly gap: AnswerGap };
export type Answers = Readonly<Record<string, Answer>>;

export const TEXT_LIMIT = 4000;
const FIRST_DAY = '1900-01-01';
const DAYS_AHEAD = 3660;

export const valueOf = (answer: Answer | undefined): Value | null =>
  answer && 'value' in answer ? answer.value : null;
export const gapOf = (answer: Answer | undefined): AnswerGap | null =>
  answer && 'gap' in answer ? answer.gap : null;
/** The codes given, of one or several. */
export const codesGiven = (answer: Answer | undefined): readonly string[] => {
  const value = valueOf(answer);
  return value === null ? [] : Array.isArray(value) ? (value as string[]) : [String(value)];
};

/** Reasons that can be given for this question: what the team itself writes down nobody declines. */
export const gapsFor = ({ asked }: Pick<Question, 'asked'>): readonly AnswerGap[] =>
  asked === 'team' ? ['not_known', 'not_asked'] : ['not_known', 'declined', 'not_asked'];

/** An answer as it is kept, or the sentence of what is wrong with it. */
export function checkAnswer(question: Question, given: unknown, today: CivilDate): Answer {
  const wrong = (code: string, params: Record<string, number> = {}): never => {
    throw new DomainError('invalid', code, params, question.id);
  };
  if (given === null || typeof given !== 'object' || Array.isArray(given)) {
    return wrong('common.invalid_value');
  }
  const { value, gap, ...rest } = given as Record<string, unknown>;
  if (Object.keys(rest).length > 0) return wrong('common.invalid_value');
  const isGiven = typeof value === 'string' ? value.trim() !== '' : (value ?? null) !== null;
  if (isGiven && gap) return wrong('assessments.answer_and_gap');
  if (gap) {
    return gapsFor(question).includes(gap as AnswerGap)
      ? { gap: gap as AnswerGap }
      : wrong('common.not_choice');
  }
  if (!isGiven) return { gap: 'not_asked' };
  const problem = problemWith(question, value, today);
  return problem ? wrong(problem.code, problem.params) : { value: kept(question, value as Value) };
}

interface AnswerProblem {
  readonly code: string;
  readonly params?: Record<string, number>;
}

function problemWith(question: Question, value: unknown, today: CivilDate): AnswerProblem | null {
  const { kind, min, max } = question;
  if (kind === 'number' || kind === 'scale') {
    if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'common.not_number' };
    if (kind === 'scale' && !Number.isInteger(value)) return { code: 'common.not_choice' };
    if (min !== undefined && value < min)
      return { code: 'common.too_small', params: { limit: min } };
    return max !== undefined && value > max
      ? { code: 'common.too_big', params: { limit: max } }
      : null;
  }
  if (kind === 'several') {
    if (!Array.isArray(value) || value.length === 0 || value.length > 40) {
      return { code: 'common.not_choice' };
    }
    const codes = codesOf(question);
    return value.every((one) => codes.includes(one as string))
      ? null
      : { code: 'common.not_choice' };
  }
  if (typeof value !== 'string') return { code: 'common.not_text' };
  if (kind === 'text') {
    return value.length > TEXT_LIMIT
      ? { code: 'common.too_long', params: { limit: TEXT_LIMIT } }
      : null;
  }
  if (kind === 'date') {
    if (!isCivilDate(value)) return { code: 'common.not_date' };
    const possible = value >= FIRST_DAY && value <= addDays(today, DAYS_AHEAD);
    return possible ? null : { code: 'assessments.day_out_of_range' };
  }
  return codesOf(question).includes(value) ? null : { code: 'common.not_choice' };
}

function kept({ kind, options }: Question, value: Value): Value {
  if (kind === 'text') return (value as string).replaceAll('\r\n', '\n').trim();
  if (kind !== 'several') return value;
  const chosen = new Set(value as readonly string[]);
  return (options ?? []).map(({ code }) => code).filter((code) => chosen.has(code));
}

/** One section as a form that needs no script: names of its fields, and back to answers. */
import { DomainError, FieldErrors } from '../../platform/shared/domain.errors';
import type { Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { STATUS_OF_KIND } from '../../platform/web/statuses';
import { type Answers, codesGiven, gapOf, valueOf } from '../definition/answers.rules';
import { codesOf, type Question } from '../definition/definition-schema.rules';
import type { SubmittedAnswers } from './section.rules';
import { latinDigits } from '../../platform/shared/digits.rules';

export type FormValues = Record<string, string | string[]>;

/** A choice among answers and among reasons for none; the sign keeps the two apart. */
const GAP_SIGN = '~';
export const valueName = (field: string): string => `v.${field}`;
export const gapName = (field: string): string => `g.${field}`;
export const asGap = (gap: string): string => GAP_SIGN + gap;

/** One of the answers is chosen, or a reason for none: a single row of choices. */
export const isRadio = ({ kind }: Question): boolean =>
  kind === 'yes_no' || kind === 'one' || kind === 'scale';

/** Values of the form for these answers. */
export function typedOf(questions: readonly Question[], answers: Answers): FormValues {
  const typed: FormValues = {};
  for (const question of questions) {
    const { id, kind } = question;
    const answer = answers[id];
    const gap = gapOf(answer);
    const codes = codesGiven(answer);
    if (isRadio(question)) typed[valueName(id)] = codes[0] ?? asGap(gap ?? 'not_asked');
    else {
      typed[valueName(id)] = kind === 'several' ? [...codes] : String(valueOf(answer) ?? '');
      typed[gapName(id)] = gap === 'not_asked' ? '' : (gap ?? '');
    }
  }
  return typed;
}

/** The answers of the fields that the page showed; what it did not show stays as it was. */
export function givenIn(
  questions: readonly Question[],
  posted: Record<string, unknown>,
): SubmittedAnswers {
  const shown = new Set([posted['shown'] ?? []].flat());
  return Object.fromEntries(
    questions
      .filter(({ id }) => shown.has(id))
      .map((question) => [question.id, givenFor(question, posted)]),
  );
}

function givenFor(question: Question, posted: Record<string, unknown>): object {
  const { id, kind } = question;
  const raw = posted[valueName(id)];
  if (isRadio(question)) {
    if (typeof raw !== 'string' || raw === '') return {};
    if (raw.startsWith(GAP_SIGN)) return { gap: raw.slice(GAP_SIGN.length) };
    return { value: kind === 'scale' && codesOf(question).includes(raw) ? Number(raw) : raw };
  }
  const gap = posted[gapName(id)] || undefined;
  if (kind === 'several') {
    const codes = [raw ?? []].flat();
    return { gap, ...(codes.length > 0 && { value: codes }) };
  }
  return { gap, value: kind === 'number' ? numberIn(raw) : raw };
}

/** "2,5" as people write it; what is no number stays as typed, and is refused as such. */
function numberIn(raw: unknown): unknown {
  if (typeof raw !== 'string' || raw.trim() === '') return undefined;
  const plain = latinDigits(raw)
    .trim()
    .replace(/[\s\u202f\u00a0]/g, '')
    .replace(/[,٫]/, '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : raw;
}

/** The form once more, with a sentence beside each field that is wrong. */
export function formWithErrors(
  error: DomainError,
  typed: FormValues,
  language: Language,
): FormState {
  const all = error instanceof FieldErrors ? error.errors : [error];
  const errors: Record<string, string> = {};
  const summary = all.map(({ code, params, field }) => {
    const sentence = translate(language, keyOfCode(code), params);
    if (field !== undefined) errors[field] ??= sentence;
    return { field: field === undefined ? null : valueName(field), sentence };
  });
  return { values: typed, errors, summary, status: STATUS_OF_KIND[error.kind] };
}

/** Restricts posted values to fields of this section. */
export const typedIn = (
  questions: readonly Question[],
  posted: Record<string, unknown>,
): FormValues =>
  Object.fromEntries(
    questions
      .flatMap(({ id }) => [valueName(id), gapName(id)])
      .flatMap((name): [string, string | string[]][] => {
        const value = posted[name];
        if (typeof value === 'string') return [[name, value]];
        return Array.isArray(value) ? [[name, value.filter((one) => typeof one === 'string')]] : [];
      }),
  );

import type { Language } from '../../platform/shared/actor';
import { formatPercent } from '../../platform/web/format';
import { trainingWords } from '../training.words';
import { type DayMark, type Mark, MARKS, type DropoutRisk } from './attendance.rules';

export function dropoutRiskWords(signs: readonly DropoutRisk[], language: Language): string[] {
  const words = trainingWords(language);
  return signs.map((sign) =>
    sign.kind === 'absences'
      ? words('sign.absences', { count: sign.count })
      : words('sign.presence', { share: formatPercent(sign.share / 100, language, 0) }),
  );
}

export const markChoices = (language: Language) =>
  MARKS.map((value) => ({ value, label: trainingWords(language)(`mark.${value}`) }));

/** Each day of a register as a square, in the order of the days. */
export const marksInWords = (marks: readonly DayMark[], language: Language) =>
  marks.map(({ on, mark }) => ({
    mark,
    on,
    description: trainingWords(language)('marked', {
      day: on,
      mark: trainingWords(language)(`mark.${mark}`),
    }),
  }));

export const presenceWords = (presence: number | null, language: Language): string | null =>
  presence === null
    ? null
    : trainingWords(language)('presence', { share: formatPercent(presence / 100, language, 0) });

/** Posted marks by enrolment (`who.<enrolment>`), without empty ones. */
export function marksFromForm(body: Readonly<Record<string, unknown>>) {
  return Object.entries(body).flatMap(([name, value]) => {
    const enrolmentId = /^who\.([0-9a-f-]{36})$/.exec(name)?.[1];
    return enrolmentId && value !== '' ? [{ enrolmentId, mark: value as Mark }] : [];
  });
}

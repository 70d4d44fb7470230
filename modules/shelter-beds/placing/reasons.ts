/** Reasons as sentences in the reader's language. */
import type { Language } from '../../../src/shared/actor';
import { isCivilDate } from '../../../src/shared/nights';
import { formatDay } from '../../../src/web/format';
import { translate } from '../../../src/web/i18n';
import type { Lack } from './party.rules';
import type { Reason, Verdict } from './placing.facts';

export interface Told {
  readonly sign: 'for' | 'against' | 'unknown';
  readonly code: string;
  readonly text: string;
  /** What fills the sentence, written as the reader writes dates. */
  readonly params: Readonly<Record<string, string | number>>;
  /** A hard reason decides; a soft one only weighs. */
  readonly hard: boolean;
}

export function tell({ sign, code, params, hard, eased }: Reason, language: Language): Told {
  const written = spoken(params, language);
  const why = translate(language, `placement:reasons.${code}`, written);
  const text = eased ? translate(language, `placement:eased.${eased}`, { why }) : why;
  return { sign, code, hard, params: written, text };
}

export const tellLack = ({ code, params }: Lack, language: Language): string =>
  translate(language, `placement:lacks.${code}`, { ...params });

export const tellVerdict = (verdict: Verdict, language: Language): string =>
  translate(language, `placement:verdicts.${verdict}`);

const spoken = (params: Reason['params'], language: Language): Told['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      isCivilDate(value) ? formatDay(value, language) : value,
    ]),
  );

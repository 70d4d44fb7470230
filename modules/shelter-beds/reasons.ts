/** Reasons as sentences in the reader's language. */
import type { Language } from '../../src/shared/actor';
import { isCivilDate } from '../../src/shared/nights';
import { formatDay } from '../../src/web/format';
import { translate } from '../../src/web/i18n';
import type { Lack } from './party.rules';
import type { Reason, Verdict } from './placing.facts';

export interface Told {
  readonly sign: 'for' | 'against' | 'unknown';
  readonly code: string;
  readonly text: string;
  /** A hard reason decides; a soft one only weighs. */
  readonly hard: boolean;
}

export const tell = ({ sign, code, params, hard }: Reason, language: Language): Told => ({
  sign,
  code,
  hard,
  text: translate(language, `placement:reasons.${code}`, spoken(params, language)),
});

export const tellLack = ({ code, params }: Lack, language: Language): string =>
  translate(language, `placement:lacks.${code}`, { ...params });

export const tellVerdict = (verdict: Verdict, language: Language): string =>
  translate(language, `placement:verdicts.${verdict}`);

const spoken = (params: Reason['params'], language: Language): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      isCivilDate(value) ? formatDay(value, language) : value,
    ]),
  );

/** Reasons as sentences in the reader's language. */
import type { Language } from '../../platform/shared/actor';
import { isCivilDate } from '../../platform/shared/nights.rules';
import { formatDay } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import type { PlacementShortfall } from './party.rules';
import type { Reason, Verdict } from './placing.types';
import type { WhatIf } from './what-if.rules';

export interface FormattedReason {
  readonly sign: 'for' | 'against' | 'unknown';
  readonly code: string;
  readonly text: string;
  /** Parameters of the sentence, formatted for the reader's language. */
  readonly params: Readonly<Record<string, string | number>>;
  /** A hard reason decides; a soft one only weighs. */
  readonly hard: boolean;
}

type ReasonToFormat = Pick<Reason, 'sign' | 'code' | 'params' | 'hard' | 'eased'>;

export function formatReason(
  { sign, code, params, hard, eased }: ReasonToFormat,
  language: Language,
): FormattedReason {
  const written = formatParams(params, language);
  const why = translate(language, `placement:reasons.${code}`, written);
  const text = eased ? translate(language, `placement:eased.${eased}`, { why }) : why;
  return { sign, code, hard, params: written, text };
}

export const LIST_FORMATS: Readonly<Record<Language, Intl.ListFormat>> = {
  fr: new Intl.ListFormat('fr', { type: 'conjunction' }),
  ar: new Intl.ListFormat('ar', { type: 'conjunction' }),
  en: new Intl.ListFormat('en', { type: 'conjunction' }),
};

/** "Would fit from Thursday and if the upper bunk were acceptable." */
export function formatWhatIf(
  { flips, verdict }: Pick<WhatIf, 'flips' | 'verdict'>,
  language: Language,
): string {
  const each = flips.map((flip) => {
    const { code, ...params } = flip;
    const said =
      code === 'room_mix' ? { mix: translate(language, `beds:mix.${flip.mix}`) } : params;
    return translate(
      language,
      `placement:what_ifs.${code}`,
      formatParams(said as Reason['params'], language),
    );
  });
  const what = each.length === 1 ? each[0] : LIST_FORMATS[language].format(each);
  return translate(language, `placement:would.${verdict}`, { what });
}

export function whatIfFormatter(language: Language): (whatIf: WhatIf) => string {
  const known = new Map<string, string>();
  return ({ flips, verdict }) => {
    let key: string = verdict;
    for (const flip of flips) key += `/${Object.values(flip).join(' ')}`;
    let formatted = known.get(key);
    if (formatted === undefined)
      known.set(key, (formatted = formatWhatIf({ flips, verdict }, language)));
    return formatted;
  };
}

/** Caches sentences: thousands of beds share few of them. */
export function reasonFormatter(language: Language): (reason: Reason) => FormattedReason {
  const known = new Map<string, FormattedReason>();
  return (reason) => {
    const { code, eased, params } = reason;
    // The code implies the sign; most sentences have no parameters.
    let key = eased ? `${code}/${eased}` : code;
    for (const name in params) key += `/${params[name]}`;
    let formatted = known.get(key);
    if (!formatted) known.set(key, (formatted = formatReason(reason, language)));
    return formatted;
  };
}

export const formatShortfall = ({ code, params }: PlacementShortfall, language: Language): string =>
  translate(language, `placement:lacks.${code}`, { ...params });

export const formatVerdict = (verdict: Verdict, language: Language): string =>
  translate(language, `placement:verdicts.${verdict}`);

const formatParams = (params: Reason['params'], language: Language): FormattedReason['params'] =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      isCivilDate(value) ? formatDay(value, language) : value,
    ]),
  );

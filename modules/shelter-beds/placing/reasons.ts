/** Reasons as sentences in the reader's language. */
import type { Language } from '../../../src/shared/actor';
import { isCivilDate } from '../../../src/shared/nights';
import { formatDay } from '../../../src/web/format';
import { translate } from '../../../src/web/i18n';
import type { Lack } from './party.rules';
import type { Reason, Verdict } from './placing.facts';
import type { WhatIf } from './what-if.rules';

export interface Told {
  readonly sign: 'for' | 'against' | 'unknown';
  readonly code: string;
  readonly text: string;
  /** What fills the sentence, written as the reader writes dates. */
  readonly params: Readonly<Record<string, string | number>>;
  /** A hard reason decides; a soft one only weighs. */
  readonly hard: boolean;
}

type Tellable = Pick<Reason, 'sign' | 'code' | 'params' | 'hard' | 'eased'>;

export function tell({ sign, code, params, hard, eased }: Tellable, language: Language): Told {
  const written = spoken(params, language);
  const why = translate(language, `placement:reasons.${code}`, written);
  const text = eased ? translate(language, `placement:eased.${eased}`, { why }) : why;
  return { sign, code, hard, params: written, text };
}

export const LISTS: Readonly<Record<Language, Intl.ListFormat>> = {
  fr: new Intl.ListFormat('fr', { type: 'conjunction' }),
  ar: new Intl.ListFormat('ar', { type: 'conjunction' }),
  en: new Intl.ListFormat('en', { type: 'conjunction' }),
};

/** "Would fit from Thursday and if the upper bunk were acceptable." */
export function tellWhatIf(
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
      spoken(said as Reason['params'], language),
    );
  });
  const what = each.length === 1 ? each[0] : LISTS[language].format(each);
  return translate(language, `placement:would.${verdict}`, { what });
}

export function whatIfTeller(language: Language): (whatIf: WhatIf) => string {
  const known = new Map<string, string>();
  return ({ flips, verdict }) => {
    let key: string = verdict;
    for (const flip of flips) key += `/${Object.values(flip).join(' ')}`;
    let told = known.get(key);
    if (told === undefined) known.set(key, (told = tellWhatIf({ flips, verdict }, language)));
    return told;
  };
}

/** Thousands of beds say the same few sentences: each is put together once. */
export function teller(language: Language): (reason: Reason) => Told {
  const known = new Map<string, Told>();
  return (reason) => {
    const { code, eased, params } = reason;
    // The code says the sign; most sentences have no blank to fill.
    let key = eased ? `${code}/${eased}` : code;
    for (const name in params) key += `/${params[name]}`;
    let told = known.get(key);
    if (!told) known.set(key, (told = tell(reason, language)));
    return told;
  };
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

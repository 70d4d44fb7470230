import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { Choice, Translator } from '../training.words';

export const recognitionWords =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `recognition:${key}`, { ...params });

export const choicesOf = (words: Translator, of: string, codes: readonly string[]): Choice[] =>
  codes.map((value) => ({ value, label: words(`${of}.${value}`) }));

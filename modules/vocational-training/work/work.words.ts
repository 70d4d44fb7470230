import type { Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';
import type { Translator } from '../training.words';

export const workWordsIn =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `work:${key}`, { ...params });

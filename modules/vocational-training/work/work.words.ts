import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { Translator } from '../training.words';

export const workWordsIn =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `work:${key}`, { ...params });

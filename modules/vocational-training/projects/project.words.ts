import type { Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';
import type { Translator } from '../training.words';

export const projectWords =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `projects:${key}`, { ...params });

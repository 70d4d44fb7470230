import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { Translator } from '../training.words';

export const projectWords =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `projects:${key}`, { ...params });

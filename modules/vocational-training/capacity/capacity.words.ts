import type { Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';
import type { Translator } from '../training.words';

export const capacityWords =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `capacity:${key}`, { ...params });

import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import type { Translator } from '../training.words';

export const capacityWords =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `capacity:${key}`, { ...params });

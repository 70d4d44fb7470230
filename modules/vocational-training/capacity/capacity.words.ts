import type { Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';
import type { Words } from '../training.words';

export const capacityWords =
  (language: Language): Words =>
  (key, params = {}) =>
    translate(language, `capacity:${key}`, { ...params });

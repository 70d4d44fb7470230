import type { Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';
import type { Words } from '../training.words';

export const projectWords =
  (language: Language): Words =>
  (key, params = {}) =>
    translate(language, `projects:${key}`, { ...params });

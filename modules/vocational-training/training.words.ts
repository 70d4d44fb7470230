import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';

export type Translator = (key: string, params?: object) => string;
export const wordsIn =
  (language: Language): Translator =>
  (key, params = {}) =>
    translate(language, `training:${key}`, { ...params });

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

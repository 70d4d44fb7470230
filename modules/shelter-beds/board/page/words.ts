/** Words and days of one page, each looked up once: a board says the same ones a thousand times. */
import type { Actor } from '../../../../src/shared/actor';
import type { CivilDate } from '../../../../src/shared/nights';
import { formatDay } from '../../../../src/web/format';
import { translate } from '../../../../src/web/i18n';

export interface Words {
  (key: string, params?: Record<string, unknown>): string;
  day(date: CivilDate): string;
}

export function wordsFor({ language }: Actor): Words {
  const days = new Map<CivilDate, string>();
  const say = (key: string, params?: Record<string, unknown>) => translate(language, key, params);
  const day = (date: CivilDate) => {
    const known = days.get(date) ?? formatDay(date, language);
    days.set(date, known);
    return known;
  };
  return Object.assign(say, { day });
}

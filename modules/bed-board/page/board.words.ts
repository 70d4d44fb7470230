/** Cached texts and dates of one page, on which few of them are repeated thousands of times. */
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { formatDay } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';

export interface BoardWords {
  (key: string, params?: Record<string, unknown>): string;
  /** Fills a sentence with plain texts; parsed once because it is used often. */
  fill(key: string, params: Record<string, string>): string;
  day(date: CivilDate): string;
}

export function wordsFor({ language }: Actor): BoardWords {
  const days = new Map<CivilDate, string>();
  const sentences = new Map<string, readonly string[]>();
  const say = (key: string, params?: Record<string, unknown>) => translate(language, key, params);
  const day = (date: CivilDate) => remembered(days, date, () => formatDay(date, language));
  const fill = (key: string, params: Record<string, string>) => {
    const parts = remembered(sentences, key, () => {
      const marks = Object.keys(params).map((name) => [name, `\u0001${name}\u0001`]);
      return say(key, Object.fromEntries(marks) as Record<string, string>).split('\u0001');
    });
    let sentence = parts[0]!;
    for (let place = 1; place < parts.length; place += 2) {
      sentence += params[parts[place]!]! + parts[place + 1]!;
    }
    return sentence;
  };
  return Object.assign(say, { day, fill });
}

function remembered<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}

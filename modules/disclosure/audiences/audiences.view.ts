import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { sourceWords } from '../../settings';
import type { ThresholdRow } from './audiences.service';
import { PROTECTED, settingKey } from './thresholds.queries';

/** So many small counts are drawn: those that are hidden, and the first that are shown. */
const DRAWN = 14;

/** Who reads what from which count on, as pictures. */
export function audiencesModel(
  rows: readonly ThresholdRow[],
  proposes: boolean,
  language: Language,
): object {
  const say = (key: string, params = {}) => translate(language, `audiences:${key}`, params);
  return {
    title: say('title'),
    audiences: PROTECTED.map((audience) => {
      const own = rows
        .filter((row) => row.audience === audience)
        .map((row) => ({ ...row, source: sourceWords(row.source, language) }));
      const now = own.find(({ current }) => current) ?? null;
      const threshold = now?.threshold ?? 0;
      return {
        name: translate(language, `definitions:audience.${audience}`),
        now,
        threshold,
        thresholdText: say('shown_from', { threshold }),
        counts: Array.from({ length: DRAWN }, (_, count) => ({ count, hidden: count < threshold })),
        others: own.filter((row) => row !== now),
        setPath: proposes ? `/admin/settings/${settingKey(audience)}` : '',
      };
    }),
  };
}

import type { Language } from '../shared/actor';
import { quartersBefore } from '../shared/quarters.rules';
import type { CivilDate } from '../shared/nights.rules';
import { translate } from './i18n';

export interface QuarterLink {
  readonly label: string;
  readonly path: string;
  readonly current: boolean;
}

const SHOWN = 5;

export const quarterName = (code: string, language: Language): string =>
  translate(language, 'common:quarter', { year: code.slice(0, 4), number: code.slice(-1) });

/** The last quarters that are over, for the partial `quarter-links`. */
export const quarterLinks = (
  today: CivilDate,
  current: string | null,
  path: string,
  language: Language,
): QuarterLink[] =>
  quartersBefore(today, SHOWN).map(({ code }) => ({
    label: quarterName(code, language),
    path: `${path}?quarter=${code}`,
    current: code === current,
  }));

import type { Language } from '../../platform/shared/actor';
import type { NamedPeriod } from '../../platform/shared/periods.rules';
import { formatMonthOfYear } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';

/** "Troisième trimestre 2026", "septembre 2026", "2026", "toute la subvention". */
export function periodWords({ code, from }: NamedPeriod, language: Language): string {
  const year = code.slice(0, 4);
  const say = (key: string) => translate(language, `reports:document.${key}`, { year });
  if (code === 'grant') return say('whole_grant');
  if (code.includes('-Q')) return say(`quarter.${code.slice(-1)}`);
  if (code.includes('-H')) return say(`half.${code.slice(-1)}`);
  return code.length === 4 ? code : formatMonthOfYear(from, language);
}

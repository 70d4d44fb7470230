import { randomUUID } from 'node:crypto';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { NamedPeriod } from '../../platform/shared/periods.rules';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { periodWords } from '../../report-documents';
import type { FirstPeriodList } from './first-periods.service';

/** From which period on the reports of each kind are due. */
export function firstPeriodsModel(
  { dataBegin, rows }: FirstPeriodList,
  form: FormState,
  maySet: boolean,
  language: Language,
): object {
  const say = (key: string, params = {}) => translate(language, `calendar:${key}`, params);
  const firstWords = (firstFrom: CivilDate | null, periods: readonly NamedPeriod[]) => {
    if (firstFrom === null) return say('first.from_data');
    const period = periods.find(({ from }) => from === firstFrom);
    return period ? periodWords(period, language) : say('first.day', { day: firstFrom });
  };
  return {
    title: say('first.title'),
    lead: say('first.lead', { day: dataBegin }),
    form,
    maySet,
    requestId: randomUUID(),
    rows: rows.map(({ kind, title, grantId, grantCode, firstFrom, inGrant, periods, history }) => ({
      kind,
      grantId,
      grantCode,
      name: title[language],
      inGrant,
      firstWords: firstWords(firstFrom, periods),
      choices: periods.map((period) => ({
        value: period.code,
        label: periodWords(period, language),
        chosen: period.from === firstFrom,
      })),
      history: history.map((row) => ({
        by: row.by,
        at: row.at,
        words: firstWords(row.firstFrom, periods),
      })),
    })),
  };
}

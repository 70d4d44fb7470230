/** Help that was asked for, in the words of whoever reads it. */
import { randomUUID } from 'node:crypto';
import type { Language } from '../../../src/shared/actor';
import { translate } from '../../../src/web/i18n';
import { DONE_REASONS, type HelpRow } from './help-asked.queries';

export const spokenHelp = (
  rows: readonly HelpRow[],
  {
    caseId,
    now,
    language,
    mayAct,
  }: { caseId: string; now: Date; language: Language; mayAct: boolean },
) =>
  rows.map((row) => ({
    ...row,
    what: row.serviceName[language],
    late: row.how === null && row.dueAt < now,
    howWords: row.how && translate(language, `referrals:help.how.${row.how}`),
    referralPath: row.referralId && `/referrals/${row.referralId}`,
    newPath:
      mayAct && row.how === null ? `/people/${caseId}/referrals/new?service=${row.service}` : null,
    donePath: `/help-asked/${row.id}/answer`,
    requestId: randomUUID(),
    reasons: DONE_REASONS.map((value) => ({
      value,
      label: translate(language, `referrals:help.how.${value}`),
    })),
  }));

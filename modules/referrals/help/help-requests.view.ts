/** View of requests for help. */
import { randomUUID } from 'node:crypto';
import type { Language } from '../../platform/shared/actor';
import { translate } from '../../platform/web/i18n';
import { HELP_CLOSING_REASONS, type HelpRequestRow } from './help-requests.queries';

export const helpRequestModel = (
  rows: readonly HelpRequestRow[],
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
    reasons: HELP_CLOSING_REASONS.map((value) => ({
      value,
      label: translate(language, `referrals:help.how.${value}`),
    })),
  }));

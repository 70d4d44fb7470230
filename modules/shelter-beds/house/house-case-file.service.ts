import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type CaseAlert, CaseAlerts } from '../../beneficiaries';
import { TaskKinds } from '../../plans';
import { ListUses } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { formatDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';

/** What the house adds to a person's file: the alert "missing" comes first; the timeline comes with the beds. */
@Injectable()
export class HouseCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly alerts: CaseAlerts,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.alerts.add(isMissing);
    for (const kind of ['person_missing', 'missing_to_supervise']) {
      this.kinds.add({
        kind,
        icon: 'alert-triangle',
        byHand: false,
        path: ({ subjectId }) => subjectId && `/house/missing/${subjectId}`,
      });
    }
    this.kinds.add({
      kind: 'incident_to_read',
      icon: 'alert-triangle',
      byHand: true,
      path: ({ subjectId }) => subjectId && `/house/incidents/${subjectId}`,
    });
    this.uses.add('missing_first_steps', 'house:uses.missing');
    this.uses.add('incident_kinds', 'house:uses.incidents');
    this.uses.add('visit_purposes', 'house:uses.visits');
    this.uses.add('house_items', 'house:uses.items');
  }
}

const said = (
  key: string,
  params: (language: Language) => object = () => ({}),
): Record<Language, string> =>
  Object.fromEntries(
    LANGUAGES.map((language) => [language, translate(language, key, params(language) as never)]),
  ) as Record<Language, string>;

async function isMissing(tx: Tx, caseId: string): Promise<CaseAlert[]> {
  const rows = await tx.query<{ since: CivilDate }>(
    'SELECT since_night::text AS since FROM missing_people WHERE case_id = ANY (ARRAY(SELECT mawa_files($1))) AND ended_at IS NULL',
    [caseId],
  );
  return rows.map(({ since }) => ({
    kind: 'danger',
    words: said('house:alert.missing', (language) => ({ date: formatDate(since, language) })),
  }));
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTimeline, type TimelineEntry } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { translate } from '../platform/web/i18n';

/** Services in a case: the latest ones, and planned, missed or cancelled appointments. */
@Injectable()
export class ServiceTimelineSource implements OnModuleInit {
  constructor(private readonly timeline: CaseTimeline) {}

  onModuleInit(): void {
    this.timeline.add(entriesOf);
  }
}

interface Event {
  readonly id: string;
  readonly day: CivilDate;
  readonly typeName: Readonly<Record<Language, string>>;
  readonly by: string;
  /** A key of the locales. */
  readonly words: string;
  readonly planned: boolean;
}

const SHOWN = 50;

/** Timeline entries; a provided appointment appears once, as a service. */
async function entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const events = await tx.query<Event>(
    `(SELECT s.id, s.given_on::text AS day, t.name AS "typeName", localized_name(u.name, u.names) AS by, false AS planned,
             'services:timeline.' || CASE WHEN s.cancelled_at IS NULL THEN 'given' ELSE 'cancelled' END AS words
        FROM services s JOIN service_types t ON t.code = s.type_code JOIN users u ON u.id = s.recorded_by
       WHERE s.case_id = $1 ORDER BY s.given_on DESC, s.id DESC LIMIT ${SHOWN})
     UNION ALL
     (SELECT a.id, a.due_on::text, t.name, localized_name(u.name, u.names) AS name, true, 'appointments:timeline.' || a.state
        FROM service_appointments a JOIN service_types t ON t.code = a.type_code
        JOIN users u ON u.id = coalesce(a.answered_by, a.planned_by)
       WHERE a.case_id = $1 AND a.state <> 'given' ORDER BY a.due_on DESC, a.id LIMIT ${SHOWN})`,
    [caseId],
  );
  return events.map(({ id, day, typeName, by, words, planned }) => ({
    kind: 'service',
    at: day,
    by,
    path: planned ? `/services/planned/${id}` : `/services/${id}`,
    sentence: (language) => translate(language, words, { what: typeName[language] }),
  }));
}

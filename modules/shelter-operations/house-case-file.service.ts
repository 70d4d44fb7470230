import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseAlerts, filesIn, type NoticeSource } from '../beneficiaries';
import { TaskKinds } from '../plans';
import { ListUses } from '../reference-lists';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { formatDate } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { inEachLanguage } from '../platform/shared/in-each-language';

/** Shelter operations in a case: the alert "missing"; timeline entries come from shelter-beds. */
@Injectable()
export class HouseCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly alerts: CaseAlerts,
    private readonly kinds: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.alerts.add(IS_MISSING);
    this.alerts.add(SLEEPS_TONIGHT);
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
  inEachLanguage((language) => translate(language, key, params(language) as never));

const IS_MISSING: NoticeSource<{ since: CivilDate }> = {
  part: null,
  select: `SELECT since_night::text AS since FROM missing_people WHERE case_id = ANY (${filesIn()}) AND ended_at IS NULL`,
  read: (rows) => ({
    alerts: rows.map(({ since }) => ({
      kind: 'danger',
      words: said('house:alert.missing', (language) => ({ date: formatDate(since, language) })),
    })),
  }),
};

interface BedOfTonight {
  readonly state: 'stay' | 'promised';
  readonly away: boolean;
  readonly shelter: string;
  readonly room: string;
  readonly bed: string;
}

/** Only for those who work there or accompany the person: nobody else learns where. */
const SLEEPS_TONIGHT: NoticeSource<BedOfTonight> = {
  part: 'placement',
  select: `SELECT k.state, localized_name(s.code_name, s.names) AS shelter, localized_name(m.name, m.names) AS room, b.label AS bed,
      EXISTS (SELECT 1 FROM stay_leaves l WHERE l.booking_id = k.id AND l.ended_at IS NULL AND l.nights @> mawa_tonight()) AS away
    FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id JOIN shelters s ON s.id = k.shelter_id
    JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id
   WHERE bp.case_id = ANY (${filesIn()}) AND bp.state IN ('stay', 'promised')
     AND lower(k.nights) <= mawa_tonight() AND (k.state = 'stay' OR k.ends_on > mawa_tonight())
     AND (mawa_holds_fully($1) OR k.shelter_id = ANY (mawa_principals()))
     AND NOT EXISTS (SELECT 1 FROM missing_people x WHERE x.booking_id = k.id AND x.ended_at IS NULL)
   ORDER BY k.state = 'stay' DESC LIMIT 1`,
  read: ([tonight]) => {
    if (!tonight) return {};
    const { state, away, ...place } = tonight;
    return { tonight: said(`house:tonight.${away ? 'away' : state}`, () => place) };
  },
};

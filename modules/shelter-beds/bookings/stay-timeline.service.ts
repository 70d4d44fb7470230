import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseClosings, CaseTimeline, type TimelineEntry } from '../../beneficiaries';
import { type Labels, ListUses } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { formatDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { ARRIVAL_REASON } from './bookings.queries';

/** Beds in the case file: held, promised, arrived, moved, away, left. */
@Injectable()
export class StayTimelineSource implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly timeline: CaseTimeline,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'beds',
      does: 'goes_on',
      order: 20,
      permission: 'beds:board',
      ids: `SELECT b.booking_id FROM booking_people b WHERE b.case_id IN (SELECT mawa_files($1)) AND b.state IN ('hold', 'promised', 'stay')`,
      path: ({ first }) => `/beds/bookings/${first}`,
    });
    this.closings.add({
      key: 'bed_requests',
      does: 'goes_on',
      order: 25,
      permission: 'requests:read',
      ids: `SELECT r.id FROM request_people p JOIN bed_requests r ON r.id = p.request_id WHERE p.case_id IN (SELECT mawa_files($1)) AND r.state = 'open'`,
      path: ({ first }) => `/beds/requests/${first}`,
    });
    this.timeline.add(entriesOf);
    this.timeline.add(pastStaysOf);
    this.uses.add('arrival_reasons', 'lists:uses.arrivals');
    this.uses.add('block_reasons', 'lists:uses.blocks');
    this.uses.add('exit_destinations', 'stays:uses.exits');
    this.uses.add('extension_reasons', 'stays:uses.extensions');
  }
}

interface Line {
  readonly bookingId: string;
  /** Calendar step, arrival or event of the house. */
  readonly source: 'step' | 'arrival' | 'house';
  readonly what: string;
  readonly labels: Labels | null;
  readonly at: Date;
  readonly by: string;
  /** Only for those who work there or accompany the person: nobody else learns where. */
  readonly shelter: string | null;
  readonly night: CivilDate | null;
  readonly missingId: string | null;
}

/** In one statement: the calendar's steps, arrivals nobody had agreed to, leave and absences. */
const LINES = `(
  SELECT k.id AS "bookingId", 'step' AS source,
         coalesce(CASE WHEN h.to_state IN ('ended', 'void') THEN k.outcome END, h.to_state) AS what, NULL::jsonb AS labels, h.at, localized_name(u.name, u.names) AS by,
         CASE WHEN w.holds OR k.shelter_id = ANY (w.principals) THEN localized_name(s.code_name, s.names) END AS shelter,
         NULL AS night, NULL::uuid AS "missingId"
    FROM booking_people bp
    JOIN bookings k ON k.id = bp.booking_id
    JOIN shelters s ON s.id = k.shelter_id
    JOIN booking_changes h ON h.booking_id = k.id AND h.from_state IS DISTINCT FROM h.to_state
    JOIN users u ON u.id = h.by
   CROSS JOIN (SELECT mawa_holds_fully($1) AS holds, mawa_principals() AS principals) w
   WHERE bp.case_id = $1 ORDER BY h.at DESC, h.id DESC LIMIT 100)
  UNION ALL
  SELECT a.booking_id, 'arrival', 'emergency', ${ARRIVAL_REASON}, a.at, localized_name(u.name, u.names) AS name, NULL, NULL, NULL
    FROM arrival_agreements a JOIN users u ON u.id = a.by WHERE a.case_id = $1 AND a.basis = 'emergency'
  UNION ALL
  SELECT v.booking_id, 'arrival', v.finding, NULL, v.at, localized_name(u.name, u.names) AS name, NULL, NULL, NULL
    FROM arrival_reviews v JOIN users u ON u.id = v.by WHERE v.case_id = $1
  UNION ALL
  SELECT x.booking_id, 'house', 'missing', NULL, x.noticed_at, localized_name(u.name, u.names) AS name, NULL, x.since_night::text, x.id
    FROM missing_people x JOIN users u ON u.id = x.noticed_by WHERE x.case_id = $1
  UNION ALL
  SELECT x.booking_id, 'house', x.outcome, NULL, x.ended_at, localized_name(u.name, u.names) AS name, NULL, x.since_night::text, x.id
    FROM missing_people x JOIN users u ON u.id = x.ended_by WHERE x.case_id = $1
  UNION ALL (
  SELECT l.booking_id, 'house', 'leave', NULL, l.at, localized_name(u.name, u.names) AS name, NULL, upper(l.nights)::text, NULL
    FROM stay_leaves l JOIN users u ON u.id = l.by WHERE l.case_id = $1 ORDER BY l.at DESC LIMIT 100)`;

async function entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const lines = await tx.query<Line>(LINES, [caseId]);
  return lines.map((line) => ({
    kind: 'stay',
    at: line.at,
    by: line.by,
    path: pathOf(line),
    sentence: (language) => lineWords(line, language),
  }));
}

/** Stays of before Mawa, in the order of their arrival; where, for those alone who learn it of other stays too. */
async function pastStaysOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const rows = await tx.query<{
    at: Date;
    by: string;
    from: CivilDate;
    until: CivilDate;
    shelter: string | null;
  }>(
    `SELECT mawa_day_begins(lower(p.nights)) AS at, localized_name(u.name, u.names) AS by, lower(p.nights)::text AS "from", upper(p.nights)::text AS until,
            CASE WHEN w.holds OR p.shelter_id = ANY (w.principals) THEN localized_name(s.code_name, s.names) END AS shelter
       FROM past_stays p
       JOIN shelters s ON s.id = p.shelter_id
       JOIN users u ON u.id = p.by
      CROSS JOIN (SELECT mawa_holds_fully($1) AS holds, mawa_principals() AS principals) w
      WHERE p.case_id = $1 ORDER BY lower(p.nights) DESC LIMIT 100`,
    [caseId],
  );
  return rows.map(({ at, by, from, until, shelter }) => ({
    kind: 'stay',
    at,
    by,
    sentence: (language) => {
      const days = { from: formatDate(from, language), until: formatDate(until, language) };
      const sentence = translate(language, 'stays:past.timeline', days);
      return shelter === null ? sentence : `${sentence} · ${shelter}`;
    },
  }));
}

function pathOf({ source, bookingId, missingId }: Line): string | undefined {
  if (missingId) return `/house/missing/${missingId}`;
  return source === 'arrival' ? `/beds/bookings/${bookingId}` : undefined;
}

function lineWords({ source, what, labels, shelter, night }: Line, language: Language): string {
  if (source === 'house') {
    return translate(language, `house:timeline.${what}`, { date: formatDate(night!, language) });
  }
  if (source === 'arrival') {
    return translate(language, `beds:arrival.${what}`, { reason: labels?.[language] ?? '' });
  }
  const sentence = translate(language, `people:timeline.stay.${what}`);
  return shelter === null ? sentence : `${sentence} · ${shelter}`;
}

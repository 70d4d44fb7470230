import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTimeline, type TimelineEntry } from '../../beneficiaries';
import { type Labels, ListUses } from '../../reference-lists';
import type { Tx } from '../../../src/database/transactions';
import { translate } from '../../../src/web/i18n';
import { ARRIVAL_REASON } from './bookings.queries';

/** Beds in the case file: held, promised, arrived, left. */
@Injectable()
export class StaysOnTheTimeline implements OnModuleInit {
  constructor(
    private readonly timeline: CaseTimeline,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.timeline.add(entriesOf);
    this.timeline.add(arrivalsOf);
    this.uses.add('arrival_reasons', 'lists:uses.arrivals');
    this.uses.add('block_reasons', 'lists:uses.blocks');
    this.uses.add('exit_destinations', 'stays:uses.exits');
    this.uses.add('extension_reasons', 'stays:uses.extensions');
  }
}

interface Step {
  readonly bookingId: string;
  readonly toState: string;
  readonly at: Date;
  readonly by: string;
  readonly outcome: string | null;
  /** Only for those who work there or accompany the person: nobody else learns where. */
  readonly shelter: string | null;
}

async function entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const steps = await tx.query<Step>(
    `SELECT k.id AS "bookingId", h.to_state AS "toState", h.at, u.name AS by,
            CASE WHEN h.to_state IN ('ended', 'void') THEN k.outcome END AS outcome,
            CASE WHEN w.holds OR k.shelter_id = ANY (w.principals) THEN s.code_name END AS shelter
       FROM booking_people bp
       JOIN bookings k ON k.id = bp.booking_id
       JOIN shelters s ON s.id = k.shelter_id
       JOIN booking_changes h ON h.booking_id = k.id AND h.from_state IS DISTINCT FROM h.to_state
       JOIN users u ON u.id = h.by
      CROSS JOIN (SELECT mawa_holds_fully($1) AS holds, mawa_principals() AS principals) w
      WHERE bp.case_id = $1 ORDER BY h.at DESC, h.id DESC LIMIT 100`,
    [caseId],
  );
  return steps.map(({ toState, at, by, outcome, shelter }) => ({
    kind: 'stay',
    at,
    by,
    sentence: (language) => {
      const sentence = translate(language, `people:timeline.stay.${outcome ?? toState}`);
      return shelter === null ? sentence : `${sentence} · ${shelter}`;
    },
  }));
}

/** Received in an emergency that nobody had agreed to, and what was found of it afterwards. */
async function arrivalsOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const rows = await tx.query<{
    bookingId: string;
    what: string;
    labels: Labels | null;
    at: Date;
    by: string;
  }>(
    `SELECT a.booking_id AS "bookingId", 'emergency' AS what, ${ARRIVAL_REASON} AS labels, a.at, u.name AS by
       FROM arrival_agreements a JOIN users u ON u.id = a.by WHERE a.case_id = $1 AND a.basis = 'emergency'
      UNION ALL
     SELECT v.booking_id, v.finding, NULL, v.at, u.name
       FROM arrival_reviews v JOIN users u ON u.id = v.by WHERE v.case_id = $1`,
    [caseId],
  );
  return rows.map(({ bookingId, what, labels, at, by }) => ({
    kind: 'stay',
    at,
    by,
    path: `/beds/bookings/${bookingId}`,
    sentence: (language) =>
      translate(language, `beds:arrival.${what}`, {
        reason: labels?.[language] ?? '',
      }),
  }));
}

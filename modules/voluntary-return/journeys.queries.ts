/** Journeys and what is settled before them, of all files of a person. */
import { filesIn } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Leg } from './journey.rules';

export interface JourneyRow {
  readonly id: string;
  readonly caseId: string;
  readonly trackId: string;
  readonly leavesOn: CivilDate;
  readonly escort: string;
  readonly needs: readonly string[];
  readonly allowances: readonly string[];
  readonly contact: string;
  readonly legs: readonly Leg[];
  readonly note: Buffer | null;
  readonly by: string;
  readonly at: Date;
}

/** The legs of the journey `j`, in their order. */
export const LEGS = `(SELECT json_agg(json_build_object('mode', l.mode, 'from', l.from_country, 'to', l.to_country,
     'leavesOn', l.leaves_on, 'leavesAt', l.leaves_at, 'reachesOn', l.reaches_on) ORDER BY l.leg) FROM return_legs l WHERE l.journey_id = j.id)`;

/** The last of a track counts. */
export const journeysOf = (tx: Tx, caseId: string): Promise<JourneyRow[]> =>
  tx.query<JourneyRow>(
    `SELECT j.id, j.case_id AS "caseId", j.track_id AS "trackId", j.leaves_on::text AS "leavesOn", j.escort, j.needs, j.allowances,
            j.contact, ${LEGS} AS legs, j.note, localized_name(u.name, u.names) AS by, j.at
       FROM return_journeys j JOIN users u ON u.id = j.by WHERE j.case_id = ANY (${filesIn()}) ORDER BY j.place`,
    [caseId],
  );

export interface CheckRow {
  readonly trackId: string;
  readonly item: string;
  readonly listVersion: number;
  readonly on: CivilDate;
  readonly outcome: 'done' | 'not_needed';
  readonly by: string;
}
export const checksOf = (tx: Tx, caseId: string): Promise<CheckRow[]> =>
  tx.query<CheckRow>(
    `SELECT k.track_id AS "trackId", k.item, k.list_version AS "listVersion", k.done_on::text AS "on", k.outcome, localized_name(u.name, u.names) AS by
       FROM return_checks k JOIN users u ON u.id = k.by WHERE k.case_id = ANY (${filesIn()}) ORDER BY k.place`,
    [caseId],
  );

/** People in preparation with each planned journey; `LAST_JOURNEY` selects the current one. */
export const DEPARTING = `return_journeys j JOIN return_tracks t ON t.id = j.track_id AND t.state = 'preparing' JOIN cases c ON c.id = j.case_id`;
export const LAST_JOURNEY =
  'j.place = (SELECT max(o.place) FROM return_journeys o WHERE o.track_id = j.track_id)';

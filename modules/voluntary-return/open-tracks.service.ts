import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { CONFIRM_BY } from './arrivals.service';
import { type TrackKind, nextUsualState, type State } from './track-states.rules';
import { missingOf } from './track-access.queries';

export interface OpenTrack {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly door: TrackKind;
  readonly country: string;
  readonly region: string | null;
  readonly state: State;
  readonly since: CivilDate;
  readonly officer: string;
  /** The day until which the receiving partner confirms, while it has not. */
  readonly confirmBy: CivilDate | null;
  readonly late: boolean;
  readonly onwards: { readonly to: State; readonly missing: readonly string[] } | null;
}

const MOST = 200;

/** Open tracks of visible people, longest waiting first. */
@Injectable()
export class OpenTracks {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor): Promise<OpenTrack[]> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<Omit<OpenTrack, 'onwards' | 'late'>>(
        `SELECT t.id, coalesce(c.merged_into, c.id) AS "caseId", coalesce(m.case_number, c.case_number) AS "caseNumber",
                t.door, t.country, t.region, t.state, localized_name(u.name, u.names) AS officer, ${CONFIRM_BY} AS "confirmBy",
                (SELECT max(s.on_day)::text FROM return_steps s WHERE s.track_id = t.id) AS since
           FROM return_tracks t JOIN cases c ON c.id = t.case_id LEFT JOIN cases m ON m.id = c.merged_into
           JOIN users u ON u.id = t.officer_id
          WHERE t.live ORDER BY since, t.id LIMIT ${MOST}`,
      );
      const going = rows.flatMap(({ id, door, state }) => {
        const to = nextUsualState(door, state);
        return to ? [{ id, to }] : [];
      });
      const missing = await missingOf(tx, going, tx.today);
      const tracks = rows.map((row): OpenTrack => {
        const to = nextUsualState(row.door, row.state);
        const late = row.confirmBy !== null && row.confirmBy < tx.today;
        return { ...row, late, onwards: to && { to, missing: missing.get(row.id) ?? [] } };
      });
      const ids = [...new Set(rows.map(({ caseId }) => caseId))];
      await record(tx, { action: 'returns.list', kind: 'case', ids });
      return tracks;
    });
  }
}

import { Injectable } from '@nestjs/common';
import { filesIn, PersonRecords } from '../beneficiaries';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type {
  ARRIVAL_CHANNELS,
  ONWARD_TRAVEL_STATES,
  RECEPTION_OUTCOMES,
  ARRIVAL_SOURCES,
  WELLBEING,
} from './return.rules';
import { mustNotBeInFuture } from './return.errors';
import { trackForWriting } from './track-access.queries';

export interface NewArrival {
  readonly on: CivilDate;
  readonly reportedBy: (typeof ARRIVAL_SOURCES)[number];
  readonly how: (typeof ARRIVAL_CHANNELS)[number];
  readonly received: (typeof RECEPTION_OUTCOMES)[number];
  readonly onward: (typeof ONWARD_TRAVEL_STATES)[number];
  readonly wellbeing: (typeof WELLBEING)[number];
}

/** Confirmations of arrival: by the person, an escort, or the receiving partner. */
@Injectable()
export class ReturnArrivals {
  constructor(
    private readonly transactions: Transactions,
    private readonly file: PersonRecords,
  ) {}

  record(
    actor: Actor,
    caseId: string,
    trackId: string,
    given: NewArrival & { readonly note?: string | null },
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    const body = { caseId, trackId, ...given };
    const once = { useCase: 'returns.hear_of_arrival', body, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const track = await trackForWriting(this.file, tx, caseId, trackId);
      if (track.door === 'home') throw notFound();
      mustNotBeInFuture(tx, given.on);
      const { on, reportedBy, how, received, onward, wellbeing } = given;
      const id = await this.file.insert(
        tx,
        'return_arrivals',
        track.caseId,
        {
          track_id: trackId,
          heard_on: on,
          reported_by: reportedBy,
          how,
          received,
          onward,
          wellbeing,
        },
        given.note,
      );
      await this.file.record(
        tx,
        'returns.hear_of_arrival',
        [track.caseId, track.id, id],
        [reportedBy, received],
      );
      return { id };
    });
  }
}

export interface ArrivalRow extends NewArrival {
  readonly id: string;
  readonly caseId: string;
  readonly trackId: string;
  readonly note: Buffer | null;
  readonly by: string;
}

export const arrivalsOf = (tx: Tx, caseId: string): Promise<ArrivalRow[]> =>
  tx.query<ArrivalRow>(
    `SELECT a.id, a.case_id AS "caseId", a.track_id AS "trackId", a.heard_on::text AS "on", a.reported_by AS "reportedBy", a.how, a.received,
            a.onward, a.wellbeing, a.note, localized_name(u.name, u.names) AS by
       FROM return_arrivals a JOIN users u ON u.id = a.by WHERE a.case_id = ANY (${filesIn()}) ORDER BY a.place`,
    [caseId],
  );

/** The day until which the partner confirms, of the track `t`; null where it has, or nobody is there yet. */
export const CONFIRM_BY = `(SELECT max(s.on_day) + mawa_setting_on('return_confirm_days', max(s.on_day))::text::int FROM return_steps s
   WHERE s.track_id = t.id AND s.to_state = 'arrived' AND t.state = 'arrived'
     AND NOT EXISTS (SELECT 1 FROM return_arrivals a WHERE a.track_id = t.id AND a.reported_by = 'partner' AND a.received <> 'nobody'))::text`;

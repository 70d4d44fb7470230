import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { firstNightKept } from './first-open-night.queries';
import { NightCorrections } from './night-corrections.service';
import { NightLedger } from './night-ledger.service';
import { type NightRange, rangesOf } from './night-ranges.rules';
import {
  chargedBookings,
  lastClosedNight,
  listOpenNights,
  listReopenings,
  listShelterNights,
  type Reopening,
  type ShelterNights,
} from './nights-status.queries';

export interface NightsStatus {
  /** The first night on which a shelter had a bed in service; null: no night is kept. */
  readonly since: CivilDate | null;
  /** The last night that is over. */
  readonly last: CivilDate;
  readonly lastClosed: CivilDate | null;
  readonly openCount: number;
  readonly open: readonly NightRange[];
  readonly shelters: readonly ShelterNights[];
  readonly reopenings: readonly Reopening[];
}

/** Which nights are open and what is missing; opens a closed night again. */
@Injectable()
export class NightsStatusService {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: NightLedger,
    private readonly corrections: NightCorrections,
  ) {}

  status(actor: Actor): Promise<NightsStatus> {
    return this.transactions.run(actor, async (tx) => {
      const since = await firstNightKept(tx);
      const window = { from: since ?? tx.tonight, until: tx.tonight };
      const open = await listOpenNights(tx, window);
      return {
        since,
        last: addDays(tx.tonight, -1),
        lastClosed: await lastClosedNight(tx),
        openCount: open.length,
        open: rangesOf(open),
        shelters: await listShelterNights(tx, window),
        reopenings: await listReopenings(tx),
      };
    });
  }

  /** Reopens a night: its charges are reversed as of today, and closing it again charges it anew. */
  reopen(
    actor: Actor,
    { night, reason }: { readonly night: CivilDate; readonly reason: string },
    requestId: string | null,
  ): Promise<{ night: CivilDate; reversed: number }> {
    const once = { useCase: 'nights.reopen', body: { night, reason }, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      await this.corrections.takeClosingLock(tx);
      const [reopened] = await tx.query<{ done: boolean }>('SELECT reopen_night($1, $2) AS done', [
        night,
        reason,
      ]);
      if (!reopened!.done) throw new DomainError('conflict', 'nights.not_closed', {}, 'night');
      const bookings = await chargedBookings(tx, night);
      if (bookings.length > 0) await this.ledger.lockAll(tx);
      for (const id of bookings) await this.ledger.reverse(tx, id, night, 'reopened');
      await record(tx, { action: 'nights.reopen', kind: 'night', fields: [night] });
      return { night, reversed: bookings.length };
    });
  }
}

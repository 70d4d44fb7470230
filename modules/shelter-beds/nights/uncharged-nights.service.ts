import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../../audit';
import { WaitingCharges } from '../../grant-budgeting';
import { asFigures, Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { NightCorrections } from './night-corrections.service';
import { chargesAbsences, sleptNightCondition } from './absences.queries';
import { NightLedger } from './night-ledger.service';

/** Charges nights that were slept before a cost was set, once there is one. */
@Injectable()
export class UnchargedNights implements OnModuleInit {
  constructor(
    private readonly waiting: WaitingCharges,
    private readonly transactions: Transactions,
    private readonly corrections: NightCorrections,
    private readonly ledger: NightLedger,
  ) {}

  onModuleInit(): void {
    this.waiting.add((actor) => this.chargeWaiting(actor));
  }

  /** Night by night, each in a transaction of its own that nobody enters or ends a stay beside. */
  private async chargeWaiting(actor: Actor): Promise<number> {
    const waiting = await this.transactions.run(actor, (tx) => listUnchargedNights(tx));
    const nights = [...new Set(waiting.map(({ night }) => night))];
    let charged = 0;
    for (const night of nights) {
      charged += await this.transactions.run(actor, (tx) => this.charge(tx, night));
    }
    return charged;
  }

  private async charge(tx: Tx, night: CivilDate): Promise<number> {
    await this.corrections.takeClosingLock(tx);
    const charged: string[] = [];
    const nights = await listUnchargedNights(tx, night);
    if (nights.length > 0) await this.ledger.lockAll(tx);
    for (const slept of nights) {
      if (await this.ledger.charge(tx, slept)) charged.push(slept.bookingId);
    }
    if (charged.length > 0) {
      const entry = { action: 'nights.charge_waiting', kind: 'booking', ids: charged };
      await record(tx, { ...entry, fields: [night] });
    }
    return charged.length;
  }
}

interface UnchargedNight {
  readonly bookingId: string;
  readonly shelterId: string;
  readonly night: CivilDate;
}

/** Nights whose cost is not yet in the ledger, read as `mawa_figures`: bookings without the person. */
const listUnchargedNights = async (
  tx: Tx,
  night: CivilDate | null = null,
): Promise<UnchargedNight[]> => {
  const all = await chargesAbsences(tx);
  return asFigures(tx, () =>
    tx.query<UnchargedNight>(
      `SELECT k.id AS "bookingId", k.shelter_id AS "shelterId", c.night::text AS night
         FROM closed_nights c
         JOIN bookings k ON k.nights @> c.night AND k.ends_on > c.night AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
         JOIN night_rates n ON n.shelter_id = k.shelter_id AND n.valid @> c.night
        WHERE ($1::date IS NULL OR c.night = $1) AND ($2 OR ${sleptNightCondition('k.id', 'c.night')})
          AND NOT EXISTS (SELECT 1 FROM ledger_transactions t
            WHERE t.source_kind = 'bed-night' AND t.source_id = k.id || '/' || c.night
              AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id))
          AND (NOT EXISTS (SELECT 1 FROM ledger_transactions t
                 WHERE t.source_kind = 'bed-night' AND t.source_id = k.id || '/' || c.night)
            OR NOT EXISTS (SELECT 1 FROM ledger_transactions t
                 WHERE t.source_kind = 'correction' AND t.source_id LIKE k.id || '/' || c.night || '/%'
                   AND NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id)))
        ORDER BY c.night, k.shelter_id, k.id LIMIT 5000`,
      [night, all],
    ),
  );
};

import { Injectable } from '@nestjs/common';
import { Ledger, nightRateOf, type NightRate } from '../../grant-budgeting';
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';

type Night = { readonly bookingId: string; readonly shelterId: string; readonly night: CivilDate };

/** Charges nights to the ledger, once for each night of a stay, however often it is called. */
@Injectable()
export class NightLedger {
  constructor(private readonly ledger: Ledger) {}

  /** Before several nights in one transaction: their lines may differ. */
  lockAll(tx: Tx): Promise<void> {
    return this.ledger.lockAll(tx);
  }

  /** Which of these stays have something booked for the night: one statement where each would ask for itself. */
  async bookedOf(
    tx: Tx,
    bookingIds: readonly string[],
    night: CivilDate,
  ): Promise<ReadonlySet<string>> {
    const rows = await tx.query<{ id: string }>(
      `SELECT b.id FROM unnest($1::text[]) AS b (id)
        WHERE EXISTS (SELECT 1 FROM ledger_of_source('bed-night', b.id || '/' || $2))`,
      [bookingIds, night],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Charges a night. False if no cost is set for it yet; it is charged once there is one. */
  async charge(
    tx: Tx,
    slept: Night,
    rate?: NightRate | null,
    { isNewSource = false } = {},
  ): Promise<boolean> {
    const { bookingId, shelterId, night } = slept;
    const known = rate === undefined ? await nightRateOf(tx, shelterId, night) : rate;
    if (!known) return false;
    const what = { ...known, factOn: night, isNewSource };
    for (let again = 0; ; again += 1) {
      try {
        await this.ledger.charge(tx, { ...sourceOf(bookingId, night, again), ...what });
        return true;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        if (error.code === 'budget.no_rate') return false;
        // Reversed before and slept after all: the new charge has a source of its own.
        if (error.code !== 'budget.reversed') throw error;
      }
    }
  }

  async reverse(tx: Tx, bookingId: string, night: CivilDate, reason: string): Promise<void> {
    for (let again = 0; ; again += 1) {
      const source = sourceOf(bookingId, night, again);
      const booked = await tx.query('SELECT 1 FROM ledger_of_source($1, $2) LIMIT 1', [
        source.sourceKind,
        source.sourceId,
      ]);
      if (booked.length === 0) return;
      await this.ledger.reverse(tx, { ...source, reason });
    }
  }
}

const sourceOf = (bookingId: string, night: CivilDate, again: number) =>
  again === 0
    ? { sourceKind: 'bed-night' as const, sourceId: `${bookingId}/${night}` }
    : { sourceKind: 'correction' as const, sourceId: `${bookingId}/${night}/${again}` };

import type { Tx } from '../../src/database/transactions';
import type { CivilDate } from '../../src/shared/nights';

export interface NightRate {
  readonly amount: string;
  readonly currency: string;
  readonly lineId: string;
}

/** One night of one stay, as the ledger names it. */
export const nightSource = (bookingId: string, night: CivilDate): string => `${bookingId}/${night}`;

/** A port: what a night costs and where that is written. The budget answers it. */
export abstract class NightLedger {
  abstract rateOf(tx: Tx, shelterId: string, night: CivilDate): Promise<NightRate | null>;
  /** Once for each source, however often it is asked. */
  abstract charge(tx: Tx, bookingId: string, night: CivilDate, rate: NightRate): Promise<void>;
  abstract reverse(tx: Tx, bookingId: string, night: CivilDate, reason: string): Promise<void>;
}

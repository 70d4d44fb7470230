import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';

export interface ShelterExit {
  /** The day on which the person last left a house; null where none is known here. */
  readonly leftOn: CivilDate | null;
  /** The person sleeps in a house now. */
  readonly there: boolean;
  /** On the night of the day that was asked about, the person slept in a house. */
  readonly sleptThen: boolean;
}

/** A port: what the houses know of the end of a stay. The shell connects it. */
export abstract class ShelterExits {
  abstract of(tx: Tx, caseId: string, day: CivilDate | null): Promise<ShelterExit>;
}

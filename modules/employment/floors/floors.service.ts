import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { proposeSetting, type ProposedSetting } from '../../settings';
import { type Floor, type FloorKind, floorOn, FLOORS } from './wage-floor.rules';

export const FLOOR_STATUSES = ['to_be_confirmed', 'confirmed'] as const;

export interface FloorRow extends Floor {
  readonly id: string;
  readonly source: string;
  readonly standing: (typeof FLOOR_STATUSES)[number];
}
export interface NewFloor {
  readonly kind: FloorKind;
  readonly from: CivilDate;
  readonly amount: string;
  readonly source: string;
  readonly standing: (typeof FLOOR_STATUSES)[number];
}
export interface FloorsToday {
  readonly floors: readonly FloorRow[];
  /** Those in force today. */
  readonly today: readonly string[];
}

/** The least wages by date, each written once another person confirms it. Another row of its day puts a figure right. */
@Injectable()
export class WageFloors {
  constructor(private readonly transactions: Transactions) {}

  all(actor: Actor): Promise<FloorsToday> {
    return this.transactions.run(actor, async (tx) => {
      const floors = await floorsIn(tx);
      const today = FLOORS.flatMap((kind) => {
        const found = floorOn(floors, kind, tx.today) as FloorRow | null;
        return found ? [found.id] : [];
      });
      return { floors, today };
    });
  }

  propose(
    actor: Actor,
    floor: NewFloor,
    requestId: string | null = null,
  ): Promise<ProposedSetting> {
    const once = { useCase: 'work.propose_floor', body: floor, requestId };
    const { from, source, ...value } = floor;
    return this.transactions.once(actor, once, (tx) =>
      proposeSetting(tx, 'wage_floors', { value, from, source }),
    );
  }
}

/** In the order in which they were written. */
export const floorsIn = (tx: Tx): Promise<FloorRow[]> =>
  tx.query<FloorRow>(
    `SELECT id, kind, valid_from::text AS "from", amount::text, source, standing FROM wage_floors ORDER BY place`,
  );

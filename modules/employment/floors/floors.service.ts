import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
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

/** The least wages by date. A figure is confirmed, or put right, by another row of its day. */
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

  enter(actor: Actor, given: NewFloor, requestId: string | null = null): Promise<{ id: string }> {
    const once = { useCase: 'work.enter_floor', body: given, requestId };
    return this.transactions.once(actor, once, async (tx) => {
      const id = randomUUID();
      await tx.query(
        'INSERT INTO wage_floors (id, kind, valid_from, amount, source, standing) VALUES ($1, $2, $3, $4, $5, $6)',
        [id, given.kind, given.from, given.amount, given.source.trim(), given.standing],
      );
      await record(tx, { action: 'work.enter_floor', kind: 'wage_floor', ids: [id] });
      return { id };
    });
  }
}

/** In the order in which they were written. */
export const floorsIn = (tx: Tx): Promise<FloorRow[]> =>
  tx.query<FloorRow>(
    `SELECT id, kind, valid_from::text AS "from", amount::text, source, standing FROM wage_floors ORDER BY place`,
  );

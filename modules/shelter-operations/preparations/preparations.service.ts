import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { houseOf, type House } from '../residents.queries';
import { IN_PREPARATION, PREPARATION_HOURS } from '../../shelter-beds';

export interface BedPreparation {
  readonly bedId: string;
  readonly room: string;
  readonly bed: string;
  readonly since: Date;
  readonly until: Date;
  /** Who entered that somebody left. */
  readonly by: string;
}
export interface HousePreparations {
  readonly house: House;
  /** For how many hours a bed is to be prepared; 0 where the house prepares none. */
  readonly hours: number;
  readonly beds: readonly BedPreparation[];
}

/** Beds of a house that are to be prepared before somebody else sleeps in them, and for how long at most. */
@Injectable()
export class BedPreparations {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, shelterId: string): Promise<HousePreparations> {
    return this.transactions.run(actor, async (tx) => {
      const house = await houseOf(tx, shelterId);
      const [set] = await tx.query<{ hours: number }>(
        `SELECT ${PREPARATION_HOURS} AS hours FROM shelters s WHERE s.id = $1`,
        [shelterId],
      );
      const beds = await tx.query<BedPreparation>(
        `SELECT b.id AS "bedId", localized_name(m.name, m.names) AS room, b.label AS bed, p.since, p.until_at AS until, localized_name(u.name, u.names) AS by
           FROM bed_preparations p JOIN beds b ON b.id = p.bed_id JOIN rooms m ON m.id = b.room_id
           JOIN users u ON u.id = p.made_by
          WHERE p.shelter_id = $1 AND ${IN_PREPARATION} ORDER BY p.since, localized_name(m.name, m.names), b.label`,
        [shelterId],
      );
      return { house, hours: set!.hours, beds };
    });
  }

  /** Reports a bed as prepared, by staff of the shelter; of the given shelter, if one is named. */
  ready(
    actor: Actor,
    bedId: string,
    shelterId: string | null = null,
  ): Promise<{ shelterId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [bed] = await tx.query<{ label: string; shelterId: string }>(
        `SELECT label, shelter_id AS "shelterId" FROM beds
          WHERE id = $1 AND shelter_id = ANY ($2) AND ($3::uuid IS NULL OR shelter_id = $3)`,
        [bedId, actor.shelterIds, shelterId],
      );
      if (!bed) throw notFound();
      const ended = await tx.query(
        `UPDATE bed_preparations p SET ended_at = mawa_now(), ended_by = mawa_actor(), outcome = 'ready'
          WHERE p.bed_id = $1 AND ${IN_PREPARATION} RETURNING p.id`,
        [bedId],
      );
      if (ended.length === 0) {
        throw new DomainError('conflict', 'beds.ready_already', { bed: bed.label });
      }
      await record(tx, { action: 'beds.ready', kind: 'bed', ids: [bedId] });
      return { shelterId: bed.shelterId };
    });
  }

  /** From the next exit on; what is to be prepared now keeps its end. */
  setHours(actor: Actor, shelterId: string, hours: number): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await houseOf(tx, shelterId);
      const [role] = await tx.query<{ manages: boolean }>(
        `SELECT mawa_has_role('shelter_manager') AS manages`,
      );
      if (!role!.manages) throw new DomainError('forbidden', 'access.not_yours');
      await tx.query('INSERT INTO bed_preparation_hours (shelter_id, hours) VALUES ($1, $2)', [
        shelterId,
        hours,
      ]);
      await record(tx, {
        action: 'shelters.set_preparation',
        kind: 'shelter',
        ids: [shelterId],
        fields: [`hours_${hours}`],
      });
    });
  }
}

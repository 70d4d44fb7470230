import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Lists, type Labels, labelsSql } from '../reference-lists';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { GiveDto } from './daily.dto';
import { houseOf, type House } from './residents.queries';

export interface IssuedItem {
  readonly id: string;
  readonly labels: Labels;
  readonly quantity: number;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly at: Date;
  readonly by: string;
}
export interface HouseItems {
  readonly house: House;
  /** Whether this house writes down what it gives out. */
  readonly on: boolean;
  readonly today: readonly IssuedItem[];
  readonly totals: readonly { readonly labels: Labels; readonly quantity: number }[];
}

/** Meals and things given out, in houses that want it written down. */
@Injectable()
export class ItemsIssued {
  constructor(
    private readonly transactions: Transactions,
    private readonly lists: Lists,
  ) {}

  of(actor: Actor, shelterId: string): Promise<HouseItems> {
    return this.transactions.run(actor, async (tx) => {
      const house = await houseOf(tx, shelterId);
      const label = labelsSql('house_items', 'g.list_version', 'g.item');
      const today = await tx.query<IssuedItem>(
        `SELECT g.id, ${label} AS labels, g.quantity, c.id AS "caseId", c.case_number AS "caseNumber", g.at, localized_name(u.name, u.names) AS by
           FROM items_issued g JOIN cases c ON c.id = g.case_id JOIN users u ON u.id = g.by
          WHERE g.shelter_id = $1 AND g.given_on = $2 AND g.undone_at IS NULL ORDER BY g.at DESC, g.id LIMIT 200`,
        [shelterId, tx.today],
      );
      const totals = await tx.query<{ labels: Labels; quantity: number }>(
        `SELECT ${label} AS labels, sum(g.quantity)::int AS quantity FROM items_issued g
          WHERE g.shelter_id = $1 AND g.given_on = $2 AND g.undone_at IS NULL
          GROUP BY g.item, g.list_version ORDER BY 2 DESC`,
        [shelterId, tx.today],
      );
      return { house, on: await isOn(tx, shelterId), today, totals };
    });
  }

  switch(actor: Actor, shelterId: string, on: boolean) {
    return this.transactions.run(actor, async (tx) => {
      await houseOf(tx, shelterId);
      if ((await isOn(tx, shelterId)) !== on) {
        await tx.query(
          `INSERT INTO house_switches (shelter_id, feature, is_on, by) VALUES ($1, 'items', $2, mawa_actor())`,
          [shelterId, on],
        );
        const fields = [on ? 'on' : 'off'];
        await record(tx, {
          action: 'house.switch_items',
          kind: 'shelter',
          ids: [shelterId],
          fields,
        });
      }
      return { on };
    });
  }

  /** To one person or to several at once: a meal is given to the whole table. */
  give(actor: Actor, shelterId: string, body: GiveDto, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'house.give', body: { shelterId, ...body }, requestId: repeatId },
      (tx) => this.giveIn(tx, shelterId, body),
    );
  }

  private async giveIn(tx: Tx, shelterId: string, { item, quantity = 1, caseIds }: GiveDto) {
    await houseOf(tx, shelterId);
    if (!(await isOn(tx, shelterId))) throw new DomainError('conflict', 'house.items_are_off');
    const version = await this.lists.chosenFrom(tx, 'house_items', item, 'item');
    const wanted = [...new Set(caseIds)];
    const given = await tx.query<{ id: string }>(
      `INSERT INTO items_issued (booking_id, case_id, shelter_id, item, list_version, quantity, given_on, by)
       SELECT k.id, bp.case_id, k.shelter_id, $3, $4, $5, $6, mawa_actor()
         FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
        WHERE bp.case_id = ANY ($1) AND k.shelter_id = $2 AND k.state = 'stay' RETURNING id`,
      [wanted, shelterId, item, version, quantity, tx.today],
    );
    if (given.length !== wanted.length) {
      throw new DomainError('invalid', 'house.not_of_this_house', {}, 'caseIds');
    }
    await record(tx, { action: 'house.give', kind: 'case', ids: wanted, fields: [item] });
    return { given: given.length };
  }

  undo(actor: Actor, id: string) {
    return this.transactions.run(actor, async (tx) => {
      const [row] = await tx.query<{ shelterId: string }>(
        `UPDATE items_issued SET undone_at = mawa_now(), undone_by = mawa_actor()
          WHERE id = $1 AND undone_at IS NULL AND shelter_id = ANY ($2) RETURNING shelter_id AS "shelterId"`,
        [id, tx.actor.shelterIds],
      );
      if (!row) throw notFound();
      await record(tx, { action: 'house.take_back', kind: 'item', ids: [id] });
      return { id, ...row };
    });
  }
}

async function isOn(tx: Tx, shelterId: string): Promise<boolean> {
  const [row] = await tx.query<{ on: boolean }>(`SELECT house_feature_enabled($1, 'items') AS on`, [
    shelterId,
  ]);
  return row!.on;
}

import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { houseOf } from './residents.queries';

export interface Duty {
  readonly name: string;
  readonly mine: boolean;
  readonly from: Date;
  readonly until: Date;
}

/** Staff on duty in a shelter, entered by themselves, for at most a day. */
@Injectable()
export class Duties {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, shelterId: string): Promise<Duty[]> {
    return this.transactions.run(actor, async (tx) => {
      await houseOf(tx, shelterId);
      return (await dutiesOf(tx, [shelterId])).get(shelterId) ?? [];
    });
  }

  /** Begins a duty for some hours (1 to 24); replaces an earlier entry. */
  begin(
    actor: Actor,
    shelterId: string,
    hours: number,
    repeatId: string | null = null,
  ): Promise<{ readonly until: Date }> {
    return this.transactions.once(
      actor,
      { useCase: 'duties.begin', body: { shelterId, hours }, requestId: repeatId },
      async (tx) => {
        await houseOf(tx, shelterId);
        await endOwn(tx, shelterId);
        const [begun] = await tx.query<{ until: Date }>(
          `INSERT INTO shelter_duties (shelter_id, until_at) VALUES ($1, mawa_now() + make_interval(hours => $2))
           ON CONFLICT DO NOTHING RETURNING until_at AS until`,
          [shelterId, hours],
        );
        // None if another window entered the same at this instant: that entry is kept.
        if (!begun) return ownDuty(tx, shelterId);
        await record(tx, { action: 'duties.begin', kind: 'shelter', ids: [shelterId] });
        return begun;
      },
    );
  }

  end(actor: Actor, shelterId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await houseOf(tx, shelterId);
      if (await endOwn(tx, shelterId)) {
        await record(tx, { action: 'duties.end', kind: 'shelter', ids: [shelterId] });
      }
    });
  }
}

/** False for somebody who is not on duty there. */
async function endOwn(tx: Tx, shelterId: string): Promise<boolean> {
  const ended = await tx.query(
    `UPDATE shelter_duties SET until_at = mawa_now()
      WHERE shelter_id = $1 AND user_id = mawa_actor() AND until_at > mawa_now() RETURNING 1`,
    [shelterId],
  );
  return ended.length > 0;
}

async function ownDuty(tx: Tx, shelterId: string): Promise<{ readonly until: Date }> {
  const duties = (await dutiesOf(tx, [shelterId])).get(shelterId) ?? [];
  return duties.find(({ mine }) => mine)!;
}

/** Staff who left the shelter are not on duty in it. */
const WORKS_THERE = `EXISTS (SELECT FROM memberships m
  WHERE m.user_id = d.user_id AND m.principal_id = d.shelter_id AND m.from_at <= mawa_now()
    AND (m.until_at IS NULL OR m.until_at > mawa_now()))`;

/** By shelter; of shelters in which the actor works. */
export async function dutiesOf(
  tx: Tx,
  shelterIds: readonly string[],
): Promise<Map<string, Duty[]>> {
  const rows = await tx.query<Duty & { shelterId: string }>(
    `SELECT d.shelter_id AS "shelterId", localized_name(u.name, u.names) AS name, d.user_id = mawa_actor() AS mine, d.from_at AS "from", d.until_at AS until
       FROM shelter_duties d JOIN users u ON u.id = d.user_id
      WHERE d.shelter_id = ANY ($1) AND d.until_at > mawa_now() AND u.active AND ${WORKS_THERE} ORDER BY d.from_at, d.id`,
    [shelterIds],
  );
  const found = new Map<string, Duty[]>();
  for (const { shelterId, ...duty } of rows) {
    found.set(shelterId, [...(found.get(shelterId) ?? []), duty]);
  }
  return found;
}

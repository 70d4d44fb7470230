import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { TurnAwayDto } from '../dto/waiting.dto';
import { mustAllocate } from '../bookings/booking-steps.queries';
import type { RequestSource, TurnAwayReason } from '../beds.data';

export interface TurnAwayRow {
  readonly id: string;
  readonly at: Date;
  readonly night: CivilDate;
  readonly shelterId: string | null;
  readonly shelter: string | null;
  readonly source: RequestSource;
  readonly people: number;
  readonly children: number;
  readonly reason: TurnAwayReason;
  readonly retractedAt: Date | null;
  /** Entered by the reader, who alone may take it back. */
  readonly mine: boolean;
}

export const latestTurnAways = (tx: Tx): Promise<TurnAwayRow[]> =>
  tx.query<TurnAwayRow>(
    `SELECT t.id, t.at, t.night::text AS night, t.shelter_id AS "shelterId", localized_name(s.code_name, s.names) AS shelter, t.source, t.people,
            t.children, t.reason, t.retracted_at AS "retractedAt", t.by = mawa_actor() AS mine
       FROM bed_turn_aways t LEFT JOIN shelters s ON s.id = t.shelter_id ORDER BY t.at DESC, t.id LIMIT 20`,
  );

/** Somebody asked and got no bed: how many, and why. Nobody is named. */
@Injectable()
export class TurnAways {
  constructor(private readonly transactions: Transactions) {}

  latest(actor: Actor): Promise<TurnAwayRow[]> {
    return this.transactions.run(actor, (tx) => latestTurnAways(tx));
  }

  note(actor: Actor, body: TurnAwayDto, repeatId: string | null = null): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'turn-aways.note', body, requestId: repeatId },
      (tx) => this.noteIn(tx, body),
    );
  }

  private async noteIn(tx: Tx, body: TurnAwayDto): Promise<{ id: string }> {
    const { source, people, children = 0, reason } = body;
    const shelterId = body.shelterId ?? null;
    if (children > people) {
      throw new DomainError('invalid', 'waiting.more_children_than_people', {}, 'children');
    }
    if (shelterId !== null) {
      const [shelter] = await tx.query('SELECT 1 FROM shelters WHERE id = $1 AND active', [
        shelterId,
      ]);
      if (!shelter) throw new DomainError('invalid', 'beds.unknown_shelter', {}, 'shelterId');
      // Shelter staff record for their own shelter; case workers and the hotline for any.
      if (!tx.actor.roles.includes('hotline_operator')) mustAllocate(tx.actor, [shelterId]);
    }
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO bed_turn_aways (shelter_id, source, people, children, reason) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
      [shelterId, source, people, children, reason],
    );
    await record(tx, { action: 'turn_aways.note', kind: 'turn_away', ids: [row!.id] });
    return { id: row!.id };
  }

  /** Entered by mistake: it counts no more, and the row stays. */
  retract(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const [mine] = await tx.query(
        `UPDATE bed_turn_aways SET retracted_at = mawa_now(), retracted_by = mawa_actor()
          WHERE id = $1 AND by = mawa_actor() AND retracted_at IS NULL RETURNING id`,
        [id],
      );
      if (!mine) throw notFound();
      await record(tx, { action: 'turn_aways.retract', kind: 'turn_away', ids: [id] });
    });
  }
}

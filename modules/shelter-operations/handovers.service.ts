import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import { HouseTexts } from './house-texts.service';
import { houseOf, type House } from './residents.queries';

export interface HandoverNote {
  readonly id: string;
  readonly night: CivilDate;
  readonly at: Date;
  readonly by: string;
  readonly mine: boolean;
  readonly text: string;
  readonly readBy: readonly { readonly name: string; readonly at: Date }[];
  readonly readByMe: boolean;
}

/** For so long the same words of the same person are the same note. */
const SAME_NOTE_MINUTES = 10;

const NOTES_SHOWN = 8;
const UNREAD_DAYS = 7;
/** A note `n` of somebody else within these days that the actor has not acknowledged. */
const IS_UNREAD = `n.at > mawa_now() - make_interval(days => ${UNREAD_DAYS}) AND n.by <> mawa_actor()
  AND NOT EXISTS (SELECT FROM handover_reads o WHERE o.note_id = n.id AND o.user_id = mawa_actor())`;

/** By shelter: how many notes the actor has to read; none where there is nothing. */
export async function unreadHandoversOf(
  tx: Tx,
  shelterIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ shelterId: string; count: number }>(
    `SELECT n.shelter_id AS "shelterId", count(*)::int AS count FROM handover_notes n
      WHERE n.shelter_id = ANY ($1) AND ${IS_UNREAD} GROUP BY n.shelter_id`,
    [shelterIds],
  );
  return new Map(rows.map(({ shelterId, count }) => [shelterId, count]));
}

const place = (row: string) => ({ table: 'handover_texts', column: 'sealed', row });

/** Notes that one shift leaves for the next, and who has read them. */
@Injectable()
export class Handovers {
  constructor(
    private readonly transactions: Transactions,
    private readonly texts: HouseTexts,
  ) {}

  /** The last notes, and older ones of these days that the reader has not read; newest first. */
  of(actor: Actor, shelterId: string): Promise<{ house: House; notes: HandoverNote[] }> {
    return this.transactions.run(actor, async (tx) => {
      const house = await houseOf(tx, shelterId);
      const rows = await tx.query<Omit<HandoverNote, 'text'> & { sealed: Buffer }>(
        `SELECT n.id, n.night::text AS night, n.at, localized_name(u.name, u.names) AS by, n.by = mawa_actor() AS mine, t.sealed,
                EXISTS (SELECT 1 FROM handover_reads o WHERE o.note_id = n.id AND o.user_id = mawa_actor()) AS "readByMe",
                coalesce((SELECT jsonb_agg(jsonb_build_object('name', localized_name(ru.name, ru.names), 'at', r.at) ORDER BY r.at)
                   FROM handover_reads r JOIN users ru ON ru.id = r.user_id WHERE r.note_id = n.id), '[]') AS "readBy"
           FROM handover_notes n JOIN users u ON u.id = n.by JOIN handover_texts t ON t.note_id = n.id
          WHERE n.shelter_id = $1
            AND (n.id IN (SELECT l.id FROM handover_notes l WHERE l.shelter_id = $1 ORDER BY l.at DESC, l.id LIMIT ${NOTES_SHOWN})
              OR ${IS_UNREAD})
          ORDER BY n.at DESC, n.id`,
        [shelterId],
      );
      const notes: HandoverNote[] = [];
      for (const { sealed, ...row } of rows) {
        const text = await this.texts.open(tx, 'handover', row.id, place(row.id), sealed);
        notes.push({ ...row, text });
      }
      if (rows.length > 0) {
        const ids = rows.map(({ id }) => id);
        await record(tx, { action: 'handovers.read', kind: 'handover', ids });
      }
      return { house, notes };
    });
  }

  write(actor: Actor, shelterId: string, text: string, repeatId: string | null = null) {
    return this.transactions.once(
      actor,
      { useCase: 'handovers.write', body: { shelterId, text }, requestId: repeatId },
      (tx) => this.writeIn(tx, shelterId, text),
    );
  }

  private async writeIn(tx: Tx, shelterId: string, text: string) {
    await houseOf(tx, shelterId);
    const same = await this.sameNote(tx, shelterId, text);
    if (same) return { id: same };
    const [made] = await tx.query<{ id: string }>(
      'INSERT INTO handover_notes (shelter_id, by) VALUES ($1, mawa_actor()) RETURNING id',
      [shelterId],
    );
    const { id } = made!;
    const sealed = await this.texts.seal(tx, 'handover', id, place(id), text);
    await tx.query('INSERT INTO handover_texts (note_id, sealed) VALUES ($1, $2)', [id, sealed]);
    await record(tx, { action: 'handovers.write', kind: 'handover', ids: [id] });
    return { id };
  }

  /** Back and sent again: the note that this person left here just now in the same words. Two at once wait for each other. */
  private async sameNote(tx: Tx, shelterId: string, text: string): Promise<string | null> {
    await tx.query(
      `SELECT pg_advisory_xact_lock(hashtextextended('handover/' || $1::uuid || mawa_actor(), 0))`,
      [shelterId],
    );
    const notes = await tx.query<{ id: string; sealed: Buffer }>(
      `SELECT n.id, t.sealed FROM handover_notes n JOIN handover_texts t ON t.note_id = n.id
        WHERE n.shelter_id = $1 AND n.by = mawa_actor() AND n.at > mawa_now() - make_interval(mins => $2) ORDER BY n.at`,
      [shelterId, SAME_NOTE_MINUTES],
    );
    for (const { id, sealed } of notes) {
      if ((await this.texts.open(tx, 'handover', id, place(id), sealed)) === text) return id;
    }
    return null;
  }

  /** Acknowledges a note for the actor. */
  acknowledge(actor: Actor, id: string): Promise<{ shelterId: string }> {
    return this.transactions.run(actor, async (tx) => {
      const [note] = await tx.query<{ shelterId: string }>(
        'SELECT shelter_id AS "shelterId" FROM handover_notes WHERE id = $1',
        [id],
      );
      if (!note) throw notFound();
      await tx.query(
        'INSERT INTO handover_reads (note_id, user_id) VALUES ($1, mawa_actor()) ON CONFLICT DO NOTHING',
        [id],
      );
      await record(tx, { action: 'handovers.acknowledge', kind: 'handover', ids: [id] });
      return note;
    });
  }
}

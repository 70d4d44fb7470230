import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, open, seal } from '../../access';
import { record } from '../../audit';
import { CaseSeals } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';

export type NoteAbout =
  | 'hold'
  | 'release'
  | 'plan_exit'
  | 'withdraw'
  | 'request'
  | 'move'
  | 'override';

interface Subject {
  readonly caseId: string | null;
  readonly bookingId?: string;
  readonly requestId?: string;
}

export interface BedNote {
  readonly about: NoteAbout;
  readonly text: string;
  readonly by: string;
  readonly at: Date;
}

const place = (row: string) => ({ table: 'bed_notes', column: 'text', row });
const blockPlace = (row: string) => ({ table: 'block_notes', column: 'sealed', row });

/** Notes written with a hold, a release or a block: sealed, and shown on the page of the booking only. */
@Injectable()
export class BedNotes {
  constructor(
    private readonly seals: CaseSeals,
    private readonly keys: Keys,
  ) {}

  /** Stores the same text for each person, sealed under that person's key. */
  async write(
    tx: Tx,
    about: NoteAbout,
    subjects: readonly Subject[],
    text: string | null | undefined,
  ): Promise<void> {
    if (!text) return;
    for (const { caseId, bookingId = null, requestId = null } of subjects) {
      if (caseId === null) continue;
      const id = randomUUID();
      const sealed = await this.seals.sealText(tx, caseId, place(id), text);
      await tx.query(
        `INSERT INTO bed_notes (id, case_id, booking_id, request_id, about, text_sealed, by)
         VALUES ($1, $2, $3, $4, $5, $6, mawa_actor())`,
        [id, caseId, bookingId, requestId, about, sealed],
      );
    }
  }

  of(tx: Tx, bookingId: string): Promise<BedNote[]> {
    return this.read(tx, 'booking', bookingId);
  }

  /**
   * Note written with a request, for the colleagues responsible for its people. Stored for each person; returned once.
   */
  async ofRequest(tx: Tx, requestId: string): Promise<BedNote | null> {
    const notes = await this.read(tx, 'bed_request', requestId);
    return notes.find(({ about }) => about === 'request') ?? null;
  }

  private async read(tx: Tx, kind: 'booking' | 'bed_request', subject: string): Promise<BedNote[]> {
    const rows = await tx.query<
      Omit<BedNote, 'text'> & { id: string; caseId: string; sealed: Buffer }
    >(
      `SELECT n.id, n.case_id AS "caseId", n.about, n.text_sealed AS sealed, localized_name(u.name, u.names) AS by, n.at
         FROM bed_notes n JOIN users u ON u.id = n.by
        WHERE ${kind === 'booking' ? 'n.booking_id' : 'n.request_id'} = $1 ORDER BY n.at, n.id`,
      [subject],
    );
    if (rows.length === 0) return [];
    const texts = await this.seals.openTexts(
      tx,
      rows.map(({ id, caseId, sealed }) => ({ caseId, place: place(id), sealed })),
    );
    await record(tx, { action: 'beds.read_notes', kind, ids: [subject] });
    return rows.flatMap(({ about, by, at }, index) => {
      const text = texts[index];
      return text ? [{ about, text, by, at }] : [];
    });
  }

  async writeOfBlock(tx: Tx, bookingId: string, shelterId: string, text: string): Promise<void> {
    const key = await this.keys.recordKey(tx, 'shelter', shelterId);
    await tx.query('INSERT INTO block_notes (booking_id, shelter_id, sealed) VALUES ($1, $2, $3)', [
      bookingId,
      shelterId,
      seal(key, blockPlace(bookingId), text),
    ]);
  }

  async ofBlock(tx: Tx, bookingId: string, shelterId: string): Promise<string | null> {
    const [row] = await tx.query<{ sealed: Buffer }>(
      'SELECT sealed FROM block_notes WHERE booking_id = $1',
      [bookingId],
    );
    if (!row) return null;
    const key = await this.keys.recordKey(tx, 'shelter', shelterId);
    await record(tx, { action: 'beds.read_notes', kind: 'booking', ids: [bookingId] });
    return open(key, blockPlace(bookingId), row.sealed).toString();
  }
}

import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Keys, newKey, open, seal, type RecordKind } from '../access';
import type { Tx } from '../platform/database/transactions';
import { notFound } from '../platform/shared/domain.errors';

/** A person's case, or a record that has a key of its own. */
export interface DocumentOwner {
  readonly kind: 'case' | RecordKind;
  readonly id: string;
}

export const FILE = 0;
const PIECE = 512 * 1024;

const keyPlace = (id: string) => ({ table: 'keys.document_keys', column: 'wrapped', row: id });
const namePlace = (id: string) => ({ table: 'documents', column: 'name_sealed', row: id });
/** The last piece is marked as such, so that a missing one is noticed. */
const piecePlace = (id: string, rendition: number, piece: number, isLast: boolean) => ({
  table: 'document_pieces',
  column: 'sealed',
  row: `${id}/${rendition}/${piece}${isLast ? '/last' : ''}`,
});

/** Seals files piece by piece under a key of each file, which the key of its owner wraps. */
@Injectable()
export class DocumentSeals {
  constructor(private readonly keys: Keys) {}

  /** Key of the owner; "not found" if it was destroyed or the actor may not see the owner. */
  async ownerKey(tx: Tx, { kind, id }: DocumentOwner): Promise<Buffer> {
    if (kind !== 'case') return this.keys.recordKey(tx, kind, id);
    const key = await this.keys.caseKey(tx, id);
    if (!key) throw notFound();
    return key;
  }

  digest(ownerKey: Buffer, sent: Buffer): Buffer {
    return createHmac('sha256', ownerKey).update('document\0').update(sent).digest();
  }

  sealName(key: Buffer, id: string, name: string): Buffer {
    return seal(key, namePlace(id), name);
  }

  openName(key: Buffer, id: string, sealed: Buffer): string {
    return open(key, namePlace(id), sealed).toString();
  }

  newFileKey(): Buffer {
    return newKey();
  }

  async keepFileKey(tx: Tx, ownerKey: Buffer, id: string, key: Buffer): Promise<void> {
    await tx.query('INSERT INTO keys.document_keys (document_id, wrapped) VALUES ($1, $2)', [
      id,
      seal(ownerKey, keyPlace(id), key),
    ]);
  }

  async fileKey(tx: Tx, owner: DocumentOwner, id: string): Promise<Buffer> {
    const [row] = await tx.query<{ wrapped: Buffer }>(
      'SELECT wrapped FROM keys.document_keys WHERE document_id = $1',
      [id],
    );
    if (!row) throw notFound();
    return open(await this.ownerKey(tx, owner), keyPlace(id), row.wrapped);
  }

  async keep(tx: Tx, key: Buffer, id: string, rendition: number, bytes: Buffer): Promise<void> {
    for (let from = 0, piece = 0; from < bytes.length; from += PIECE, piece += 1) {
      const place = piecePlace(id, rendition, piece, from + PIECE >= bytes.length);
      await tx.query(
        `INSERT INTO document_pieces (document_id, rendition, piece, sealed) VALUES ($1, $2, $3, $4)`,
        [id, rendition, piece, seal(key, place, bytes.subarray(from, from + PIECE))],
      );
    }
  }

  async bytes(tx: Tx, key: Buffer, id: string, rendition: number): Promise<Buffer> {
    const [{ count } = { count: 0 }] = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM document_pieces WHERE document_id = $1 AND rendition = $2',
      [id, rendition],
    );
    if (count === 0) throw notFound();
    const pieces: Buffer[] = [];
    for (let piece = 0; piece < count; piece += 1) {
      const [row] = await tx.query<{ sealed: Buffer }>(
        `SELECT sealed FROM document_pieces WHERE document_id = $1 AND rendition = $2 AND piece = $3`,
        [id, rendition, piece],
      );
      pieces.push(open(key, piecePlace(id, rendition, piece, piece === count - 1), row!.sealed));
    }
    return Buffer.concat(pieces);
  }

  /** The bytes go, and the key without which no copy of them opens. */
  async destroy(tx: Tx, id: string): Promise<void> {
    await tx.query('DELETE FROM keys.document_keys WHERE document_id = $1', [id]);
    await tx.query('DELETE FROM document_pieces WHERE document_id = $1', [id]);
  }
}

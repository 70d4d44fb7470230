import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { maySeePart } from '../access';
import { record } from '../audit';
import { sqlState, type Tx } from '../platform/database/transactions';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Upload } from '../platform/web/uploads';
import { type DocumentOwner, DocumentSeals, FILE } from './document-seals.service';
import { type DocumentRow, documentOf, documentsOf } from './documents.queries';
import {
  checkValidity,
  type DocumentKind,
  type DocumentPart,
  partOf,
  type RemovalReason,
} from './documents.rules';
import { inspect, type InspectedFile } from './inspect-file.service';
import { VirusScanner } from './virus-scanner.service';

export interface DocumentFacts {
  readonly kind: DocumentKind;
  /** Which part of the case it belongs to, and so who may read it; the usual one where left out. */
  readonly part?: DocumentPart | null;
  readonly validUntil?: string | null;
}

export interface OpenedDocument extends DocumentRow {
  /** Original file name; may name somebody. */
  readonly name: string;
}

/**
 * Stored files of all modules: `inspect` outside of a transaction, the rest within the caller's. Row-level security
 * decides whose files, the role decides which parts; opening a file is audited here.
 */
@Injectable()
export class Documents {
  constructor(
    private readonly seals: DocumentSeals,
    private readonly scanner: VirusScanner,
  ) {}

  /** Scans it, detects the type, redraws pictures; throws an error for the field `file` if the file is refused. */
  async inspect(upload: Upload): Promise<InspectedFile> {
    await this.scanner.check(upload.bytes);
    return inspect(upload);
  }

  async add(
    tx: Tx,
    owner: DocumentOwner,
    file: InspectedFile,
    facts: DocumentFacts,
  ): Promise<{ id: string }> {
    const part = partOf(facts.kind, facts.part ?? null);
    const validUntil = checkValidity(facts.validUntil ?? null);
    if (!mayRead(tx, owner, part)) throw partNotYours();
    const ownerKey = await this.seals.ownerKey(tx, owner);
    const id = randomUUID();
    const key = this.seals.newFileKey();
    await insert(tx, id, owner, file, { ...facts, part, validUntil }, [
      this.seals.digest(ownerKey, file.sent),
      this.seals.sealName(key, id, file.name),
    ]);
    await this.seals.keepFileKey(tx, ownerKey, id, key);
    await this.seals.keep(tx, key, id, FILE, file.bytes);
    for (const [place, page] of file.previews.entries()) {
      await this.seals.keep(tx, key, id, place + 1, page);
    }
    await openTasks(tx, id);
    await this.note(tx, 'documents.add', owner, id, [facts.kind, part]);
    return { id };
  }

  /** Coded facts of what the actor may see, removed ones included. */
  async list(tx: Tx, owner: DocumentOwner): Promise<DocumentRow[]> {
    const rows = await documentsOf(tx, owner);
    return rows.filter(({ part }) => mayRead(tx, owner, part));
  }

  /** One file with its name: reading it is reading an identity. */
  async find(tx: Tx, owner: DocumentOwner, id: string): Promise<OpenedDocument> {
    const row = await this.mustSee(tx, owner, id);
    if (row.removed) return { ...row, name: '' };
    const key = await this.seals.fileKey(tx, owner, id);
    const [sealed] = await tx.query<{ name: Buffer }>(
      'SELECT name_sealed AS name FROM documents WHERE id = $1',
      [id],
    );
    await this.note(tx, 'documents.show', owner, id, ['name']);
    return { ...row, name: this.seals.openName(key, id, sealed!.name) };
  }

  async open(tx: Tx, owner: DocumentOwner, id: string): Promise<DocumentRow & { bytes: Buffer }> {
    const row = await this.mustSee(tx, owner, id);
    const bytes = await this.read(tx, owner, row, FILE);
    await this.note(tx, 'documents.download', owner, id, ['file']);
    return { ...row, bytes };
  }

  /** A page as a picture (WebP), the first is 1. */
  async page(tx: Tx, owner: DocumentOwner, id: string, page: number): Promise<Buffer> {
    const row = await this.mustSee(tx, owner, id);
    if (page < 1 || page > row.previewPages) throw notFound();
    const bytes = await this.read(tx, owner, row, page);
    await this.note(tx, 'documents.look', owner, id, [`page_${page}`]);
    return bytes;
  }

  /** Destroys the contents, the name and their key; the row stays with author and reason. */
  async remove(tx: Tx, owner: DocumentOwner, id: string, reason: RemovalReason): Promise<void> {
    const row = await this.mustSee(tx, owner, id);
    if (row.removed) throw new DomainError('conflict', 'documents.removed_already');
    const [removed] = await tx.query(
      `UPDATE documents SET name_sealed = NULL, removed_at = mawa_now(), removed_by = $2, removed_reason = $3
        WHERE id = $1 AND removed_at IS NULL RETURNING id`,
      [id, tx.actor.userId, reason],
    );
    // Read, but not written by this actor: nothing was changed.
    if (!removed) throw await this.whyNotRemoved(tx, owner, id);
    await this.seals.destroy(tx, id);
    await tx.query(
      `UPDATE tasks SET done_at = mawa_now(), done_by = $2
        WHERE subject_id = $1 AND kind IN ('document_expiry', 'document_review') AND done_at IS NULL`,
      [id, tx.actor.userId],
    );
    await this.note(tx, 'documents.remove', owner, id, [row.kind, row.part, reason]);
  }

  private async whyNotRemoved(tx: Tx, owner: DocumentOwner, id: string): Promise<DomainError> {
    const now = await documentOf(tx, owner, id);
    return now?.removed ? new DomainError('conflict', 'documents.removed_already') : partNotYours();
  }

  private async mustSee(tx: Tx, owner: DocumentOwner, id: string): Promise<DocumentRow> {
    const row = await documentOf(tx, owner, id);
    if (!row || !mayRead(tx, owner, row.part)) throw notFound();
    return row;
  }

  private async read(
    tx: Tx,
    owner: DocumentOwner,
    row: DocumentRow,
    rendition: number,
  ): Promise<Buffer> {
    if (row.removed) throw notFound();
    const key = await this.seals.fileKey(tx, owner, row.id);
    return this.seals.bytes(tx, key, row.id, rendition);
  }

  private note(
    tx: Tx,
    action: string,
    owner: DocumentOwner,
    id: string,
    fields: readonly string[],
  ): Promise<void> {
    const apart = owner.kind === 'complaint';
    return record(tx, { action, kind: 'document', ids: [id, owner.id], fields, apart });
  }
}

/** Parts apply to people; for files of records the policy of their kind decides. */
const mayRead = (tx: Tx, owner: DocumentOwner, part: DocumentPart): boolean =>
  owner.kind !== 'case' || maySeePart(tx.actor, part);

const partNotYours = () => new DomainError('forbidden', 'documents.part_not_yours');

interface CheckedFacts extends DocumentFacts {
  readonly part: DocumentPart;
  readonly validUntil: CivilDate | null;
}

async function insert(
  tx: Tx,
  id: string,
  owner: DocumentOwner,
  file: InspectedFile,
  { kind, part, validUntil }: CheckedFacts,
  [digest, nameSealed]: [Buffer, Buffer],
): Promise<void> {
  const ofCase = owner.kind === 'case';
  const [row] = await tx
    .query(
      `INSERT INTO documents (id, owner_kind, case_id, owner_id, part, kind, media, size_bytes, pages,
         preview_pages, locked, digest, name_sealed, valid_until, keep_until, added_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
         (mawa_tonight() + make_interval(months => (mawa_setting('document_keep_months') ->> $6)::int))::date, $15)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        id,
        owner.kind,
        ofCase ? owner.id : null,
        ofCase ? null : owner.id,
        part,
        kind,
        file.media,
        file.bytes.length,
        file.pages,
        file.previews.length,
        file.locked,
        digest,
        nameSealed,
        validUntil,
        tx.actor.userId,
      ],
    )
    .catch(tooMuch);
  if (!row) throw new DomainError('conflict', 'documents.duplicate', {}, 'file');
}

/**
 * Opens tasks to request a new document before this one expires, and to decide on keeping it. Task pages show tasks due
 * within days, so that distant ones are not visible yet.
 */
const openTasks = (tx: Tx, id: string) =>
  tx.query(
    `SELECT add_task(t.kind, d.case_id, d.id, 'reintegration_officer', NULL,
              greatest(t.due, mawa_tonight())::timestamp AT TIME ZONE 'UTC')
       FROM documents d CROSS JOIN LATERAL (VALUES
         ('document_expiry', d.valid_until - (mawa_setting('document_expiry_days'))::int),
         ('document_review', d.keep_until)) AS t (kind, due)
      WHERE d.id = $1 AND d.case_id IS NOT NULL AND t.due IS NOT NULL`,
    [id],
  );

/** Translates refusals of the trigger `documents_fit`; a refusal by the policy is reported as "not found". */
function tooMuch(error: unknown): never {
  const state = sqlState(error);
  if (state === 'MD001') throw new DomainError('too_large', 'documents.too_large', {}, 'file');
  if (state === 'MD002') throw new DomainError('too_large', 'documents.owner_full', {}, 'file');
  if (state === '42501') throw partNotYours();
  throw error;
}

import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { DocumentOwner } from './document-seals.service';
import type { DocumentKind, DocumentPart, RemovalReason } from './documents.rules';
import type { Media } from './media.rules';

/** Coded facts of a file; neither its name nor its content. */
export interface DocumentRow {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly part: DocumentPart;
  readonly media: Media;
  readonly size: number;
  readonly pages: number | null;
  readonly previewPages: number;
  /** Locked with a password: only to be downloaded. */
  readonly locked: boolean;
  readonly validUntil: CivilDate | null;
  readonly keepUntil: CivilDate | null;
  readonly addedAt: Date;
  readonly addedBy: string;
  readonly removed: {
    readonly at: Date;
    readonly by: string;
    readonly reason: RemovalReason;
  } | null;
}

const COLUMNS = `d.id, d.kind, d.part, d.media, d.size_bytes AS size, d.pages,
  d.preview_pages AS "previewPages", d.locked, d.valid_until::text AS "validUntil",
  d.keep_until::text AS "keepUntil", d.added_at AS "addedAt", localized_name(u.name, u.names) AS "addedBy",
  CASE WHEN d.removed_at IS NOT NULL THEN
    json_build_object('at', d.removed_at, 'by', localized_name(r.name, r.names), 'reason', d.removed_reason) END AS removed`;
const SOURCE = `documents d JOIN users u ON u.id = d.added_by LEFT JOIN users r ON r.id = d.removed_by
  WHERE d.owner_kind = $1 AND coalesce(d.case_id, d.owner_id) = $2`;

/** Newest first; removed documents stay as a row with author and reason. */
export const documentsOf = (tx: Tx, { kind, id }: DocumentOwner): Promise<DocumentRow[]> =>
  tx.query<DocumentRow>(`SELECT ${COLUMNS} FROM ${SOURCE} ORDER BY d.added_at DESC, d.id`, [
    kind,
    id,
  ]);

export async function documentOf(
  tx: Tx,
  { kind, id }: DocumentOwner,
  documentId: string,
): Promise<DocumentRow | null> {
  const [row] = await tx.query<DocumentRow>(`SELECT ${COLUMNS} FROM ${SOURCE} AND d.id = $3`, [
    kind,
    id,
    documentId,
  ]);
  return row ?? null;
}

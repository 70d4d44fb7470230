/** Register of shares, limited by row-level security. */
import type { Tx } from '../platform/database/transactions';
import type { Purpose } from './consents.rules';
import type { ListDefinition } from '../views';
import { isOpen, type SharedPart, type ShareMode, type ShareReason } from './shares.rules';

export interface Share {
  readonly id: string;
  readonly reference: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly recipientId: string;
  readonly recipient: string;
  readonly purpose: Purpose;
  readonly consentId: string;
  readonly what: readonly SharedPart[];
  readonly why: ShareReason;
  readonly how: ShareMode;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly untilAt: Date;
  readonly open: boolean;
  readonly closedAt: Date | null;
  readonly closedWhy: 'withdrawn' | 'refused' | 'expired' | 'ended' | null;
  /** When the partner was notified that it closed; null while open or not notified yet. */
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedHow: 'account' | 'phone' | null;
}

export interface SharesFilter {
  readonly caseId?: string;
  readonly recipientId?: string;
  /** Still open, or closed; both where left out. */
  readonly state?: 'open' | 'closed';
}

export const SHARE_LIST: ListDefinition = {
  key: 'shares',
  path: '/shares',
  permission: 'shares:read',
  filters: ['recipientId', 'state'],
  columns: [],
};

export interface SharesPage {
  readonly shares: Share[];
  /** Hand it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

/** All shares of a person are on one page; there are rarely ten. */
export const SHARES_AT_MOST = 200;
const PAGE_SIZE = 50;

/** Newest first; the next page by key. */
export async function sharesPage(
  tx: Tx,
  filter: SharesFilter,
  after: string | null,
): Promise<SharesPage> {
  const rows = await sharesOf(tx, filter, { size: PAGE_SIZE + 1, after });
  const shares = rows.slice(0, PAGE_SIZE);
  const last = shares.at(-1);
  return { shares, next: rows.length > PAGE_SIZE && last ? last.id : null };
}

/** Newest first. `after` is the id of the last share of the page before. */
export async function sharesOf(
  tx: Tx,
  filter: SharesFilter,
  { size = SHARES_AT_MOST, after = null }: { size?: number; after?: string | null } = {},
): Promise<Share[]> {
  const rows = await tx.query<Omit<Share, 'open'>>(
    `SELECT s.id, s.reference, s.case_id AS "caseId", c.case_number AS "caseNumber",
            s.recipient_id AS "recipientId", localized_name(o.name, o.names) AS recipient, s.purpose,
            s.consent_id AS "consentId", s.what, s.why, s.how, localized_name(u.name, u.names) AS "openedBy",
            s.opened_at AS "openedAt", s.until_at AS "untilAt", s.closed_at AS "closedAt",
            s.closed_why AS "closedWhy", n.acknowledged_at AS "acknowledgedAt", n.acknowledged_how AS "acknowledgedHow"
       FROM shares s JOIN cases c ON c.id = s.case_id
       JOIN organisations o ON o.id = s.recipient_id JOIN users u ON u.id = s.opened_by
       LEFT JOIN share_notices n ON n.share_id = s.id
      WHERE ($1::uuid IS NULL OR s.case_id = $1) AND ($2::uuid IS NULL OR s.recipient_id = $2)
        AND ($3::boolean IS NULL OR $3 = (s.closed_at IS NULL AND s.until_at > mawa_now()))
        AND ($4::uuid IS NULL OR (s.opened_at, s.id) < (SELECT l.opened_at, l.id FROM shares l WHERE l.id = $4))
      ORDER BY s.opened_at DESC, s.id DESC LIMIT ${size}`,
    [
      filter.caseId ?? null,
      filter.recipientId ?? null,
      filter.state === undefined ? null : filter.state === 'open',
      after,
    ],
  );
  return rows.map((row) => ({ ...row, open: isOpen(row, tx.now) }));
}

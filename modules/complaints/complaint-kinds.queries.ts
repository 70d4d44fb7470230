import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';

type Labels = Readonly<Record<Language, string>>;

export interface ComplaintKind {
  readonly code: string;
  readonly icon: string;
  readonly safeguarding: boolean;
  readonly label: Labels;
  readonly plain: Labels;
}

/** Kinds of complaints (reference data). */
export const listComplaintKinds = (tx: Tx): Promise<ComplaintKind[]> =>
  tx.query<ComplaintKind>(
    `SELECT code, icon, safeguarding, label, plain FROM complaint_kinds
      WHERE retired_at IS NULL OR retired_at > mawa_now() ORDER BY position, code`,
  );

export async function findComplaintKind(
  tx: Tx,
  code: string | null,
): Promise<ComplaintKind | null> {
  if (code === null) return null;
  const kind = (await listComplaintKinds(tx)).find((one) => one.code === code);
  if (!kind) throw new DomainError('invalid', 'common.not_choice', {}, 'kind');
  return kind;
}

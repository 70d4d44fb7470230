import type { AuditLogName } from './audit-keys';

export const FINDING_KINDS = [
  'row_changed',
  'row_missing',
  'row_inserted',
  'rows_swapped',
  'row_copied',
  'row_without_mac',
  'row_of_another_writer',
  'batch_missing',
  'batch_changed',
  'chain_ends_before_anchor',
  'anchor_differs',
  'not_sealed',
  'not_begun',
  'not_verified',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface AuditFinding {
  readonly kind: FindingKind;
  readonly log: AuditLogName;
  readonly seq?: string;
  readonly otherSeq?: string;
  readonly batch?: string;
  readonly at?: string;
  readonly error?: string;
}

/** The sentence of a finding, for the command line and the log. */
export function findingSentence({
  kind,
  log,
  seq,
  otherSeq,
  batch,
  at,
  error,
}: AuditFinding): string {
  switch (kind) {
    case 'row_changed':
      return `${log}: row ${seq} was changed after it was sealed in batch ${batch}.`;
    case 'row_missing':
      return `${log}: row ${seq} of batch ${batch} is missing: it was deleted.`;
    case 'row_inserted':
      return `${log}: row ${seq} belongs to no batch, and rows after it are sealed: it was put in.`;
    case 'rows_swapped':
      return `${log}: rows ${seq} and ${otherSeq} were swapped.`;
    case 'row_copied':
      return `${log}: row ${seq} is a copy of row ${otherSeq}.`;
    case 'row_without_mac':
      return `${log}: row ${seq} was not written by Mawa: it has no keyed hash, and its act needs one.`;
    case 'row_of_another_writer':
      return `${log}: row ${seq} was not written by Mawa as it stands: its keyed hash is of another row.`;
    case 'batch_missing':
      return `${log}: batch ${batch} is missing: it was deleted.`;
    case 'batch_changed':
      return `${log}: batch ${batch} was changed, or made without the key.`;
    case 'chain_ends_before_anchor':
      return `${log}: the chain ends before batch ${batch}, which was anchored at ${at}: the log was cut off, or the database restored.`;
    case 'anchor_differs':
      return `${log}: batch ${batch} is not the one that was anchored at ${at}: the chain was written again.`;
    case 'not_sealed':
      return `${log}: row ${seq} has not been sealed since ${at}: no worker runs, or it cannot seal.`;
    case 'not_begun':
      return `${log}: rows without a keyed hash still pass, though another log needs one of each row: audit_starts was changed, or no worker seals.`;
    case 'not_verified':
      return `${log}: the verification was stopped, and what follows was not looked at: ${error}`;
  }
}

/** Who did what to whose record: written in the same transaction, or the act does not happen. */
export { NotFoundAudit } from './not-found-audit.interceptor';
export { AuditAnchors } from './chain/anchor-audit.service';
export { anchorFile, anchorsUntilNow, readAnchors, signedLine } from './chain/audit-anchors';
export { AuditChainSchedule } from './chain/audit-chain.schedule';
export { auditState } from './chain/audit-state.queries';
export { chainAfterRestore, recordRestore, type RestoredChain } from './chain/chain-after-restore';
export { findingSentence, type AuditFinding } from './chain/audit-findings';
export { AuditKeys, auditKeysOf } from './chain/audit-keys';
export { AuditSealer, headOf } from './chain/audit-sealer.service';
export { type LogVerification } from './chain/verify-audit';
export { type AuditVerification, AuditVerifier, NoAnchors } from './chain/verify-audit.service';
export { AuditModule } from './audit.module';
export {
  AUDIT_INSERT,
  auditValues,
  record,
  recordReading,
  type AuditEntry,
} from './audit-record.queries';
export { KeepPartitionsSchedule } from './partitions/keep-partitions.schedule';
export { partitionsState, type PartitionsState } from './partitions/partitions-state.queries';
export { Refusals } from './refusals.service';

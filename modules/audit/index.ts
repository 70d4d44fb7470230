/** Who did what to whose record: written in the same transaction, or the act does not happen. */
export { NotFoundAudit } from './not-found-audit.interceptor';
export { AuditModule } from './audit.module';
export {
  AUDIT_INSERT,
  auditValues,
  record,
  recordReading,
  type AuditEntry,
} from './audit-record.queries';
export { Refusals } from './refusals.service';

/** Who looks over what was done: the audit log, alarms on unusual reading, failed sign-ins. */
export { AuditExport } from './audit-log/audit-export.service';
export { ACTS } from './audit-log/audit-acts.data';
export { actWords } from './audit-log/audit-acts.view';
export { kindOfAct } from './alarms/act-kinds.rules';
export { WatchReadings } from './alarms/watch-readings.service';
export { OversightModule } from './oversight.module';

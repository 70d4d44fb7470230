import { Global, Module } from '@nestjs/common';
import { AlarmsApiController } from './alarms/alarms.api.controller';
import { AlarmsPagesController } from './alarms/alarms.pages.controller';
import { ReadingAlarms } from './alarms/alarms.service';
import { WatchReadings } from './alarms/watch-readings.service';
import { AuditExport } from './audit-log/audit-export.service';
import { AuditLogApiController } from './audit-log/audit-log.api.controller';
import { AuditLogPagesController } from './audit-log/audit-log.pages.controller';
import { AuditLogs } from './audit-log/audit-log.service';
import { OversightPanel } from './home/oversight-panel.service';
import { SignInsPagesController } from './sign-ins/sign-ins.pages.controller';
import { FailedSignIns } from './sign-ins/sign-ins.service';
import { VerificationsPagesController } from './verifications/verifications.pages.controller';

@Global()
@Module({
  controllers: [
    AlarmsApiController,
    AlarmsPagesController,
    AuditLogApiController,
    AuditLogPagesController,
    SignInsPagesController,
    VerificationsPagesController,
  ],
  providers: [AuditExport, AuditLogs, FailedSignIns, OversightPanel, ReadingAlarms, WatchReadings],
  exports: [AuditExport],
})
export class OversightModule {}

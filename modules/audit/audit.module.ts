import { Global, Module } from '@nestjs/common';
import { AuditAnchors } from './chain/anchor-audit.service';
import { AuditChainSchedule } from './chain/audit-chain.schedule';
import { AuditSealer } from './chain/audit-sealer.service';
import { VerifiedHeadsFile } from './chain/verified-heads-file.service';
import { VerifyAuditSchedule } from './chain/verify-audit.schedule';
import { AuditVerifier } from './chain/verify-audit.service';
import { NotFoundAudit } from './not-found-audit.interceptor';
import { KeepPartitionsSchedule } from './partitions/keep-partitions.schedule';
import { Refusals } from './refusals.service';

@Global()
@Module({
  providers: [
    AuditAnchors,
    AuditChainSchedule,
    AuditSealer,
    AuditVerifier,
    KeepPartitionsSchedule,
    NotFoundAudit,
    Refusals,
    VerifiedHeadsFile,
    VerifyAuditSchedule,
  ],
  exports: [
    AuditAnchors,
    AuditChainSchedule,
    AuditSealer,
    AuditVerifier,
    KeepPartitionsSchedule,
    NotFoundAudit,
    Refusals,
  ],
})
export class AuditModule {}

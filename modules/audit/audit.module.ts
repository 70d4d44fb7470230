import { Global, Module } from '@nestjs/common';
import { NotFoundAudit } from './not-found-audit.interceptor';
import { Refusals } from './refusals.service';

@Global()
@Module({ providers: [NotFoundAudit, Refusals], exports: [NotFoundAudit, Refusals] })
export class AuditModule {}

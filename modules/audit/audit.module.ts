import { Global, Module } from '@nestjs/common';
import { NotFoundAudit } from './asked-not-found.interceptor';
import { Refusals } from './refusals.service';

@Global()
@Module({ providers: [NotFoundAudit, Refusals], exports: [NotFoundAudit, Refusals] })
export class AuditModule {}

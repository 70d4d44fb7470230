import { Global, Module } from '@nestjs/common';
import { Refusals } from './refusals.service';

@Global()
@Module({ providers: [Refusals], exports: [Refusals] })
export class AuditModule {}

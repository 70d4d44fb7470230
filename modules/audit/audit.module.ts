import { Global, Module } from '@nestjs/common';
import { AskedNotFound } from './asked-not-found.interceptor';
import { Refusals } from './refusals.service';

@Global()
@Module({ providers: [AskedNotFound, Refusals], exports: [AskedNotFound, Refusals] })
export class AuditModule {}

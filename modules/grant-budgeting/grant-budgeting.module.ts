import { Module } from '@nestjs/common';
import { Ledger } from './ledger.service';

@Module({ providers: [Ledger], exports: [Ledger] })
export class GrantBudgetingModule {}

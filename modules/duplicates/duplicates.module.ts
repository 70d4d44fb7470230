import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule } from '../plans';
import { DuplicatesApiController } from './duplicates.api.controller';
import { DuplicatesPagesController } from './duplicates.pages.controller';
import { JoinApiController, MergesApiController } from './join.api.controller';
import { JoinPagesController, PartPagesController } from './join.pages.controller';
import { JoinFiles } from './join.service';
import { ReviewDuplicates } from './review.service';

@Module({
  imports: [BeneficiariesModule, PlansModule],
  controllers: [
    DuplicatesApiController,
    JoinApiController,
    MergesApiController,
    DuplicatesPagesController,
    JoinPagesController,
    PartPagesController,
  ],
  providers: [JoinFiles, ReviewDuplicates],
})
export class DuplicatesModule {}

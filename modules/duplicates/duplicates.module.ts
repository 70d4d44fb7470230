import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule } from '../plans';
import { DuplicatesApiController } from './duplicates.api.controller';
import { DuplicatesPagesController } from './duplicates.pages.controller';
import { ReviewDuplicates } from './review.service';

@Module({
  imports: [BeneficiariesModule, PlansModule],
  controllers: [DuplicatesApiController, DuplicatesPagesController],
  providers: [ReviewDuplicates],
})
export class DuplicatesModule {}

import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ConsentsModule } from '../consents';
import { DisclosureModule } from '../disclosure';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferralsModule } from '../referrals';
import { ComposeHtcdsFile } from './compose-file.service';
import { HtcdsExports } from './exports.service';
import { GatherFacts } from './gather.service';
import { HtcdsApiController } from './htcds.api.controller';
import { HtcdsPagesController } from './htcds.pages.controller';
import { HtcdsImports } from './import.service';
import { ReceivedRecords } from './received-records.service';

@Module({
  imports: [
    BeneficiariesModule,
    ConsentsModule,
    DisclosureModule,
    OrganisationsModule,
    PlansModule,
    ReferralsModule,
  ],
  controllers: [HtcdsApiController, HtcdsPagesController],
  providers: [ComposeHtcdsFile, GatherFacts, HtcdsExports, HtcdsImports, ReceivedRecords],
  exports: [HtcdsExports, HtcdsImports],
})
export class HtcdsModule {}

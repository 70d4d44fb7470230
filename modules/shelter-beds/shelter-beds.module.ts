import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { Blocks } from './blocks.service';
import { BookingsApiController } from './bookings.api.controller';
import { FindCandidates } from './candidates.service';
import { Holds } from './hold.service';
import { NightClosing } from './night-closing.service';
import { NightCorrections } from './night-corrections';
import { NightLedger } from './night-ledger';
import { NightsApiController } from './nights.api.controller';
import { BedRequestsApiController } from './requests.api.controller';
import { BedRequests } from './requests.service';
import { ShelterAddress } from './shelter-address.service';
import { SheltersApiController } from './shelters.api.controller';
import { Shelters } from './shelters.service';
import { Stays } from './stays.service';

@Module({
  imports: [BeneficiariesModule, GrantBudgetingModule],
  controllers: [
    SheltersApiController,
    BedRequestsApiController,
    BookingsApiController,
    NightsApiController,
  ],
  providers: [
    BedRequests,
    Blocks,
    FindCandidates,
    Holds,
    NightClosing,
    NightCorrections,
    ShelterAddress,
    Shelters,
    Stays,
    NightLedger,
  ],
  exports: [BedRequests, FindCandidates, Holds, NightClosing, ShelterAddress, Shelters, Stays],
})
export class ShelterBedsModule {}

import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { PlansModule } from '../plans';
import { Arrivals } from './arrivals.service';
import { BookingFile } from './booking-file.service';
import { BedNotes } from './bed-notes';
import { BedTasks } from './bed-tasks';
import { Blocks } from './blocks.service';
import { BoardApiController } from './board.api.controller';
import { BoardPagesController } from './board.pages.controller';
import { BedBoard } from './board.service';
import { BookingsApiController } from './bookings.api.controller';
import { BookingsPagesController } from './bookings.pages.controller';
import { FindCandidates } from './candidates.service';
import { FollowTheFacts } from './follow-the-facts';
import { Holds } from './hold.service';
import { NightClosing } from './night-closing.service';
import { NightCorrections } from './night-corrections';
import { NightLedger } from './night-ledger';
import { NightsApiController } from './nights.api.controller';
import { StaysOnTheDay } from './on-the-day';
import { StaysOnTheTimeline } from './on-the-timeline';
import { BedRequestsApiController } from './requests.api.controller';
import { BedRequestsPagesController } from './requests.pages.controller';
import { BedRequests } from './requests.service';
import { ShelterAddress } from './shelter-address.service';
import { SheltersApiController } from './shelters.api.controller';
import { SheltersPagesController } from './shelters.pages.controller';
import { Shelters } from './shelters.service';
import { Stays } from './stays.service';
import { WaitingNights } from './waiting-nights';

@Module({
  imports: [BeneficiariesModule, GrantBudgetingModule, PlansModule],
  controllers: [
    BoardApiController,
    BoardPagesController,
    BedRequestsApiController,
    BedRequestsPagesController,
    BookingsApiController,
    BookingsPagesController,
    NightsApiController,
    SheltersApiController,
    SheltersPagesController,
  ],
  providers: [
    Arrivals,
    BedBoard,
    BedNotes,
    BedTasks,
    BedRequests,
    BookingFile,
    Blocks,
    FindCandidates,
    FollowTheFacts,
    Holds,
    NightClosing,
    NightCorrections,
    NightLedger,
    ShelterAddress,
    Shelters,
    Stays,
    StaysOnTheDay,
    StaysOnTheTimeline,
    WaitingNights,
  ],
  exports: [
    Arrivals,
    BedBoard,
    BedRequests,
    Blocks,
    FindCandidates,
    Holds,
    NightClosing,
    ShelterAddress,
    Shelters,
    Stays,
  ],
})
export class ShelterBedsModule {}

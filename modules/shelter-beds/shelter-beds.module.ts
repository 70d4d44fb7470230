import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { ExportLists } from '../exports';
import { PlansModule } from '../plans';
import { BoardHidings } from './bookings/board-hidings.service';
import { Arrivals } from './bookings/arrivals.service';
import { BookingFile } from './bookings/booking-file.service';
import { BookingPages } from './bookings/booking-pages.service';
import { StayContinuations } from './bookings/stay-continuation.service';
import { BedNotes } from './bookings/bed-notes.service';
import { BedTasks } from './bookings/bed-tasks.service';
import { Blocks } from './bookings/blocks.service';
import { ImportLists } from '../imports';
import { STAYS_EXPORT } from './stays.export';
import { PastStaysImport } from './past-stays/past-stays.import';
import { BookingsApiController } from './bookings/bookings.api.controller';
import { ExpectedArrivals } from './bookings/expected.service';
import { FindExtensionNeeds } from './bookings/extension-needs.service';
import { FindMoves } from './bookings/move-choices.service';
import { FindPartyMoves } from './bookings/party-move.service';
import { PartyMovesPagesController } from './bookings/party-moves.pages.controller';
import { Moves } from './bookings/moves.service';
import { MovesApiController } from './bookings/moves.api.controller';
import { MovesPagesController } from './bookings/moves.pages.controller';
import { LengthApiController } from './bookings/length.api.controller';
import { LengthPagesController } from './bookings/length.pages.controller';
import { StayLengths } from './bookings/stay-length.service';
import { UndoSteps } from './bookings/undo.service';
import { BookingsPagesController } from './bookings/bookings.pages.controller';
import { FindCandidates } from './placing/candidates.service';
import { RequestFactUpdates } from './requests/fact-updates.service';
import { GroupPlanning } from './groups/group-planning.service';
import { GroupPlans } from './groups/group-plans.service';
import { GroupsApiController } from './groups/groups.api.controller';
import { GroupsPagesController } from './groups/groups.pages.controller';
import { BedHolds } from './placing/hold.service';
import { BookedNightsForecast } from './nights/booked-nights.service';
import { NightClosing } from './nights/night-closing.service';
import { NightCorrections } from './nights/night-corrections.service';
import { NightCounts } from './nights/night-counts.service';
import { NightLedger } from './nights/night-ledger.service';
import { NightsApiController } from './nights/nights.api.controller';
import { NightsPagesController } from './nights/nights.pages.controller';
import { NightsStatusService } from './nights/nights-status.service';
import { BedDecisions } from './home/bed-decisions.source';
import { StayAgendaSource } from './bookings/stay-agenda.service';
import { StayTimelineSource } from './bookings/stay-timeline.service';
import { OverridePages } from './overrides/override-pages.service';
import { OverridesApiController } from './overrides/overrides.api.controller';
import { OverridesPagesController } from './overrides/overrides.pages.controller';
import { Overrides } from './overrides/overrides.service';
import { PlacingRulesApiController } from './placing-rules/placing-rules.api.controller';
import { PlacingRulesPagesController } from './placing-rules/placing-rules.pages.controller';
import { RulePages } from './placing-rules/rule-pages.service';
import { PlacingRules } from './placing-rules/rule-sets.service';
import { RuleTrials } from './placing-rules/trials.service';
import { BedRequestsApiController } from './requests/requests.api.controller';
import { BedRequestsPagesController } from './requests/requests.pages.controller';
import { BedRequests } from './requests/requests.service';
import { Stays } from './bookings/stays.service';
import { Offers } from './waiting/offers.service';
import { TurnAways } from './waiting/turn-aways.service';
import { WaitingApiController } from './waiting/waiting.api.controller';
import { WaitingLists } from './waiting/waiting-list.service';
import { WaitingPagesController } from './waiting/waiting.pages.controller';
import { UnchargedNights } from './nights/uncharged-nights.service';

@Module({
  imports: [BeneficiariesModule, GrantBudgetingModule, PlansModule],
  controllers: [
    BedRequestsApiController,
    BedRequestsPagesController,
    BookingsApiController,
    BookingsPagesController,
    GroupsApiController,
    GroupsPagesController,
    LengthApiController,
    LengthPagesController,
    MovesApiController,
    MovesPagesController,
    PartyMovesPagesController,
    NightsApiController,
    NightsPagesController,
    OverridesApiController,
    OverridesPagesController,
    PlacingRulesApiController,
    PlacingRulesPagesController,
    WaitingApiController,
    WaitingPagesController,
  ],
  providers: [
    BoardHidings,
    Arrivals,
    PastStaysImport,
    BedNotes,
    BedTasks,
    BedRequests,
    BookingFile,
    BookingPages,
    StayContinuations,
    Blocks,
    FindCandidates,
    ExpectedArrivals,
    FindExtensionNeeds,
    FindMoves,
    FindPartyMoves,
    RequestFactUpdates,
    GroupPlanning,
    GroupPlans,
    BedHolds,
    Moves,
    NightClosing,
    NightCorrections,
    NightCounts,
    NightLedger,
    NightsStatusService,
    BookedNightsForecast,
    Offers,
    OverridePages,
    Overrides,
    PlacingRules,
    RulePages,
    RuleTrials,
    Stays,
    StayLengths,
    StayAgendaSource,
    StayTimelineSource,
    BedDecisions,
    TurnAways,
    WaitingLists,
    UndoSteps,
    UnchargedNights,
  ],
  exports: [
    Arrivals,
    BedRequests,
    Blocks,
    FindCandidates,
    GroupPlanning,
    BedHolds,
    NightClosing,
    Offers,
    Overrides,
    PlacingRules,
    Stays,
    TurnAways,
    Moves,
    StayLengths,
    UndoSteps,
    BookingFile,
    BookingPages,
    FindExtensionNeeds,
    NightCorrections,
  ],
})
export class ShelterBedsModule {
  constructor(exports: ExportLists, imports: ImportLists, pastStays: PastStaysImport) {
    exports.define(STAYS_EXPORT);
    imports.register(pastStays);
  }
}

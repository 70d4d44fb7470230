import { type DynamicModule, Module, type ModuleMetadata, type Provider } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ExportLists } from '../lists-out';
import { GrantBudgetingModule } from '../grant-budgeting';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { TrackForms } from './act-forms';
import { ArrivalRequestsPagesController } from './arrival-asks.pages.controller';
import { ArrivalRequests } from './arrival-asks.service';
import { ReturnArrivals } from './arrivals.service';
import { ReturnCounselling } from './counselling.service';
import { ReturnDeciders } from './deciders';
import { DecisionsPagesController } from './decisions.pages.controller';
import { ReturnsCaseFilePanel } from './on-the-file';
import { ReturnDepartures } from './departures.service';
import { DEPARTURES_EXPORT } from './departures-out';
import { CohortsApiController, CohortsPagesController } from './cohorts/cohorts.controllers';
import { Cohorts } from './cohorts/cohorts.service';
import { FollowUpApiController } from './follow-up/after.api.controller';
import { FollowUpPagesController } from './follow-up/after.pages.controller';
import { DueFollowUps } from './follow-up/due-follow-ups.service';
import { DueFollowUpsPagesController } from './follow-up/due.pages.controller';
import { FollowUps } from './follow-up/follow-ups.service';
import { OfflineForms } from './follow-up/kept-forms';
import { Outcomes } from './outcome/outcomes.service';
import { Surveys } from './survey/surveys.service';
import {
  WeightingsApiController,
  WeightingsPagesController,
} from './survey/weightings.controllers';
import { Weightings } from './survey/weightings.service';
import { ReturnJourneys } from './journeys.service';
import { OpenTracksApiController, OpenTracksPagesController } from './live-tracks.controllers';
import { OpenTracks } from './live-tracks.service';
import { PLAN_CONTROLLERS, PLAN_SERVICES, PLAN_EXPORTS } from './plan';
import { PreparationPagesController } from './preparing.pages.controller';
import { ReturnPreparation } from './preparing.service';
import { ReadTracks } from './read-tracks.service';
import { ReturnPages } from './return.pages';
import { ReturnRisks } from './return-risks.service';
import { ReturnsApiController } from './returns.api.controller';
import { ReturnsHousekeeping } from './tend-returns';
import { TrackRecords } from './track-file';
import { TracksPagesController } from './tracks.pages.controller';
import { Tracks } from './tracks.service';

@Module({
  imports: [BeneficiariesModule, GrantBudgetingModule, PlansModule, ReferenceListsModule],
  controllers: [
    OpenTracksApiController,
    OpenTracksPagesController,
    ReturnsApiController,
    TracksPagesController,
    DecisionsPagesController,
    PreparationPagesController,
    ArrivalRequestsPagesController,
    FollowUpApiController,
    FollowUpPagesController,
    CohortsApiController,
    CohortsPagesController,
    DueFollowUpsPagesController,
    WeightingsApiController,
    WeightingsPagesController,
    ...PLAN_CONTROLLERS,
  ],
  providers: [
    TrackForms,
    ArrivalRequests,
    Cohorts,
    ReturnDeciders,
    DueFollowUps,
    FollowUps,
    OfflineForms,
    OpenTracks,
    Outcomes,
    ReadTracks,
    ReturnArrivals,
    ReturnDepartures,
    ReturnJourneys,
    ReturnCounselling,
    ReturnPages,
    ReturnPreparation,
    ReturnRisks,
    ReturnsCaseFilePanel,
    Surveys,
    ReturnsHousekeeping,
    TrackRecords,
    Tracks,
    Weightings,
    ...PLAN_SERVICES,
  ],
  exports: [
    ReturnsHousekeeping,
    FollowUps,
    Outcomes,
    Surveys,
    Weightings,
    ReturnArrivals,
    ReturnCounselling,
    ReturnJourneys,
    ReturnPreparation,
    ReturnRisks,
    Tracks,
    ...PLAN_EXPORTS,
  ],
})
export class VoluntaryReturnModule {
  /** With what the houses know, and links for partners: ports that the shell connects. */
  static with(connected: {
    imports: ModuleMetadata['imports'];
    exits: Provider;
    asks: Provider;
  }): DynamicModule {
    const { imports, exits, asks } = connected;
    return { module: VoluntaryReturnModule, imports, providers: [exits, asks] };
  }

  constructor(exports: ExportLists) {
    exports.define(DEPARTURES_EXPORT);
  }
}

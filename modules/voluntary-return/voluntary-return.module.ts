import { type DynamicModule, Module, type ModuleMetadata, type Provider } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ExportLists } from '../lists-out';
import { GrantBudgetingModule } from '../grant-budgeting';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { ActForms } from './act-forms';
import { ArrivalAsksPagesController } from './arrival-asks.pages.controller';
import { ArrivalAsks } from './arrival-asks.service';
import { ReturnArrivals } from './arrivals.service';
import { ReturnCounselling } from './counselling.service';
import { Deciders } from './deciders';
import { DecisionsPagesController } from './decisions.pages.controller';
import { ReturnsOnTheFile } from './on-the-file';
import { ReturnDepartures } from './departures.service';
import { DEPARTURES_OUT } from './departures-out';
import { CohortsApiController, CohortsPagesController } from './cohorts/cohorts.controllers';
import { Cohorts } from './cohorts/cohorts.service';
import { AfterApiController } from './follow-up/after.api.controller';
import { AfterPagesController } from './follow-up/after.pages.controller';
import { DueFollowUps } from './follow-up/due-follow-ups.service';
import { DuePagesController } from './follow-up/due.pages.controller';
import { FollowUps } from './follow-up/follow-ups.service';
import { KeptForms } from './follow-up/kept-forms';
import { Outcomes } from './outcome/outcomes.service';
import { Surveys } from './survey/surveys.service';
import {
  WeightingsApiController,
  WeightingsPagesController,
} from './survey/weightings.controllers';
import { Weightings } from './survey/weightings.service';
import { ReturnJourneys } from './journeys.service';
import { LiveTracksApiController, LiveTracksPagesController } from './live-tracks.controllers';
import { LiveTracks } from './live-tracks.service';
import { PLAN_CONTROLLERS, PLAN_SERVICES, PLAN_USED } from './plan';
import { PreparingPagesController } from './preparing.pages.controller';
import { ReturnPreparing } from './preparing.service';
import { ReadTracks } from './read-tracks.service';
import { ReturnPages } from './return.pages';
import { ReturnRisks } from './return-risks.service';
import { ReturnsApiController } from './returns.api.controller';
import { TendReturns } from './tend-returns';
import { TrackFile } from './track-file';
import { TracksPagesController } from './tracks.pages.controller';
import { Tracks } from './tracks.service';

@Module({
  imports: [BeneficiariesModule, GrantBudgetingModule, PlansModule, ReferenceListsModule],
  controllers: [
    LiveTracksApiController,
    LiveTracksPagesController,
    ReturnsApiController,
    TracksPagesController,
    DecisionsPagesController,
    PreparingPagesController,
    ArrivalAsksPagesController,
    AfterApiController,
    AfterPagesController,
    CohortsApiController,
    CohortsPagesController,
    DuePagesController,
    WeightingsApiController,
    WeightingsPagesController,
    ...PLAN_CONTROLLERS,
  ],
  providers: [
    ActForms,
    ArrivalAsks,
    Cohorts,
    Deciders,
    DueFollowUps,
    FollowUps,
    KeptForms,
    LiveTracks,
    Outcomes,
    ReadTracks,
    ReturnArrivals,
    ReturnDepartures,
    ReturnJourneys,
    ReturnCounselling,
    ReturnPages,
    ReturnPreparing,
    ReturnRisks,
    ReturnsOnTheFile,
    Surveys,
    TendReturns,
    TrackFile,
    Tracks,
    Weightings,
    ...PLAN_SERVICES,
  ],
  exports: [
    TendReturns,
    FollowUps,
    Outcomes,
    Surveys,
    Weightings,
    ReturnArrivals,
    ReturnCounselling,
    ReturnJourneys,
    ReturnPreparing,
    ReturnRisks,
    Tracks,
    ...PLAN_USED,
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
    exports.define(DEPARTURES_OUT);
  }
}

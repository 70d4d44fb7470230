import { type DynamicModule, Module, type ModuleMetadata, type Provider } from '@nestjs/common';
import { BeneficiariesModule, PersonRecords } from '../beneficiaries';
import { ExportLists } from '../exports';
import { GrantBudgetingModule } from '../grant-budgeting';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { TrackForms } from './track-forms.service';
import { ArrivalRequestsPagesController } from './arrival-requests.pages.controller';
import { ArrivalRequests } from './arrival-requests.service';
import { ReturnArrivals } from './arrivals.service';
import { ReturnCounselling } from './counselling.service';
import { ReturnDeciders } from './deciders.service';
import { DecisionsPagesController } from './decisions.pages.controller';
import { ReturnsCaseFilePanel } from './case-file-panel.service';
import { ReturnDecisions } from './return-decisions.source';
import { ReturnDepartures } from './departures.service';
import { DEPARTURES_EXPORT } from './departures.export';
import { CohortsApiController, CohortsPagesController } from './cohorts/cohorts.pages.controller';
import { Cohorts } from './cohorts/cohorts.service';
import { FollowUpApiController } from './follow-up/follow-up.api.controller';
import { FollowUpPagesController } from './follow-up/follow-up.pages.controller';
import { DueFollowUps } from './follow-up/due-follow-ups.service';
import { DueFollowUpsPagesController } from './follow-up/due-follow-ups.pages.controller';
import { FollowUps } from './follow-up/follow-ups.service';
import { OfflineForms } from './follow-up/offline-forms.service';
import { Outcomes } from './outcome/outcomes.service';
import { Surveys } from './survey/surveys.service';
import {
  WeightingsApiController,
  WeightingsPagesController,
} from './survey/weightings.pages.controller';
import { Weightings } from './survey/weightings.service';
import { ReturnJourneys } from './journeys.service';
import { OpenTracksApiController, OpenTracksPagesController } from './open-tracks.pages.controller';
import { OpenTracks } from './open-tracks.service';
import { PLAN_CONTROLLERS, PLAN_SERVICES, PLAN_EXPORTS } from './plan';
import { PreparationPagesController } from './preparation.pages.controller';
import { ReturnPreparation } from './preparation.service';
import { ReadTracks } from './read-tracks.service';
import { ReturnPages } from './return-pages.view';
import { ReturnRisks } from './return-risks.service';
import { ReturnsApiController } from './returns.api.controller';
import { ReturnsHousekeeping } from './returns.schedule';
import { TracksPagesController } from './tracks.pages.controller';
import { Tracks } from './tracks.service';
import { translateReturnErrors } from './return.errors';

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
    ReturnDecisions,
    ReturnsCaseFilePanel,
    Surveys,
    ReturnsHousekeeping,
    PersonRecords.of({ parts: ['care'], translate: translateReturnErrors }),
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

import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { ExportLists } from '../lists-out';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { ActForms } from './act-forms';
import { ReturnArrivals } from './arrivals.service';
import { ReturnCounselling } from './counselling.service';
import { Deciders } from './deciders';
import { DecisionsPagesController } from './decisions.pages.controller';
import { ReturnsOnTheFile } from './on-the-file';
import { ReturnDepartures } from './departures.service';
import { DEPARTURES_OUT } from './departures-out';
import { ReturnJourneys } from './journeys.service';
import { LiveTracksApiController, LiveTracksPagesController } from './live-tracks.controllers';
import { LiveTracks } from './live-tracks.service';
import { PreparingPagesController } from './preparing.pages.controller';
import { ReturnPreparing } from './preparing.service';
import { ReadTracks } from './read-tracks.service';
import { ReturnPages } from './return.pages';
import { ReturnRisks } from './return-risks.service';
import { ReturnsApiController } from './returns.api.controller';
import { TrackFile } from './track-file';
import { TracksPagesController } from './tracks.pages.controller';
import { Tracks } from './tracks.service';

@Module({
  imports: [BeneficiariesModule, PlansModule, ReferenceListsModule],
  controllers: [
    LiveTracksApiController,
    LiveTracksPagesController,
    ReturnsApiController,
    TracksPagesController,
    DecisionsPagesController,
    PreparingPagesController,
  ],
  providers: [
    ActForms,
    Deciders,
    LiveTracks,
    ReadTracks,
    ReturnArrivals,
    ReturnDepartures,
    ReturnJourneys,
    ReturnCounselling,
    ReturnPages,
    ReturnPreparing,
    ReturnRisks,
    ReturnsOnTheFile,
    TrackFile,
    Tracks,
  ],
  exports: [
    ReturnArrivals,
    ReturnCounselling,
    ReturnJourneys,
    ReturnPreparing,
    ReturnRisks,
    Tracks,
  ],
})
export class VoluntaryReturnModule {
  constructor(exports: ExportLists) {
    exports.define(DEPARTURES_OUT);
  }
}

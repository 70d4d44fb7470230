import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { ReturnCounselling } from './counselling.service';
import { Deciders } from './deciders';
import { ReturnPreparing } from './preparing.service';
import { ReadTracks } from './read-tracks.service';
import { ReturnRisks } from './return-risks.service';
import { ReturnsApiController } from './returns.api.controller';
import { TrackFile } from './track-file';
import { Tracks } from './tracks.service';

@Module({
  imports: [BeneficiariesModule, PlansModule, ReferenceListsModule],
  controllers: [ReturnsApiController],
  providers: [
    Deciders,
    ReadTracks,
    ReturnCounselling,
    ReturnPreparing,
    ReturnRisks,
    TrackFile,
    Tracks,
  ],
  exports: [ReturnCounselling, ReturnPreparing, ReturnRisks, Tracks],
})
export class VoluntaryReturnModule {}

import { Module } from '@nestjs/common';
import { ExportLists } from '../exports';
import { ImportLists } from '../imports';
import { ShelterBedsModule } from '../shelter-beds';
import { BEDS_EXPORT } from './beds.export';
import { BedsImport } from './beds.import';
import { DutyNumbers } from './duty-numbers.service';
import { ShelterAddress } from './shelter-address.service';
import { SheltersApiController } from './shelters.api.controller';
import { SheltersPagesController } from './shelters.pages.controller';
import { ShelterProfiles } from './shelter-profiles.service';
import { HousesPagesController } from './houses.pages.controller';
import { ShelterView } from './shelter.view';
import { Rooms } from './rooms.service';
import { RoomsPagesController } from './rooms.pages.controller';
import { Shelters } from './shelters.service';
import { SheltersSearchSource } from './shelters-search.source';

@Module({
  imports: [ShelterBedsModule],
  controllers: [
    RoomsPagesController,
    HousesPagesController,
    SheltersApiController,
    SheltersPagesController,
  ],
  providers: [
    SheltersSearchSource,
    BedsImport,
    Rooms,
    ShelterProfiles,
    ShelterView,
    DutyNumbers,
    ShelterAddress,
    Shelters,
  ],
  exports: [DutyNumbers, ShelterAddress, Shelters, ShelterProfiles],
})
export class ShelterInventoryModule {
  constructor(exports: ExportLists, imports: ImportLists, beds: BedsImport) {
    exports.define(BEDS_EXPORT);
    imports.register(beds);
  }
}

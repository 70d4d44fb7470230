import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { PlansModule } from '../plans';
import { ShelterBedsModule } from '../shelter-beds';
import { Movements } from './movements.service';
import { DailyApiController } from './daily.api.controller';
import { DailyPagesController } from './daily.pages.controller';
import { Duties } from './duties.service';
import { Handovers } from './handovers.service';
import { ItemsIssued } from './items.service';
import { HouseTexts } from './house-texts.service';
import { Incidents } from './incidents.service';
import { IncidentsPagesController } from './incidents.pages.controller';
import { Register } from './register.service';
import { HouseCaseFilePanel } from './house-case-file.service';
import { Leaves } from './leaves.service';
import { MissingPeople } from './missing.service';
import { NightPresences } from './night-presence.service';
import { ResidentNames } from './resident-names.service';
import { ShelterInventoryModule } from '../shelter-inventory';
import { RollApiController } from './roll.api.controller';
import { RollCall } from './roll-call.service';
import { RollPagesController } from './roll.pages.controller';
import { BedPreparations } from './preparations/preparations.service';
import { PreparationsApiController } from './preparations/preparations.api.controller';
import { PreparationsPagesController } from './preparations/preparations.pages.controller';

@Module({
  imports: [BeneficiariesModule, PlansModule, ShelterBedsModule, ShelterInventoryModule],
  controllers: [
    PreparationsApiController,
    PreparationsPagesController,
    DailyApiController,
    DailyPagesController,
    IncidentsPagesController,
    RollApiController,
    RollPagesController,
  ],
  providers: [
    Movements,
    BedPreparations,
    Duties,
    Handovers,
    ItemsIssued,
    HouseCaseFilePanel,
    HouseTexts,
    Incidents,
    Leaves,
    MissingPeople,
    NightPresences,
    Register,
    ResidentNames,
    RollCall,
  ],
  exports: [
    Handovers,
    ItemsIssued,
    Incidents,
    Leaves,
    MissingPeople,
    Register,
    RollCall,
    BedPreparations,
  ],
})
export class ShelterOperationsModule {}

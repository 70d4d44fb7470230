import { Module } from '@nestjs/common';
import { BeneficiariesModule, PersonRecords } from '../beneficiaries';
import { translateWorkErrors } from './work.errors';
import { WorkBoardApiController, WorkBoardPagesController } from './board/board.pages.controller';
import { WorkBoard } from './board/board.service';
import { EmployerPages } from './employers/employer-pages.view';
import { EmployerSeals } from './employers/employer-seals.service';
import { EmployersApiController } from './employers/employers.api.controller';
import { EmployersPagesController } from './employers/employers.pages.controller';
import { Employers } from './employers/employers.service';
import { Offers } from './employers/offers.service';
import { WageFloors } from './floors/floors.service';
import { WorkFollowUps } from './follow-up/follow-ups.service';
import { PersonWorkApiController } from './person/person-work.api.controller';
import { PersonWorkPagesController } from './person/person-work.pages.controller';
import { ReadWork } from './person/read-work.service';
import { WorkPages } from './person/work-pages.view';
import { Applications } from './placements/applications.service';
import { Placements } from './placements/placements.service';
import { WorkCaseFilePanel } from './case-file-panel.service';
import { GrantBudgetingModule } from '../grant-budgeting';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { SettingsModule } from '../settings';
import { WorkDecisions } from './home/work-decisions.source';

@Module({
  imports: [
    BeneficiariesModule,
    GrantBudgetingModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
    SettingsModule,
  ],
  controllers: [
    EmployersApiController,
    EmployersPagesController,
    PersonWorkApiController,
    PersonWorkPagesController,
    WorkBoardApiController,
    WorkBoardPagesController,
  ],
  providers: [
    Applications,
    Employers,
    WorkDecisions,
    Offers,
    Placements,
    WageFloors,
    WorkFollowUps,
    EmployerPages,
    EmployerSeals,
    ReadWork,
    WorkBoard,
    PersonRecords.of({ parts: ['care', 'story'], translate: translateWorkErrors }),
    WorkCaseFilePanel,
    WorkPages,
  ],
  exports: [Applications, Employers, Offers, Placements, WageFloors, WorkFollowUps],
})
export class EmploymentModule {}

import { Module } from '@nestjs/common';
import {
  ProjectBoardApiController,
  ProjectBoardPagesController,
} from './board/board.pages.controller';
import { ProjectBoard } from './board/project-board.service';
import { ReadSitting } from './committee/read-sitting.service';
import { SittingPages } from './committee/sitting-pages.view';
import {
  SittingsApiController,
  SittingsPagesController,
} from './committee/sittings.pages.controller';
import { Sittings } from './committee/sittings.service';
import { ProjectFollowUp } from './follow-up/project-follow-up.service';
import { Receipts } from './money/receipts.service';
import { Tranches } from './money/tranches.service';
import {
  PersonProjectsApiController,
  PersonProjectsPagesController,
} from './pages/person-projects.pages.controller';
import { ProjectActions } from './pages/project-actions.service';
import { ProjectPages } from './pages/project-pages.view';
import { ProjectsApiController } from './pages/projects.api.controller';
import { ProjectsPagesController } from './pages/projects.pages.controller';
import { ReadProject } from './pages/read-project.service';
import { Projects } from './people/projects.service';
import { Plans } from './plan/plans.service';
import { ProjectRecords } from './project-records.service';
import { ProjectsCaseFilePanel } from './case-file-panel.service';
import { BeneficiariesModule, PersonRecords } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { translateProjectErrors } from './project.errors';
import { ProjectDecisions } from './home/project-decisions.source';

@Module({
  imports: [
    BeneficiariesModule,
    GrantBudgetingModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
  ],
  controllers: [
    ProjectBoardApiController,
    ProjectBoardPagesController,
    SittingsApiController,
    SittingsPagesController,
    ProjectsApiController,
    ProjectsPagesController,
    PersonProjectsApiController,
    PersonProjectsPagesController,
  ],
  providers: [
    Plans,
    ProjectFollowUp,
    ProjectDecisions,
    Projects,
    Receipts,
    Sittings,
    Tranches,
    ProjectActions,
    ProjectBoard,
    PersonRecords.of({ parts: ['care'], translate: translateProjectErrors }),
    ProjectRecords,
    ProjectPages,
    ProjectsCaseFilePanel,
    ReadProject,
    ReadSitting,
    SittingPages,
  ],
  exports: [Plans, ProjectFollowUp, Projects, Receipts, Sittings, Tranches],
})
export class ProjectsModule {}

import { Module } from '@nestjs/common';
import { CapacityActions } from './capacity-actions.service';
import { CapacityApiController } from './capacity.api.controller';
import { CapacityPages } from './capacity-pages.view';
import { CapacityCertificatesPagesController } from './certificates/capacity-certificates.pages.controller';
import { LearnersPagesController } from './learners/learners.pages.controller';
import { CapacityParticipantsPagesController } from './participants/participants.pages.controller';
import { CapacityTrainingsPagesController } from './trainings/trainings.pages.controller';
import { CapacityCertificates } from './certificates/capacity-certificates.service';
import { CapacityFiguresService } from './figures/capacity-figures.service';
import { CapacityAttendanceImport } from './imports/attendance.import';
import { CapacityParticipantsImport } from './imports/participants.import';
import { CapacityListUses } from './capacity-list-uses.service';
import { LearnerSeals } from './learners/learner-seals.service';
import { Learners } from './learners/learners.service';
import { CapacityCosts } from './money/capacity-costs.service';
import { Participants } from './participants/participants.service';
import { CapacityRegister } from './participants/register.service';
import { CapacityCalendar } from './trainings/capacity-calendar.service';
import { ReadCapacity } from './trainings/read-capacity.service';
import { CapacityTrainings } from './trainings/trainings.service';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { ImportLists } from '../imports';
import { VocationalTrainingModule } from '../vocational-training';

@Module({
  imports: [
    BeneficiariesModule,
    VocationalTrainingModule,
    GrantBudgetingModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
  ],
  controllers: [
    CapacityApiController,
    CapacityTrainingsPagesController,
    CapacityParticipantsPagesController,
    CapacityCertificatesPagesController,
    LearnersPagesController,
  ],
  providers: [
    CapacityCertificates,
    CapacityCosts,
    CapacityRegister,
    CapacityTrainings,
    Learners,
    Participants,
    CapacityActions,
    CapacityCalendar,
    CapacityFiguresService,
    CapacityAttendanceImport,
    CapacityListUses,
    CapacityPages,
    CapacityParticipantsImport,
    LearnerSeals,
    ReadCapacity,
  ],
  exports: [
    CapacityCertificates,
    CapacityCosts,
    CapacityRegister,
    CapacityTrainings,
    Learners,
    Participants,
  ],
})
export class CapacityBuildingModule {
  constructor(
    imports: ImportLists,
    participants: CapacityParticipantsImport,
    attendance: CapacityAttendanceImport,
  ) {
    imports.register(participants);
    imports.register(attendance);
  }
}

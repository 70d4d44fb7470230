import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { Allowances } from './attendance/allowances.service';
import { RegisterApiController } from './attendance/register.api.controller';
import { RegisterPagesController } from './attendance/register.pages.controller';
import { Registers } from './attendance/register.service';
import { CertificateDigests } from './certificates/certificate-digests';
import { Certificates } from './certificates/certificates.service';
import { VerifyApiController } from './certificates/verify.api.controller';
import { VerifyCertificates } from './certificates/verify.service';
import { VerifyLimits } from './certificates/verify-limits';
import { VerifyPagesController } from './certificates/verify.pages.controller';
import { CourseCalendar } from './courses/calendar.service';
import { CoursesApiController } from './courses/courses.api.controller';
import { CoursesPagesController } from './courses/courses.pages.controller';
import { Courses } from './courses/courses.service';
import { Enrolments } from './enrolments/enrol.service';
import { TendTraining } from './enrolments/tend-training';
import { TrainingFiguresService } from './figures/training-figures.service';
import { Orientations } from './orientation/orientations.service';
import { PersonTrainingApiController } from './person/person-training.api.controller';
import { PersonTrainingPagesController } from './person/person-training.pages.controller';
import { ReadTraining } from './person/read-training.service';
import { TrainingOnTheFile } from './person/on-the-file';
import { TrainingPages } from './person/training.pages';
import { TrainingFile } from './training-file';
import { WORK_CONTROLLERS, WORK_PROVIDERS, WORK_SERVICES } from './work';

@Module({
  imports: [
    BeneficiariesModule,
    GrantBudgetingModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
  ],
  controllers: [
    CoursesApiController,
    CoursesPagesController,
    RegisterApiController,
    RegisterPagesController,
    PersonTrainingApiController,
    PersonTrainingPagesController,
    VerifyApiController,
    VerifyPagesController,
    ...WORK_CONTROLLERS,
  ],
  providers: [
    Allowances,
    CertificateDigests,
    Certificates,
    CourseCalendar,
    Courses,
    Enrolments,
    Orientations,
    ReadTraining,
    Registers,
    TendTraining,
    TrainingFiguresService,
    TrainingFile,
    TrainingOnTheFile,
    TrainingPages,
    VerifyCertificates,
    VerifyLimits,
    ...WORK_PROVIDERS,
  ],
  exports: [Certificates, Courses, Enrolments, Orientations, Registers, ...WORK_SERVICES],
})
export class VocationalTrainingModule {}

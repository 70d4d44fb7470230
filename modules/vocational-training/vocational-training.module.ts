import { Module } from '@nestjs/common';
import { BeneficiariesModule, PersonRecords } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { ImportLists } from '../imports';
import { OrganisationsModule } from '../organisations';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { SessionAttendanceImport } from './attendance/attendance.import';
import { Allowances } from './attendance/allowances.service';
import { RegisterApiController } from './attendance/register.api.controller';
import { RegisterPagesController } from './attendance/register.pages.controller';
import { Registers } from './attendance/register.service';
import { SessionFilePagesController } from './attendance/session-file.pages.controller';
import { CancellationApiController } from './cancellation/cancellation.api.controller';
import { CancellationPagesController } from './cancellation/cancellation.pages.controller';
import { SessionCancellations } from './cancellation/session-cancellations.service';
import { CertificateRegister } from './certificates/certificate-register.service';
import { CertificateDigests } from './certificates/certificate-digests.service';
import { Certificates } from './certificates/certificates.service';
import { VerifyApiController } from './certificates/verification.api.controller';
import { CertificateVerification } from './certificates/verification.service';
import { VerificationLimits } from './certificates/verification-limits.service';
import { VerifyPagesController } from './certificates/verification.pages.controller';
import { CourseCalendar } from './courses/calendar.service';
import { CoursesApiController } from './courses/courses.api.controller';
import { CoursesPagesController } from './courses/courses.pages.controller';
import { Courses } from './courses/courses.service';
import { Enrolments } from './enrolments/enrol.service';
import { TrainingServices } from './enrolments/training-services.service';
import { TrainingHousekeeping } from './enrolments/training.schedule';
import { TrainingFiguresService } from './figures/training-figures.service';
import { Orientations } from './orientation/orientations.service';
import { PersonTrainingApiController } from './person/person-training.api.controller';
import { PersonTrainingPagesController } from './person/person-training.pages.controller';
import { ReadTraining } from './person/read-training.service';
import { TrainingCaseFilePanel } from './person/case-file-panel.service';
import { TrainingPages } from './person/training-pages.view';
import { translateTrainingErrors } from './training.errors';
import { TrainingFigureBlocks } from './figures/figure-blocks.service';

@Module({
  imports: [
    BeneficiariesModule,
    GrantBudgetingModule,
    OrganisationsModule,
    PlansModule,
    ReferenceListsModule,
  ],
  controllers: [
    CancellationApiController,
    CancellationPagesController,
    CoursesApiController,
    CoursesPagesController,
    RegisterApiController,
    RegisterPagesController,
    SessionFilePagesController,
    PersonTrainingApiController,
    PersonTrainingPagesController,
    VerifyApiController,
    VerifyPagesController,
  ],
  providers: [
    Allowances,
    CertificateRegister,
    CertificateDigests,
    Certificates,
    CourseCalendar,
    Courses,
    Enrolments,
    Orientations,
    ReadTraining,
    Registers,
    SessionCancellations,
    SessionAttendanceImport,
    TrainingHousekeeping,
    TrainingServices,
    TrainingFigureBlocks,
    TrainingFiguresService,
    PersonRecords.of({ parts: ['care'], translate: translateTrainingErrors }),
    TrainingCaseFilePanel,
    TrainingPages,
    CertificateVerification,
    VerificationLimits,
  ],
  exports: [
    CertificateDigests,
    CertificateRegister,
    Certificates,
    Courses,
    Enrolments,
    Orientations,
    Registers,
    TrainingFigureBlocks,
  ],
})
export class VocationalTrainingModule {
  constructor(imports: ImportLists, ofSessions: SessionAttendanceImport) {
    imports.register(ofSessions);
  }
}

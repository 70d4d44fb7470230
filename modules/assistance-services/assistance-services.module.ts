import { Module } from '@nestjs/common';
import { BeneficiariesModule } from '../beneficiaries';
import { GrantBudgetingModule } from '../grant-budgeting';
import { ExportLists } from '../exports';
import { PlansModule } from '../plans';
import { ReferenceListsModule } from '../reference-lists';
import { ImportLists } from '../imports';
import { Views } from '../views';
import { AgendaPagesController } from './planned/agenda.pages.controller';
import { ServiceAgenda } from './planned/agenda.service';
import { RecordAppointmentOutcome } from './planned/appointment-outcome.service';
import { AppointmentPagesController } from './planned/appointment.pages.controller';
import { AppointmentsApiController } from './planned/appointments.api.controller';
import { AppointmentAgendaSource } from './planned/agenda-source.service';
import { PlanServices } from './planned/plan-services.service';
import { RecordOrPlan } from './planned/record-or-plan.service';
import { LocalTime } from './planned/local-time.service';
import { RateServices } from './ratings/rate.service';
import { RatingsApiController, RatingsPagesController } from './ratings/ratings.pages.controller';
import { HoldSessions } from './sessions/hold-session.service';
import { SessionLists } from './sessions/session.queries';
import { SessionsApiController } from './sessions/sessions.api.controller';
import { SessionsPagesController } from './sessions/sessions.pages.controller';
import { ServiceCharging } from './charging.service';
import { ServiceTimelineSource } from './timeline-source.service';
import { ServiceChoices } from './service-choices.service';
import { ServiceNotes } from './service-notes.service';
import { ServicePagesController } from './service.pages.controller';
import { SERVICE_LIST } from './service-list.view';
import { ServicesApiController } from './services.api.controller';
import { ServicesPagesController } from './services.pages.controller';
import { ServiceLists } from './services.queries';
import { SERVICE_EXPORT } from './services.export';
import { ServiceImport } from './services.import';
import { Services } from './services.service';

@Module({
  imports: [BeneficiariesModule, GrantBudgetingModule, PlansModule, ReferenceListsModule],
  controllers: [
    ServicesApiController,
    AppointmentsApiController,
    ServicesPagesController,
    AgendaPagesController,
    AppointmentPagesController,
    SessionsApiController,
    SessionsPagesController,
    RatingsApiController,
    RatingsPagesController,
    ServicePagesController,
  ],
  providers: [
    RecordAppointmentOutcome,
    AppointmentAgendaSource,
    HoldSessions,
    PlanServices,
    RateServices,
    RecordOrPlan,
    ServiceAgenda,
    SessionLists,
    LocalTime,
    ServiceCharging,
    ServiceChoices,
    ServiceLists,
    ServiceNotes,
    Services,
    ServiceImport,
    ServiceTimelineSource,
  ],
  exports: [
    RecordAppointmentOutcome,
    HoldSessions,
    PlanServices,
    RateServices,
    ServiceLists,
    Services,
  ],
})
export class AssistanceServicesModule {
  constructor(views: Views, exports: ExportLists, imports: ImportLists, services: ServiceImport) {
    views.define(SERVICE_LIST);
    exports.define(SERVICE_EXPORT);
    imports.register(services);
  }
}

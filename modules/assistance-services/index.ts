/** Services given to people: type, day, provider and cost. */
export { AssistanceServicesModule } from './assistance-services.module';
export { serviceTypes, type ServiceType } from './catalogue.queries';
export { SERVICE_TYPES } from './catalogue.data';
export { RecordAppointmentOutcome } from './planned/appointment-outcome.service';
export { PlanServices } from './planned/plan-services.service';
export { serviceTypeChoices } from './service-choices.service';
export { RateServices, satisfactionFigures } from './ratings/rate.service';
export { HoldSessions } from './sessions/hold-session.service';
export { SessionLists } from './sessions/session.queries';
export { serviceFigures, type ServiceFigures } from './service.figures';
export { ServiceLists } from './services.queries';
export { CANCEL_REASONS, Services, type CancelReason, type NewService } from './services.service';
export { SERVICES_GIVEN } from './service.facts';

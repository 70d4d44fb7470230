/** Capacity building: trainings of those who meet victims, who took part, what they learnt and what it cost. */
import { CapacityActions } from './capacity-actions.service';
import { CapacityApiController } from './capacity.api.controller';
import { CapacityPages } from './capacity-pages.view';
import { CapacityPagesController } from './capacity.pages.controller';
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

export { CapacityAttendanceImport, CapacityParticipantsImport };
export const CAPACITY_CONTROLLERS = [CapacityApiController, CapacityPagesController];
export const CAPACITY_SERVICES = [
  CapacityCertificates,
  CapacityCosts,
  CapacityRegister,
  CapacityTrainings,
  Learners,
  Participants,
];
export const CAPACITY_PROVIDERS = [
  ...CAPACITY_SERVICES,
  CapacityActions,
  CapacityCalendar,
  CapacityFiguresService,
  CapacityAttendanceImport,
  CapacityListUses,
  CapacityPages,
  CapacityParticipantsImport,
  LearnerSeals,
  ReadCapacity,
];

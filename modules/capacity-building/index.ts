/** Capacity building: trainings of officials, who took part, what they learnt and what it cost. */
export { CapacityBuildingModule } from './capacity-building.module';
export { CapacityCertificates } from './certificates/capacity-certificates.service';
export { capacityFigures } from './figures/capacity.figures';
export type { CapacityFigures } from './figures/capacity.rules';

export { CapacityCosts } from './money/capacity-costs.service';
export { type NewParticipant, Participants } from './participants/participants.service';
export { CapacityRegister } from './participants/register.service';
export { CapacityTrainings } from './trainings/trainings.service';

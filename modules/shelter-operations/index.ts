/** The days of a shelter: roll call, duties, handovers, incidents, leaves, people missing, visits and movements, items issued, beds to prepare. */
export { BedReadyDto } from './preparations/preparation.dto';
export { BedPreparations } from './preparations/preparations.service';
export { type Duty, dutiesOf, Duties } from './duties.service';
export { groupResidents, type ResidentGroups } from './resident-groups.rules';
export { housesOfActor, residentsOfAll, type House, type ResidentRow } from './residents.queries';
export { Handovers, unreadHandoversOf } from './handovers.service';
export { ItemsIssued } from './items.service';
export { Incidents } from './incidents.service';
export { Leaves } from './leaves.service';

export { Register } from './register.service';
export { RollCall } from './roll-call.service';
export { ShelterOperationsModule } from './shelter-operations.module';

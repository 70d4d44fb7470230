/** Shelters, rooms, beds, the nights spent in them, and who sleeps where. */
export { Arrivals } from './arrivals.service';
export { FindCandidates, type Candidates } from './candidates.service';
export { Holds, type Held } from './hold.service';
export { NightClosing, type ClosedNight } from './night-closing.service';
export { bedFigures, occupancyOf, type BedFigures, type BedNights } from './occupancy.figures';
export { BedRequests } from './requests.service';
export { ShelterBedsModule } from './shelter-beds.module';
export { ShelterAddress } from './shelter-address.service';
export { Shelters } from './shelters.service';
export { Stays } from './stays.service';

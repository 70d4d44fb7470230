/** Shelters, rooms, beds, the nights spent in them, and who sleeps where. */
export { Arrivals } from './bookings/arrivals.service';
export { lastExitOf } from './bookings/last-exit.queries';
export { FindCandidates, type Candidates } from './placing/candidates.service';
export { GroupPlanning } from './groups/group-planning.service';
export { BedHolds, type HoldResult } from './placing/hold.service';
export { Duties } from './house/duties.service';
export { Handovers } from './house/handovers.service';
export { BedPreparations } from './preparations/preparations.service';
export { ItemsIssued } from './house/items.service';
export { Incidents } from './house/incidents.service';
export { ShelterProfiles } from './inventory/shelter-profiles.service';
export { Leaves } from './house/leaves.service';
export { MissingPeople } from './house/missing.service';
export { Moves } from './bookings/moves.service';
export { Register } from './house/register.service';
export { RollCall } from './house/roll-call.service';
export { StayLengths } from './bookings/stay-length.service';
export { UndoSteps } from './bookings/undo.service';
export { firstOpenNight, openNightsWithin } from './nights/first-open-night.queries';
export { NightClosing, type ClosedNight } from './nights/night-closing.service';
export { NightCounts } from './nights/night-counts.service';
export {
  bedFigures,
  occupancyOf,
  type BedFigures,
  type BedNights,
  type ShelterFilter,
  isAmong,
  nightsOfBeds,
} from './nights/occupancy.figures';
export { Overrides } from './overrides/overrides.service';
export { overrideFigures, type OverrideFigures } from './overrides/overrides.figures';
export { PlacingRules } from './placing-rules/rule-sets.service';
export { BedRequests } from './requests/requests.service';
export { ShelterBedsModule } from './shelter-beds.module';
export { DutyNumbers } from './inventory/duty-numbers.service';
export { ShelterAddress } from './inventory/shelter-address.service';
export { Shelters } from './inventory/shelters.service';
export { Stays } from './bookings/stays.service';
export { Offers } from './waiting/offers.service';
export { TurnAways } from './waiting/turn-aways.service';
export { PAST_NIGHTS } from './past-stays/past-nights.facts';
export { NIGHTS_SLEPT } from './nights/nights-slept.figures';
export { pastStayFigures } from './past-stays/past-stays.figures';
export { IsNight } from './dto/civil-date.dto';
export type { ShelterKind } from './beds.data';

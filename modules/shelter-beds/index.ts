/** Bed requests, placement, bookings and stays, the nights spent, and the waiting list. */
export { Arrivals } from './bookings/arrivals.service';
export { lastExitOf } from './bookings/last-exit.queries';
export {
  FindCandidates,
  type Candidates,
  type BedCandidate,
  type ProposalView,
  type PreparableProposal,
} from './placing/candidates.service';
export { GroupPlanning } from './groups/group-planning.service';
export { BedHolds, type HoldResult } from './placing/hold.service';
export { Moves } from './bookings/moves.service';
export { StayLengths } from './bookings/stay-length.service';

export { firstOpenNight, openNightsWithin } from './nights/first-open-night.queries';
export { NightClosing } from './nights/night-closing.service';
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
export { type OverrideFigures } from './overrides/overrides.figures';
export { PlacingRules } from './placing-rules/rule-sets.service';
export { BedRequests } from './requests/requests.service';
export { ShelterBedsModule } from './shelter-beds.module';
export { Stays } from './bookings/stays.service';
export { Offers } from './waiting/offers.service';
export { TurnAways } from './waiting/turn-aways.service';
export { PAST_NIGHTS } from './past-stays/past-nights.facts';
export { NIGHTS_SLEPT } from './nights/nights-slept.figures';
export { pastStayFigures } from './past-stays/past-stays.figures';
export { IsNight } from './dto/civil-date.dto';
export {
  type ShelterKind,
  BED_KINDS,
  AVAILABILITIES,
  NIGHT_STAFF,
  RECEIVED,
  ROOM_MIXES,
  SHELTER_KINDS,
  type NightStaff,
  type Availability,
} from './beds.data';
export { BookingFile, type BookingDetails } from './bookings/booking-file.service';
export { BookingPages } from './bookings/booking-pages.service';
export { submitBedForm, type PageResponse, withoutRequestKey } from './bookings/bed.form';
export { FindExtensionNeeds } from './bookings/extension-needs.service';
export { PlannedExitDto } from './dto/booking.dto';
export { HoldDto, ReasonDto } from './dto/request.dto';
export { HIDDEN_ON_BOARD } from './bookings/board-hidings.service';
export { blockReason } from './bookings/bookings.queries';
export type { BedKind, MixSign, RoomMix } from './placing/placing.types';
export { IN_PREPARATION, PREPARATION_HOURS } from './bookings/preparations.queries';
export { type BookingState, overdue } from './bookings/stay.rules';
export { areUnaccompanied } from './waiting/priority.rules';
export { requestsByRank } from './waiting/ranked-requests.queries';
export { type RequestRow, findRequest, sheltersToAsk } from './requests/requests.queries';
export {
  describePeople,
  describeSex,
  peopleSeen,
  casesOf,
  type Say,
} from './requests/people.words';
export { mayAllocate } from './placing/may-allocate.rules';
export { nearestChanges } from './placing/nearest-changes.rules';
export { holdForm } from './placing/hold.form';
export { distinctReasons } from './placing/reasons.view';
export type { Choices } from './bookings/booking.view';
export {
  loadBooking,
  mustWorkHere,
  mustAnswerFor,
  type Booking,
} from './bookings/booking-steps.queries';
export { lockStays } from './bookings/stay-extension.queries';
export { NightCorrections } from './nights/night-corrections.service';
export { closeAbsence } from './bookings/absence-end.queries';
export { openTaskForEachHolder } from './bookings/exits.queries';
export type { AbsenceKind } from './nights/absences.queries';
export { NightDto } from './dto/stay.dto';
export { StayLimitDto } from './dto/length.dto';
export { type WatchTime, minutesSinceNoon } from './placing/door-hours.rules';
export { regionWords } from './region.words';

/** From rows to the facts that the rules judge; where a tie is not seen, the protective reading counts. */
import {
  contains,
  overlaps,
  type CivilDate,
  type Nights,
} from '../../platform/shared/nights.rules';
import { groupBy } from '../../platform/shared/group-by';
import { settingsOf, type PlacingSettings } from './age.rules';
import { hiddenHouses } from './hidden-houses.rules';
import { doorClosureFor, type ArrivalMoment } from './door-hours.rules';
import type {
  AgeFact,
  BedFacts,
  BookingKind,
  Party,
  PartyMember,
  ReceptionSign,
  Roommate,
} from './placing.types';
import { agesThatMatter, RULE_SET } from './rule-set.rules';
import type { PersonRow } from './placed-people.queries';
import type { BedRow, PlacingFacts, TakenRow } from './placing.queries';

export interface PlacementInput {
  readonly party: Party;
  readonly beds: BedFacts[];
  readonly settings: PlacingSettings;
  /** Edition of the rule set that the settings belong to. */
  readonly ruleSet: number;
}

/** Where the programme has set no other number (`keep_apart_houses`). */
const HOUSES_IN_A_GROUP = 3;

export function assemblePlacement(facts: PlacingFacts): PlacementInput {
  const { request, people } = facts;
  const rules = RULE_SET.parse(facts.rules.definition);
  const ages = agesThatMatter(rules);
  const nights = { from: request.from, until: request.until };
  const coming = { ...request, first: request.from };
  const party: Party = {
    members: people.map((person) => memberOf(person, ages)),
    related: request.related,
    nights,
    urgency: request.urgency,
    near: request.near,
  };
  const settings = settingsOf(rules, request.openNights);
  const inRoom = groupBy(facts.taken, ({ roomId }) => roomId);
  const strangers = new Map(facts.strangers.map(({ roomId, n }) => [roomId, n]));
  const { hidden, reserve } = hiddenHouses({
    houses: facts.houses,
    barred: new Set(facts.barred),
    exact: new Set([...facts.workplaces, ...facts.home]),
    groupSize: facts.houseGroup ?? HOUSES_IN_A_GROUP,
  });
  const shares = facts.network ? freeShares(facts, nights.from) : new Map<string, number>();
  const beds = facts.beds.map((bed) =>
    bedOf(bed, {
      freeShare: shares.get(bed.shelterId),
      nights,
      coming,
      taken: (inRoom.get(bed.roomId) ?? []).filter(({ own }) => !own),
      noStranger: !strangers.has(bed.roomId),
      barred: hidden.has(bed.shelterId),
      reserve: reserve.has(bed.shelterId),
    }),
  );
  return { party, beds, settings, ruleSet: facts.rules.version };
}

/** The beds for a trial with synthetic people: no own bookings, no bed barred. */
export function bedsWithout({ beds, taken }: Pick<PlacingFacts, 'beds' | 'taken'>, nights: Nights) {
  const inRoom = groupBy(taken, ({ roomId }) => roomId);
  const shares = freeShares({ beds, taken }, nights.from);
  return beds.map((bed) =>
    bedOf(bed, {
      nights,
      taken: inRoom.get(bed.roomId) ?? [],
      noStranger: false,
      barred: false,
      reserve: false,
      freeShare: shares.get(bed.shelterId),
    }),
  );
}

/** In a hundred beds of each house, those that nobody has on this night; the request's own count as free. */
function freeShares(
  { beds, taken }: Pick<PlacingFacts, 'beds' | 'taken'>,
  night: CivilDate,
): Map<string, number> {
  const busy = new Set(
    taken.filter((one) => !one.own && contains(one, night)).map(({ bedId }) => bedId),
  );
  const shares = new Map<string, number>();
  for (const [shelterId, all] of groupBy(beds, (bed) => bed.shelterId)) {
    const free = all.filter(({ bedId }) => !busy.has(bedId)).length;
    shares.set(shelterId, (100 * free) / all.length);
  }
  return shares;
}

/** Without the ages of the rules nothing about a birthday is asked: only who somebody is today. */
export function memberOf(person: PersonRow, ages: readonly number[] = []): PartyMember {
  const { caseId, sex, accessNeed, pregnant, languages } = person;
  return {
    caseId,
    sex,
    age: ageOf(person, ages),
    accessNeed: accessNeed === 'none' && pregnant ? 'no_climbing' : accessNeed,
    language: languages[0] ?? null,
  };
}

function ageOf(person: PersonRow, ages: readonly number[]): AgeFact | null {
  const { ruleAges } = person;
  const { ageLow: low, ageHigh: high, turnsAge, turnsOn, birthdayKnown } = person;
  if (low === null || high === null) return null;
  if (turnsAge !== null && turnsOn !== null) {
    return { low, high, later: [{ on: turnsOn, low: turnsAge, high: turnsAge }] };
  }
  // The rules have changed since it was written: the next birthday may matter, and its day is not known.
  if (ages.includes(low + 1) && !ruleAges.includes(low + 1)) return { low, high };
  // One age without a later step was computed from a birth date; any other may change on any night.
  return low === high && birthdayKnown !== false ? { low, high, later: [] } : { low, high };
}

interface RoomContext {
  readonly nights: Nights;
  /** Absent in trials with synthetic people, who have no time of arrival. */
  readonly coming?: ArrivalMoment;
  /** Bookings of the room that are not of the request itself. */
  readonly taken: readonly TakenRow[];
  readonly noStranger: boolean;
  readonly barred: boolean;
  readonly reserve: boolean;
  readonly freeShare: number | undefined;
}

/** The bed as if it were prepared. */
export const oncePrepared = (bed: BedFacts): BedFacts =>
  bed.bookings.some(({ preparing }) => preparing)
    ? { ...bed, bookings: bed.bookings.filter(({ preparing }) => !preparing) }
    : bed;

/** The list of a house as the rules read it. */
export const receivedOf = (list: readonly string[]): ReceptionSign[] =>
  list.map((sign) => (sign === 'any_gender' ? 'other' : sign) as ReceptionSign);

function bedOf(bed: BedRow, around: RoomContext): BedFacts {
  const { nights, coming, taken, noStranger, barred, reserve, freeShare } = around;
  const { receives, languages, inServiceFrom, inServiceUntil, doors, ...rest } = bed;
  const shut = coming && doorClosureFor(coming, doors);
  const inService = { from: inServiceFrom, until: inServiceUntil };
  const own = taken.filter(({ bedId }) => bedId === bed.bedId);
  return {
    ...rest,
    receives: receivedOf(receives),
    languagesSpoken: languages,
    inService,
    bookings: own
      .filter((one) => overlaps(one, nights))
      .map(({ state, from, until, sign, preparing }) => ({
        kind: kindOf(state),
        nights: { from, until },
        sign,
        ...(preparing ? { preparing } : {}),
      })),
    ...freeRun(own, nights.from, inService.until),
    roommates: taken
      .filter((one) => one.bedId !== bed.bedId && SLEEPS.has(one.state) && overlaps(one, nights))
      .map((one) => roommateOf(one, noStranger)),
    barred,
    ...(reserve ? { reserve } : {}),
    ...(shut ? { shut } : {}),
    ...(freeShare === undefined ? {} : { freeShare }),
  };
}

const SLEEPS = new Set(['hold', 'promised', 'stay']);
const kindOf = (state: TakenRow['state']): BookingKind =>
  state === 'ended' ? 'stay' : (state as BookingKind);

const roommateOf = ({ sign, related, asked }: TakenRow, noStranger: boolean): Roommate => ({
  sign,
  related: related || (asked && noStranger),
});

/** The free nights around the first asked one: when they begin, and which booking ends them. */
function freeRun(
  bookings: readonly TakenRow[],
  first: CivilDate,
  serviceEnds: CivilDate | null,
): Pick<BedFacts, 'freeFrom' | 'freeUntil'> {
  const later = bookings
    .filter(({ until }) => until === null || until > first)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  let freeFrom: CivilDate | null = first;
  for (const { from, until } of later) {
    if (freeFrom === null || from > freeFrom) break;
    freeFrom = until;
  }
  const next = later.find(({ from }) => from >= first)?.from ?? null;
  const ends = [next, serviceEnds].filter((date) => date !== null).sort();
  return { freeFrom, freeUntil: ends[0] ?? null };
}

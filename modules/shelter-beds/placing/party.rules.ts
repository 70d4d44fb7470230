/** A party is placed whole or not at all: ranked proposals for all of it, or what is lacking. */
import { DomainError } from '../../platform/shared/domain.errors';
import { groupBy } from '../../platform/shared/group-by';
import { PLACING_DEFAULTS, type PlacingSettings } from './age.rules';
import { compareText, PartyEvaluation, type Candidate } from './candidate.rules';
import { roomSharingReasons } from './room-sharing.rules';
import {
  bedsOf,
  isUsable,
  roomsOf,
  searchRooms,
  spreadOverRooms,
  type RoomPlan,
  type PartySearch,
} from './party-search.rules';
import { verdictOf, type BedFacts, type Party, type Reason } from './placing.types';
import { weigh } from './soft.rules';

/** Larger groups are for the group plan, which weighs everyone at once. */
export const LARGEST_PARTY = 10;

export interface PlacedMember {
  readonly caseId: string;
  readonly bedId: string;
  readonly label: string;
  readonly roomId: string;
  readonly roomName: string;
  readonly verdict: 'fits' | 'ask';
  readonly score: number;
  readonly reasons: readonly Reason[];
}

export interface Proposal {
  readonly verdict: 'fits' | 'ask';
  readonly score: number;
  readonly shelterId: string;
  readonly codeName: string;
  readonly rooms: number;
  /** In the order of the party's members. */
  readonly places: readonly PlacedMember[];
  /** Reasons for the party as a whole; each place also has its own. */
  readonly reasons: readonly Reason[];
}

/** Why no proposal is there: `placement:lacks.<code>`. */
export interface PlacementShortfall {
  readonly code:
    | 'no_free_bed'
    | 'nobody_receives'
    | 'beds_together'
    | 'cot'
    | 'step_free'
    | 'company';
  readonly params: Readonly<Record<string, number>>;
}

export function proposeParty(
  party: Party,
  beds: readonly BedFacts[],
  settings: PlacingSettings = PLACING_DEFAULTS,
  limit = 10,
  judging = new PartyEvaluation(party, settings),
): Proposal[] {
  checkSize(party);
  const search = searchRooms(party, beds, judging);
  const { rooms, whole } = search;
  const found: { value: number; taken: [RoomPlan, number][] }[] = [];
  for (const room of rooms) {
    if (room.best[whole] !== -Infinity) {
      found.push({ value: room.best[whole]!, taken: [[room, whole]] });
    }
  }
  // A shelter that has a room for all needs no second, more scattered proposal without a question less.
  for (const shelter of groupBy(rooms, ({ shelterId }) => shelterId).values()) {
    const plan = spreadOverRooms(shelter, whole);
    if (plan.best[whole] === -Infinity) continue;
    const taken = roomsOf(plan, whole);
    if (taken.length > 1) found.push({ value: plan.best[whole]!, taken });
  }
  return found
    .sort((a, b) => b.value - a.value)
    .slice(0, limit)
    .map(({ taken }) => describe(party, search, taken, settings))
    .sort(
      (a, b) =>
        (a.verdict === b.verdict ? 0 : a.verdict === 'fits' ? -1 : 1) ||
        unknowns(a) - unknowns(b) ||
        a.rooms - b.rooms ||
        b.score - a.score ||
        compareText(a.places[0]!.label, b.places[0]!.label),
    );
}

/** Counts only beds that could have been proposed: what is barred or held elsewhere is as if not there. */
export function findShortfalls(
  party: Party,
  beds: readonly BedFacts[],
  settings: PlacingSettings = PLACING_DEFAULTS,
  judging = new PartyEvaluation(party, settings),
): PlacementShortfall[] {
  checkSize(party);
  const search = searchRooms(party, beds, judging);
  const { everyone, whole } = search;
  if (search.rooms.length === 0) return [{ code: 'no_free_bed', params: {} }];
  const placed = mostPlaced(search);
  if (placed === whole) return [];
  const lacks: PlacementShortfall[] = [];
  const homeless = everyone.filter((_who, index) => !hasAnyBed(search, index)).length;
  if (homeless) lacks.push({ code: 'nobody_receives', params: { n: homeless } });
  if (mostPlaced(searchRooms(party, beds, judging, false)) === whole) {
    lacks.push({ code: 'company', params: {} });
    return lacks;
  }
  const missing = everyone.filter((_who, index) => !(placed & (1 << index)));
  const n = missing.length;
  if (missing.every(({ infant }) => infant)) lacks.push({ code: 'cot', params: { n } });
  else if (missing.every(({ member }) => member.accessNeed === 'step_free')) {
    lacks.push({ code: 'step_free', params: { n } });
  } else lacks.push({ code: 'beds_together', params: { n } });
  return lacks;
}

function checkSize({ members }: Party): void {
  if (members.length === 0) throw new DomainError('invalid', 'placement.party_empty');
  if (members.length > LARGEST_PARTY) {
    throw new DomainError('invalid', 'placement.party_too_large', { most: LARGEST_PARTY });
  }
}

function describe(
  party: Party,
  search: PartySearch,
  taken: readonly [RoomPlan, number][],
  settings: PlacingSettings,
): Proposal {
  const group = { everyone: search.everyone, related: party.related, asked: { settings } };
  const places: PlacedMember[] = [];
  const reasons: Reason[] = [];
  const codes = new Set<string>();
  for (const [plan, part] of taken) {
    for (const [bed, member] of bedsOf(plan, part)) {
      places[member] = place(plan.beds[bed]!, plan.candidates[bed]![member]!);
    }
    const together = search.everyone.filter((_who, index) => part & (1 << index));
    for (const reason of roomSharingReasons(together, group, plan.room)) {
      if (!codes.has(reason.code)) reasons.push(reason);
      codes.add(reason.code);
    }
  }
  const rooms = taken.length;
  const near =
    rooms > 1
      ? weigh(settings, 'together', 'several_rooms', { n: rooms }, rooms - 1)
      : places.length > 1
        ? weigh(settings, 'together', 'one_room')
        : null;
  if (near) reasons.push(near);
  const { shelterId, codeName } = taken[0]![0].beds[0]!;
  const verdict = verdictOf([...reasons, ...places.flatMap((one) => one.reasons)]);
  if (verdict === 'no') throw new Error('a proposal breaks a hard rule');
  const score = [...reasons, ...places.flatMap((one) => one.reasons)].reduce(
    (sum, { points }) => sum + points,
    0,
  );
  return { verdict, score, shelterId, codeName, rooms, places, reasons };
}

function place(bed: BedFacts, { caseId, verdict, score, reasons }: Candidate): PlacedMember {
  const { bedId, label, roomId, roomName } = bed;
  if (caseId === null || score === null || (verdict !== 'fits' && verdict !== 'ask')) {
    throw new Error('a bed that is not proposed cannot be part of a proposal');
  }
  return { caseId, bedId, label, roomId, roomName, verdict, score, reasons };
}

/** How many beds of the proposal, and the party itself, leave a question open. */
const unknowns = ({ places, reasons }: Proposal): number =>
  places.filter(({ verdict }) => verdict === 'ask').length +
  reasons.filter(({ sign }) => sign === 'unknown').length;

const hasAnyBed = ({ rooms }: PartySearch, member: number): boolean =>
  rooms.some(({ candidates }) => candidates.some((row) => isUsable(row[member]!)));

/** The largest part of the party that one shelter can take. */
function mostPlaced({ rooms, whole }: PartySearch): number {
  let most = 0;
  for (const shelter of groupBy(rooms, ({ shelterId }) => shelterId).values()) {
    const { best } = spreadOverRooms(shelter, whole);
    for (let part = 1; part <= whole; part += 1) {
      if (best[part] !== -Infinity && bits(part) > bits(most)) most = part;
    }
  }
  return most;
}

function bits(part: number): number {
  let count = 0;
  for (let rest = part; rest; rest &= rest - 1) count += 1;
  return count;
}

/**
 * The best beds for a whole party, exactly: for each room the best beds of every part of the party,
 * then for each shelter the best way to spread the parts over its rooms. A part is a set of bits.
 */
import { compareText, type Candidate, type PartyEvaluation } from './candidate.rules';
import { roomSharingReasons, type SharingGroup, type SharedRoom } from './room-sharing.rules';
import { isFamilyAdult } from './hard.rules';
import type { MemberFacts } from './member-facts.rules';
import { verdictOf, type BedFacts, type Party } from './placing.types';
import { groupBy } from '../../platform/shared/group-by';

/** An unknown weighs more than any number of rooms, and one more room more than any points. */
const ASK = 1_000_000;
const ANOTHER_ROOM = 1_000;
const NEVER = -Infinity;

export interface RoomPlan {
  readonly room: SharedRoom;
  readonly roomId: string;
  readonly shelterId: string;
  readonly beds: readonly BedFacts[];
  /** By bed, then by member. */
  readonly candidates: readonly (readonly Candidate[])[];
  /** The best value of each part of the party in this room. */
  readonly best: Float64Array;
  readonly parts: readonly number[];
  /** By bed: who lies in it in the best plan of a part, over the beds up to this one. */
  readonly choice: readonly Int8Array[];
}

export interface ShelterPlan {
  readonly rooms: readonly RoomPlan[];
  readonly best: Float64Array;
  readonly choice: readonly Int16Array[];
}

export interface PartySearch {
  readonly everyone: readonly MemberFacts[];
  readonly whole: number;
  readonly rooms: readonly RoomPlan[];
}

export function searchRooms(
  party: Party,
  beds: readonly BedFacts[],
  judging: PartyEvaluation,
  withCompany = true,
): PartySearch {
  const { everyone, asked } = judging;
  const whole = 2 ** everyone.length - 1;
  const companies = new Map<string, Int8Array>();
  const rooms: RoomPlan[] = [];
  for (const all of byRoom(beds)) {
    const usable: BedFacts[] = [];
    const candidates: (readonly Candidate[])[] = [];
    for (const bed of all) {
      const row = judging.of(bed);
      if (!row.some(isUsable)) continue;
      usable.push(bed);
      candidates.push(row);
    }
    if (usable.length === 0) continue;
    const first = usable[0]!;
    const room: SharedRoom = {
      mix: first.roomMix,
      familyAdultThere: usable.every(({ roommates }) => roommates.some(isFamilyAdult)),
    };
    const key = `${room.mix}/${room.familyAdultThere}`;
    let company = companies.get(key);
    if (!company) {
      company = withCompany
        ? companyTable({ everyone, related: party.related, asked }, room)
        : new Int8Array(whole + 1);
      companies.set(key, company);
    }
    const plan = fillRoom(candidates, whole, company);
    const { roomId, shelterId } = first;
    rooms.push({ room, roomId, shelterId, beds: usable, candidates, ...plan });
  }
  return { everyone, whole, rooms };
}

export const isUsable = ({ verdict }: Candidate): boolean =>
  verdict === 'fits' || verdict === 'ask';

/** For each part of the party: 0 together without question, 1 to be asked, 2 never. */
function companyTable(group: SharingGroup, room: SharedRoom): Int8Array {
  const { everyone } = group;
  const table = new Int8Array(2 ** everyone.length);
  for (let part = 1; part < table.length; part += 1) {
    const together = everyone.filter((_who, index) => part & (1 << index));
    const verdict = verdictOf(roomSharingReasons(together, group, room));
    table[part] = verdict === 'fits' ? 0 : verdict === 'ask' ? 1 : 2;
  }
  return table;
}

function fillRoom(
  candidates: readonly (readonly Candidate[])[],
  whole: number,
  company: Int8Array,
) {
  const best = new Float64Array(whole + 1).fill(NEVER);
  best[0] = 0;
  const choice: Int8Array[] = [];
  for (const row of candidates) {
    const chosen = new Int8Array(whole + 1).fill(-1);
    const worth = row.map((one) =>
      isUsable(one) ? one.score! - (one.verdict === 'ask' ? ASK : 0) : NEVER,
    );
    // From the largest part down, so that what is read is still without this bed.
    for (let part = whole; part >= 0; part -= 1) {
      if (best[part] === NEVER) continue;
      for (let member = 0; member < worth.length; member += 1) {
        const bigger = part | (1 << member);
        if (bigger === part) continue;
        const value = best[part]! + worth[member]!;
        // Between equal ways the beds are given in the order of the members.
        const inOrder = value === best[bigger] && member > chosen[bigger]! && chosen[bigger]! >= 0;
        if (value > best[bigger]! || inOrder) {
          best[bigger] = value;
          chosen[bigger] = member;
        }
      }
    }
    choice.push(chosen);
  }
  const parts: number[] = [];
  for (let part = 1; part <= whole; part += 1) {
    if (company[part] === 2) best[part] = NEVER;
    else if (company[part] === 1) best[part]! -= ASK;
    if (best[part] !== NEVER) parts.push(part);
  }
  return { best, parts, choice };
}

export function spreadOverRooms(rooms: readonly RoomPlan[], whole: number): ShelterPlan {
  let best = new Float64Array(whole + 1).fill(NEVER);
  best[0] = 0;
  const choice: Int16Array[] = [];
  for (const room of rooms) {
    const next = best.slice();
    const chosen = new Int16Array(whole + 1);
    for (const part of room.parts) {
      const value = room.best[part]! - ANOTHER_ROOM;
      const others = whole ^ part;
      // Every part of the others, the empty one last.
      for (let rest = others; ; rest = (rest - 1) & others) {
        const sum = best[rest]! + value;
        if (sum > next[rest | part]!) {
          next[rest | part] = sum;
          chosen[rest | part] = part;
        }
        if (rest === 0) break;
      }
    }
    best = next;
    choice.push(chosen);
  }
  return { rooms, best, choice };
}

/** Which part of the party each room takes. */
export function roomsOf({ rooms, choice }: ShelterPlan, part: number): [RoomPlan, number][] {
  const taken: [RoomPlan, number][] = [];
  for (let index = rooms.length - 1; index >= 0 && part; index -= 1) {
    const here = choice[index]![part]!;
    if (!here) continue;
    taken.unshift([rooms[index]!, here]);
    part ^= here;
  }
  return taken;
}

/** Which bed each member of the part takes: pairs of bed and member, by number. */
export function bedsOf({ choice }: RoomPlan, part: number): [number, number][] {
  const taken: [number, number][] = [];
  for (let bed = choice.length - 1; bed >= 0 && part; bed -= 1) {
    const member = choice[bed]![part]!;
    if (member < 0) continue;
    taken.unshift([bed, member]);
    part ^= 1 << member;
  }
  return taken;
}

/** Beds of one room, in the order of their labels. */
function byRoom(beds: readonly BedFacts[]): BedFacts[][] {
  const rooms = [...groupBy(beds, ({ roomId }) => roomId).values()];
  return rooms.map((room) => [...room].sort((a, b) => compareText(a.label, b.label)));
}

/**
 * The ways in which one party can lie in one room, or a part of it: how many of which kind of bed, the
 * best arrangement of each, judged by the rules of placing. Beds that are alike for everybody count as one
 * kind, and so do members who are alike: the solver chooses among kinds, not among names.
 */
import type { PlacingSettings } from '../placing/age.rules';
import { judge, type Candidate } from '../placing/candidate.rules';
import { isFamilyAdult } from '../placing/hard.rules';
import { memberFactsOf, type MemberFacts } from '../placing/member-facts.rules';
import { isUsable } from '../placing/party-search.rules';
import { verdictOf, type BedFacts } from '../placing/placing.types';
import { QUESTION, type Group, type GroupParty } from './group.types';
import { strangersVerdict, sharingReasonsIn } from './sharing-terms.rules';
import { groupBy } from '../../platform/shared/group-by';

/** A kind of bed in one room: the beds of it, by name. */
export interface BedClass {
  readonly beds: readonly string[];
}

export interface RoomFacts {
  readonly roomId: string;
  readonly shelterId: string;
  readonly classes: readonly BedClass[];
}

/** Part of a party in one room: `counts` by kind of member, `taken` by kind of bed. */
export interface RoomArrangement {
  readonly room: number;
  readonly counts: readonly number[];
  readonly taken: readonly number[];
  /** Kind of bed by member of the party; -1 where the member is not in this room. */
  readonly lies: readonly number[];
  readonly size: number;
  readonly points: number;
  /** Class of people whom they may share a room with; null: nobody else who comes tonight. */
  readonly shares: string | null;
}

export interface PartyArrangements {
  readonly kinds: readonly (readonly number[])[];
  readonly ways: readonly RoomArrangement[];
  /** Parties with the same key are alike in every bed. */
  readonly key: string;
}

export interface GroupArrangements {
  readonly rooms: readonly RoomFacts[];
  readonly parties: readonly PartyArrangements[];
  /** Points per person for each further stranger of this class in a room, from zero strangers on. */
  readonly crowding: (room: number, shares: string, strangers: number) => number;
  /** Number of people in this class. */
  readonly sizeOf: (shares: string) => number;
}

export function arrangementsOf(group: Group): GroupArrangements {
  const whos = group.parties.map(({ party, settings }) => memberFactsOf(party, settings));
  const judged = group.parties.map((party, index) => judgeAll(party, whos[index]!));
  const rooms = roomsOf(group, judged);
  const shares = classesOf(whos, group.parties[0]!.settings);
  const parties = group.parties.map((party, index) =>
    arrangementsOfParty(party, {
      whos: whos[index]!,
      judged: judged[index]!,
      shares: shares[index]!,
      rooms,
    }),
  );
  const people = groupBy(shares.flat(), (one) => one);
  return {
    rooms,
    parties,
    crowding: crowdingOf(group, { whos, judged, shares, rooms }),
    sizeOf: (one) => people.get(one)?.length ?? 0,
  };
}

/** By bed: the answer for each member. */
type BedJudgements = ReadonlyMap<string, readonly Candidate[]>;

function judgeAll(
  { party, beds, settings }: GroupParty,
  whos: readonly MemberFacts[],
): BedJudgements {
  const asked = { nights: party.nights, settings };
  return new Map(beds.map((bed) => [bed.bedId, whos.map((who) => judge(who, bed, asked))]));
}

const worth = (one: Candidate | undefined): number =>
  one && isUsable(one) ? one.score! - (one.verdict === 'ask' ? QUESTION : 0) : -Infinity;

function roomsOf({ parties }: Group, judged: readonly BedJudgements[]): RoomFacts[] {
  const all = new Map<string, BedFacts>();
  for (const { beds } of parties) for (const bed of beds) all.set(bed.bedId, bed);
  const look = (bedId: string) =>
    judged.map((one) => (one.get(bedId) ?? []).map((candidate) => worth(candidate)).join());
  const rooms: RoomFacts[] = [];
  for (const [roomId, beds] of groupBy([...all.values()], (bed) => bed.roomId)) {
    const alike = groupBy(beds, ({ bedId }) => look(bedId).join('|'));
    const classes = [...alike.values()]
      .map((some) => ({ beds: some.map(({ bedId }) => bedId).sort() }))
      .filter(({ beds: [first] }) =>
        judged.some((one) => one.get(first!)?.some((candidate) => isUsable(candidate))),
      );
    if (classes.length > 0) rooms.push({ roomId, shelterId: beds[0]!.shelterId, classes });
  }
  return rooms;
}

/** Strangers who may all share with each other, and with the same people, are one class; null shares with nobody. */
function classesOf(
  whos: readonly (readonly MemberFacts[])[],
  settings: PlacingSettings,
): (string | null)[][] {
  const everyone = whos.flat();
  const row = everyone.map((a) =>
    everyone.map((b) => (strangersVerdict(a, b, settings) === 'fits' ? '1' : '0')).join(''),
  );
  let next = 0;
  return whos.map((party) =>
    party.map(() => {
      const self = next++;
      return row[self]![self] === '1' ? row[self]! : null;
    }),
  );
}

interface ArrangementContext {
  readonly whos: readonly MemberFacts[];
  readonly judged: BedJudgements;
  readonly shares: readonly (string | null)[];
  readonly rooms: readonly RoomFacts[];
}

function arrangementsOfParty(group: GroupParty, around: ArrangementContext): PartyArrangements {
  const { whos, judged, shares, rooms } = around;
  const look = whos.map((who, member) =>
    JSON.stringify([
      [...judged.values()].map((row) => worth(row[member])),
      who.adult,
      who.minor,
      who.infant,
      who.member.sex,
      shares[member],
    ]),
  );
  const kinds = [...groupBy([...whos.keys()], (member) => look[member]!).values()];
  const facts = new Map(group.beds.map((bed) => [bed.bedId, bed]));
  const ways = rooms.flatMap((_room, room) => waysInRoom(group, around, { room, kinds, facts }));
  const { urgency } = group.party;
  return { kinds, ways, key: JSON.stringify([urgency, [...judged.keys()], ...look]) };
}

function waysInRoom(
  { party, settings }: GroupParty,
  { whos, judged, shares, rooms }: ArrangementContext,
  at: { room: number; kinds: readonly (readonly number[])[]; facts: ReadonlyMap<string, BedFacts> },
): RoomArrangement[] {
  const { classes } = rooms[at.room]!;
  const beds = classes.map((one) => at.facts.get(one.beds[0]!));
  const usable = classes.flatMap((one) => {
    const bed = at.facts.get(one.beds[0]!);
    return bed && judged.get(bed.bedId)!.some((candidate) => isUsable(candidate)) ? [bed] : [];
  });
  if (usable.length === 0) return [];
  const room = {
    mix: usable[0]!.roomMix,
    familyAdultThere: usable.every(({ roommates }) => roommates.some(isFamilyAdult)),
  };
  const found: RoomArrangement[] = [];
  for (const { lies, taken, points } of arrangements({
    whos,
    judged,
    classes,
    beds,
    kinds: at.kinds,
  })) {
    const inside = [...lies.keys()].filter((member) => lies[member]! >= 0);
    const company = sharingReasonsIn(
      inside.map((member) => whos[member]!),
      { everyone: whos, related: party.related, settings },
      room,
    );
    const verdict = verdictOf(company);
    if (verdict === 'no') continue;
    const [mine] = inside.map((member) => shares[member]!);
    const one = inside.every((member) => shares[member] === mine);
    const asks = company.filter(({ sign }) => sign === 'unknown').length;
    found.push({
      room: at.room,
      counts: at.kinds.map((kind) => kind.filter((member) => lies[member]! >= 0).length),
      taken,
      lies,
      size: inside.length,
      points: points + company.reduce((sum, reason) => sum + reason.points, 0) - QUESTION * asks,
      shares: one && room.mix !== 'family' && verdict === 'fits' ? (mine ?? null) : null,
    });
  }
  return found;
}

interface MemberBeds {
  readonly lies: readonly number[];
  readonly taken: readonly number[];
  readonly points: number;
}

/** Member by member: out of the room, or in one kind of bed; of equal use of beds the best is kept. */
function arrangements(given: {
  whos: readonly MemberFacts[];
  judged: BedJudgements;
  classes: readonly BedClass[];
  beds: readonly (BedFacts | undefined)[];
  kinds: readonly (readonly number[])[];
}): MemberBeds[] {
  const { whos, judged, classes, beds, kinds } = given;
  let open = new Map<string, MemberBeds>([
    ['', { lies: whos.map(() => -1), taken: classes.map(() => 0), points: 0 }],
  ]);
  for (const members of kinds) {
    for (const member of members) {
      const next = new Map(open);
      for (const one of open.values()) {
        for (const [kind, bed] of beds.entries()) {
          const points = bed ? worth(judged.get(bed.bedId)?.[member]) : -Infinity;
          if (points === -Infinity || one.taken[kind]! >= classes[kind]!.beds.length) continue;
          const taken = one.taken.map((count, index) => (index === kind ? count + 1 : count));
          const lies = one.lies.map((now, index) => (index === member ? kind : now));
          const counts = kinds.map((all) => all.filter((m) => lies[m]! >= 0).length);
          const key = `${counts.join()}/${taken.join()}`;
          const sum = one.points + points;
          const known = next.get(key);
          if (!known || known.points < sum) next.set(key, { lies, taken, points: sum });
        }
      }
      open = next;
    }
  }
  return [...open.values()].filter(({ lies }) => lies.some((kind) => kind >= 0));
}

/** Computed by the placing rules: the same bed judged with this number of strangers of the class in its room. */
function crowdingOf(
  { parties }: Group,
  all: {
    whos: readonly (readonly MemberFacts[])[];
    judged: readonly BedJudgements[];
    shares: readonly (readonly (string | null)[])[];
    rooms: readonly RoomFacts[];
  },
): GroupArrangements['crowding'] {
  const known = new Map<string, number>();
  const example = (room: number, shares: string) => {
    for (const [index, { party, beds, settings }] of parties.entries()) {
      for (const [member, who] of all.whos[index]!.entries()) {
        if (all.shares[index]![member] !== shares) continue;
        const bed = beds.find(
          ({ bedId, roomId }) =>
            roomId === all.rooms[room]!.roomId && isUsable(all.judged[index]!.get(bedId)![member]!),
        );
        if (bed) return { who, bed, asked: { nights: party.nights, settings } };
      }
    }
    return null;
  };
  return (room, shares, strangers) => {
    const key = `${room}/${strangers}/${shares}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = example(room, shares);
    let change = 0;
    if (found) {
      const { who, bed, asked } = found;
      const sign = who.signs?.[0]?.[0] ?? null;
      const more = Array.from({ length: strangers }, () => ({ sign, related: false }));
      const crowded = judge(who, { ...bed, roommates: [...bed.roommates, ...more] }, asked);
      change = crowded.score! - judge(who, bed, asked).score!;
    }
    known.set(key, change);
    return change;
  };
}

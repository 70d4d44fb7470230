/**
 * The group as a programme in whole numbers: as many people in a bed, and as many points, as can be. A column is a way in which a party, or a part of it, lies in a room; parties that
 * are alike share their columns. What binds them: each kind of bed once, a party whole and in one shelter,
 * those who are kept apart in two, and in each room either one party alone or strangers of one class.
 */
import { EACH_PERSON, URGENT, type Assignment, type Group } from './group.types';
import { LinearProgram } from './linear-program.rules';
import { roomPoints } from './sharing-terms.rules';
import {
  arrangementsOf,
  type RoomArrangement,
  type GroupArrangements,
} from './room-arrangements.rules';
import { groupBy } from '../../platform/shared/group-by';

type Term = readonly [column: number, times: number];

export interface IntegerProgram {
  readonly model: LinearProgram;
  readonly decode: (values: ArrayLike<number>) => Assignment;
}

/** Single persons who are alike are one unit: how many of them, not who. Any other party is its own. */
interface PartyUnit {
  readonly parties: readonly number[];
  readonly size: number;
  readonly kinds: readonly (readonly number[])[];
  readonly ways: readonly RoomArrangement[];
  readonly head: number;
  readonly rooms: ReturnType<typeof roomPoints>;
  readonly choices: ArrangementChoice[];
  /** By shelter: the terms that sum to one where the party is placed there. */
  readonly there: Map<string, Term[]>;
}
interface ArrangementChoice {
  readonly way: RoomArrangement;
  readonly column: number;
}

export function buildIntegerProgram(group: Group): IntegerProgram {
  const ways = arrangementsOf(group);
  const model = new LinearProgram();
  const units = unitsOf(group, ways);
  const crowds = new RoomConstraints(model, ways);
  for (const unit of units) {
    addWays(model, unit, crowds);
    if (unit.size === 1) bindSingles(model, ways, unit);
    else bindParty(model, ways, unit);
  }
  crowds.bind();
  bindBeds(model, ways, units);
  bindApart(model, group, units);
  return { model, decode: (values) => decode(group, ways, { units, values }) };
}

function unitsOf({ parties, apart }: Group, ways: GroupArrangements): PartyUnit[] {
  const kept = new Set(apart.flat());
  const alike = groupBy([...parties.keys()], (index) =>
    parties[index]!.party.members.length === 1 && !kept.has(index)
      ? ways.parties[index]!.key
      : `${index}`,
  );
  return [...alike.values()].map((all) => {
    const { party, settings } = parties[all[0]!]!;
    const { members, urgency } = party;
    const { kinds, ways: own } = ways.parties[all[0]!]!;
    return {
      parties: all,
      size: members.length,
      kinds,
      ways: own,
      head: EACH_PERSON + (URGENT[urgency] ?? 0),
      rooms: roomPoints(settings),
      choices: [],
      there: new Map(),
    };
  });
}

function addWays(model: LinearProgram, unit: PartyUnit, crowds: RoomConstraints): void {
  const { parties, size, ways, choices, rooms } = unit;
  for (const way of ways) {
    // Each room costs what another room costs, which the party gets back once; one room for all earns.
    const whole = size > 1 ? rooms.further + (way.size === size ? rooms.one : 0) : unit.head;
    for (const { points, join } of crowds.openTo(way)) {
      const column = model.column(way.points + whole + points, parties.length);
      choices.push({ way, column });
      join(column);
    }
  }
}

function bindSingles(model: LinearProgram, { rooms }: GroupArrangements, unit: PartyUnit): void {
  const terms = unit.choices.map(({ column }): Term => [column, 1]);
  model.atMost(unit.parties.length, terms);
  for (const [shelterId, here] of groupBy(unit.choices, ({ way }) => rooms[way.room]!.shelterId)) {
    unit.there.set(
      shelterId,
      here.map(({ column }): Term => [column, 1]),
    );
  }
}

/** All of it in one shelter, each member in one room, and one part of it a room. */
function bindParty(model: LinearProgram, { rooms }: GroupArrangements, unit: PartyUnit): void {
  const placed: Term[] = [];
  for (const [shelterId, here] of groupBy(unit.choices, ({ way }) => rooms[way.room]!.shelterId)) {
    const there = model.column(unit.head * unit.size - unit.rooms.further);
    unit.there.set(shelterId, [[there, 1]]);
    placed.push([there, 1]);
    for (const [kind, members] of unit.kinds.entries()) {
      const taking = here.filter(({ way }) => way.counts[kind]! > 0);
      const terms = taking.map(({ way, column }): Term => [column, way.counts[kind]!]);
      model.equal([...terms, [there, -members.length]]);
    }
    for (const inRoom of groupBy(here, ({ way }) => way.room).values()) {
      model.atMost(0, [...inRoom.map(({ column }): Term => [column, 1]), [there, -1]]);
    }
  }
  model.atMost(1, placed);
}

/** In each room one party alone, or so many strangers of one class: one column for each number of them. */
class RoomConstraints {
  private readonly alone = new Map<number, Term[]>();
  private readonly classes = new Map<string, { room: number; numbers: Term[]; people: Term[] }>();

  constructor(
    private readonly model: LinearProgram,
    private readonly ways: GroupArrangements,
  ) {}

  openTo(way: RoomArrangement): { points: number; join: (column: number) => void }[] {
    const { room, shares, size } = way;
    if (shares === null) {
      return [{ points: 0, join: (column) => push(this.alone, room, [column, 1]) }];
    }
    const { numbers, people } = this.classIn(room, shares);
    const joined = (column: number) => people.push([column, size]);
    if (size === 1) return [{ points: 0, join: joined }];
    // A number counts everybody as a stranger of everybody; a party knows its own.
    const change = (strangers: number) => this.ways.crowding(room, shares, strangers);
    return numbers.slice(size - 1).map(([number], index) => ({
      points: size * (change(index) - change(index + size - 1)),
      join: (column) => {
        joined(column);
        this.model.atMost(0, [
          [column, 1],
          [number, -1],
        ]);
      },
    }));
  }

  bind(): void {
    const rooms = new Map([...this.alone].map(([room, terms]) => [room, [...terms]]));
    for (const { room, numbers, people } of this.classes.values()) {
      for (const [number] of numbers) push(rooms, room, [number, 1]);
      this.model.equal([...people, ...numbers.map(([number, n]): Term => [number, -n])]);
    }
    for (const terms of rooms.values()) this.model.atMost(1, terms);
  }

  private classIn(room: number, shares: string) {
    const key = `${room}/${shares}`;
    let known = this.classes.get(key);
    if (!known) {
      const beds = this.ways.rooms[room]!.classes.reduce((sum, one) => sum + one.beds.length, 0);
      const most = Math.min(beds, this.ways.sizeOf(shares));
      const numbers = Array.from({ length: most }, (_none, index): Term => {
        const n = index + 1;
        return [this.model.column(n * this.ways.crowding(room, shares, index)), n];
      });
      known = { room, numbers, people: [] };
      this.classes.set(key, known);
    }
    return known;
  }
}

function bindBeds(
  model: LinearProgram,
  { rooms }: GroupArrangements,
  units: readonly PartyUnit[],
): void {
  const taking = new Map<string, Term[]>();
  for (const { choices } of units) {
    for (const { way, column } of choices) {
      for (const [kind, count] of way.taken.entries()) {
        if (count > 0) push(taking, `${way.room}/${kind}`, [column, count]);
      }
    }
  }
  for (const [room, { classes }] of rooms.entries()) {
    for (const [kind, { beds }] of classes.entries()) {
      model.atMost(beds.length, taking.get(`${room}/${kind}`) ?? []);
    }
  }
}

function bindApart(model: LinearProgram, { apart }: Group, units: readonly PartyUnit[]): void {
  const unitOf = (party: number) => units.find(({ parties }) => parties.includes(party))!;
  for (const [a, b] of apart) {
    const other = unitOf(b).there;
    for (const [shelterId, terms] of unitOf(a).there) {
      const theirs = other.get(shelterId);
      if (theirs) model.atMost(1, [...terms, ...theirs]);
    }
  }
}

/** From kinds back to beds and people, in the order of their names. */
function decode(
  { parties }: Group,
  { rooms }: GroupArrangements,
  solved: { units: readonly PartyUnit[]; values: ArrayLike<number> },
): Assignment {
  const left = rooms.map(({ classes }) => classes.map(({ beds }) => [...beds]));
  const places: (string[] | null)[] = parties.map(() => null);
  for (const { parties: alike, size, kinds, choices } of solved.units) {
    const waiting = [...alike];
    const members = kinds.map((kind) => [...kind]);
    for (const { way, column } of choices) {
      for (let times = Math.round(solved.values[column]!); times > 0; times -= 1) {
        const index = size === 1 ? waiting.shift()! : alike[0]!;
        const beds = (places[index] ??= Array<string>(size).fill(''));
        for (const [kind, all] of kinds.entries()) {
          for (const lies of all.map((member) => way.lies[member]!).filter((one) => one >= 0)) {
            // A member of the kind, whichever: they are alike.
            const member = size === 1 ? 0 : members[kind]!.shift()!;
            beds[member] = left[way.room]![lies]!.shift()!;
          }
        }
      }
    }
  }
  return places;
}

function push<K>(terms: Map<K, Term[]>, key: K, term: Term): void {
  const known = terms.get(key);
  if (known) known.push(term);
  else terms.set(key, [term]);
}

/** One plan for several parties, judged party by party by the rules of placing with the others in their beds. */
import { overlaps } from '../../platform/shared/nights.rules';
import { groupBy } from '../../platform/shared/group-by';
import { memberFactsOf, type MemberFacts } from '../placing/member-facts.rules';
import {
  proposeParty,
  findShortfalls,
  type PlacementShortfall,
  type Proposal,
} from '../placing/party.rules';
import type { BedFacts, MixSign } from '../placing/placing.types';
import { strangersVerdict, signOf } from './sharing-terms.rules';
import {
  EACH_PERSON,
  QUESTION,
  URGENT,
  type Assignment,
  type Group,
  type GroupProposals,
  type PlanFigures,
} from './group.types';

interface Newcomer {
  readonly party: number;
  readonly who: MemberFacts;
  readonly sign: MixSign | null;
  readonly bed: BedFacts;
}

/** The network as each party sees it while a plan is built: free beds, and other people placed by the plan tonight. */
export class GroupPlacement {
  private readonly whos: readonly (readonly MemberFacts[])[];
  private readonly signs: readonly (readonly (MixSign | null)[])[];
  private readonly bedsOf: readonly ReadonlyMap<string, BedFacts>[];
  private readonly apart: readonly ReadonlySet<number>[];
  private readonly places: (readonly string[] | null)[];

  constructor(
    private readonly group: Group,
    assignment: Assignment = group.parties.map(() => null),
  ) {
    const { parties, apart } = group;
    this.whos = parties.map(({ party, settings }) => memberFactsOf(party, settings));
    this.signs = parties.map(({ party }) =>
      party.members.map((member) => signOf(member, party.nights)),
    );
    this.bedsOf = parties.map(({ beds }) => new Map(beds.map((bed) => [bed.bedId, bed])));
    this.apart = parties.map(
      (_party, index) =>
        new Set(apart.flatMap(([a, b]) => (a === index ? [b] : b === index ? [a] : []))),
    );
    this.places = [...assignment];
  }

  get assignment(): Assignment {
    return [...this.places];
  }

  put(index: number, beds: readonly string[] | null): void {
    this.places[index] = beds;
  }

  /** The best that the rules propose to this party among these beds, everybody else being where they are. */
  propose(index: number, among: (bed: BedFacts) => boolean = () => true, limit = 1): Proposal[] {
    const { party, settings } = this.group.parties[index]!;
    return proposeParty(party, this.seenBy(index, among), settings, limit);
  }

  /** The answer of the rules on the beds that the plan gives this party. */
  judge(index: number): Proposal | null {
    const beds = this.places[index];
    if (!beds) return null;
    const [proposal] = this.propose(index, ({ bedId }) => beds.includes(bedId));
    return proposal ?? null;
  }

  /** Shortfalls for a party without a bed; barred and occupied beds are ignored. */
  lacks(index: number): PlacementShortfall[] {
    const { party, settings } = this.group.parties[index]!;
    return findShortfalls(
      party,
      this.seenBy(index, () => true),
      settings,
    );
  }

  private seenBy(index: number, among: (bed: BedFacts) => boolean): BedFacts[] {
    const { party, beds, settings } = this.group.parties[index]!;
    const newcomers = this.newcomers(index);
    const inRoom = groupBy(newcomers, ({ bed }) => bed.roomId);
    const shut = new Set(
      newcomers.filter((one) => this.apart[index]!.has(one.party)).map(({ bed }) => bed.shelterId),
    );
    return beds.filter(among).map((bed) => {
      const others = inRoom.get(bed.roomId) ?? [];
      if (others.length === 0 && !shut.has(bed.shelterId)) return bed;
      const here = others.find((one) => one.bed.bedId === bed.bedId);
      // A refusal is left to the rules, which give its reason. A question excludes the room, because it cannot be asked
      // about people who have not arrived.
      const open = others.some(
        ({ who, sign }) =>
          sign === null ||
          this.whos[index]!.some((one) => strangersVerdict(who, one, settings) === 'ask'),
      );
      return {
        ...bed,
        barred: bed.barred || shut.has(bed.shelterId) || open,
        bookings: here
          ? [...bed.bookings, { kind: 'hold', nights: party.nights, sign: here.sign }]
          : bed.bookings,
        roommates: [
          ...bed.roommates,
          ...others.filter((one) => one !== here).map(({ sign }) => ({ sign, related: false })),
        ],
      };
    });
  }

  private newcomers(index: number): Newcomer[] {
    const { nights } = this.group.parties[index]!.party;
    return this.group.parties.flatMap(({ party }, other) => {
      const beds = this.places[other];
      if (other === index || !beds || !overlaps(party.nights, nights)) return [];
      return beds.map((bedId, member) => ({
        party: other,
        who: this.whos[other]![member]!,
        sign: this.signs[other]![member]!,
        bed: this.bedsOf[other]!.get(bedId)!,
      }));
    });
  }
}

export const proposeForGroup = (group: Group, assignment: Assignment): GroupProposals => {
  const together = new GroupPlacement(group, assignment);
  return group.parties.map((_party, index) => together.judge(index));
};

export function figuresOf({ parties }: Group, judged: GroupProposals): PlanFigures {
  let figures: PlanFigures = { parties: 0, people: 0, questions: 0, points: 0, worth: 0 };
  for (const [index, proposal] of judged.entries()) {
    if (proposal === null) continue;
    const people = proposal.places.length;
    const questions = questionsOf(proposal);
    const points = proposal.score - QUESTION * questions;
    const each = EACH_PERSON + (URGENT[parties[index]!.party.urgency] ?? 0);
    figures = {
      parties: figures.parties + 1,
      people: figures.people + people,
      questions: figures.questions + questions,
      points: figures.points + points,
      worth: figures.worth + points + people * each,
    };
  }
  return figures;
}

export const questionsOf = ({ places, reasons }: Proposal): number =>
  places.filter(({ verdict }) => verdict === 'ask').length +
  reasons.filter(({ sign }) => sign === 'unknown').length;

export const bedsIn = (proposal: Proposal): string[] => proposal.places.map(({ bedId }) => bedId);

/** First come, first served, as done by hand: parties in the order of their requests take the best remaining bed. */
export function assignFirstCome(group: Group): Assignment {
  const together = new GroupPlacement(group);
  for (const index of group.parties.keys()) {
    const [best] = together.propose(index);
    if (best) together.put(index, bedsIn(best));
  }
  return together.assignment;
}

/** Several parties who look for a bed on the same night, and what a plan for all of them is. */
import type { PlacingSettings } from '../placing/age.rules';
import type { BedFacts, Party } from '../placing/placing.types';
import type { Proposal } from '../placing/party.rules';

export interface GroupParty {
  readonly requestId: string;
  readonly party: Party;
  /** The network as this party sees it: what bars one of them is not barred to another. */
  readonly beds: readonly BedFacts[];
  readonly settings: PlacingSettings;
}

export interface Group {
  readonly parties: readonly GroupParty[];
  /** Pairs of parties, by number, who must not sleep under one roof; why is not known here. */
  readonly apart: readonly (readonly [number, number])[];
}

/** By party: a bed for each member, in their order; null where the party has none. */
export type Assignment = readonly (readonly string[] | null)[];

/** The answer for each party with everybody else where the plan puts them; null where it has no bed. */
export type GroupProposals = readonly (Proposal | null)[];

export interface PlanFigures {
  readonly people: number;
  readonly parties: number;
  /** Beds about which something has to be asked first. */
  readonly questions: number;
  readonly points: number;
  /** Points, with what each person placed is worth: what plans are compared by. */
  readonly worth: number;
}

/** Optimality proof of the solver: no plan has a value above the bound. */
export interface Proof {
  /** Value of the plan according to the solver. */
  readonly value: number;
  readonly bound: number;
  /** How far the plan may be from the best there is: 0.01 is one per cent. */
  readonly gap: number;
  readonly seconds: number;
}

export interface GroupPlan {
  readonly assignment: Assignment;
  readonly figures: PlanFigures;
  /** Each party in the order of its request, as by hand. */
  readonly firstCome: { readonly assignment: Assignment; readonly figures: PlanFigures };
  /** Null if the solver found nothing in time; the plan is then first come, first served. */
  readonly proof: Proof | null;
}

/** Penalty, in points, of a placement that still needs a question to be answered on arrival. */
export const QUESTION = 20;

/** Points for placing a person at all, more than any points for a suitable bed; urgent requests get extra points. */
export const EACH_PERSON = 100;
export const URGENT: Readonly<Record<string, number>> = { tonight: 20, days: 10, planned: 0 };

/** Larger groups are planned in two rounds. */
export const LARGEST_GROUP = 120;

export const peopleOf = ({ parties }: Group): number =>
  parties.reduce((sum, { party }) => sum + party.members.length, 0);

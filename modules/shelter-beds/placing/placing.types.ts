/** Facts about people and beds for placement, without names and birth dates. */
import type { CivilDate, Nights } from '../../platform/shared/nights.rules';
import type { DoorClosure } from './door-hours.rules';

export type Sex = 'female' | 'male' | 'other';
export type MixSign = 'woman' | 'man' | 'girl' | 'boy';
/** `no_climbing`: for any reason (pregnancy, injury …), which placement does not need to know. */
export type AccessNeed = 'none' | 'no_climbing' | 'step_free';
export type RoomMix = 'women' | 'men' | 'family' | 'minors' | 'mixed';
export type BedKind = 'single' | 'bunk_lower' | 'bunk_upper' | 'cot' | 'overflow';
export type BookingKind = 'hold' | 'promised' | 'stay' | 'blocked';
/** `other`: the shelter receives people of any gender, if they wish. */
export type ReceptionSign = MixSign | 'other';

export interface PartyMember {
  readonly caseId: string;
  readonly sex: Sex | null;
  /** Whole years on the first night; null is unknown. Made by the functions of age.rules.ts. */
  readonly age: AgeFact | null;
  readonly accessNeed: AccessNeed | null;
  readonly language?: string | null;
}

export interface Party {
  readonly members: readonly PartyMember[];
  /** One family or unit; false for strangers who are asked for together. */
  readonly related: boolean;
  readonly nights: Nights;
  readonly urgency: string;
  /** Region of a hearing, school, care or work; absent if not given. */
  readonly near?: string | null;
}

/**
 * A booking of a bed by others; bookings of the request itself and expired holds are left out when the facts are read.
 */
export interface BedBooking {
  readonly kind: BookingKind;
  readonly nights: Nights;
  readonly sign: MixSign | null;
  /** Nobody has the bed: it is only to be prepared. */
  readonly preparing?: true;
}

export interface Roommate {
  readonly sign: MixSign | null;
  readonly related: boolean;
}

export interface BedFacts {
  readonly bedId: string;
  readonly label: string;
  readonly kind: BedKind;
  readonly roomId: string;
  readonly roomName: string;
  readonly roomMix: RoomMix;
  readonly stepFree: boolean;
  readonly shelterId: string;
  readonly codeName: string;
  readonly region: string;
  readonly receives: readonly ReceptionSign[];
  /** The nights on which the bed is in service around the asked ones; null when it is not at all. */
  readonly inService: Nights | null;
  /** Bookings of this bed over the asked nights. */
  readonly bookings: readonly BedBooking[];
  /** First night from the asked one on when the bed is free; null or absent when not known. */
  readonly freeFrom?: CivilDate | null;
  /** The night that ends the free run from the first night; null is open, absent is not known. */
  readonly freeUntil?: CivilDate | null;
  /** Who has the other beds of the room on any of the asked nights. */
  readonly roommates: readonly Roommate[];
  readonly languagesSpoken: readonly string[];
  /** Percentage of free beds of this shelter on the first night; absent if unknown. */
  readonly freeShare?: number;
  /** The doors are closed now and nobody is admitted until they open. */
  readonly shut?: DoorClosure;
  /** A protective rule forbids the bed to someone of the party, or hides a house that it forbids; the reason is never disclosed. */
  readonly barred: boolean;
  /** Only hidden: opened where nothing else is left. */
  readonly reserve?: boolean;
}

export type RuleName =
  | 'received'
  | 'mix'
  | 'minors'
  | 'sexes'
  | 'access'
  | 'bunk'
  | 'cot'
  | 'infant'
  | 'service'
  | 'free'
  | 'doors'
  | 'company'
  | 'siblings'
  | 'language'
  | 'step_free_kept'
  | 'calm'
  | 'same_age'
  | 'near'
  | 'balance'
  | 'long_enough'
  | 'low_bed'
  | 'overflow'
  | 'family_room'
  | 'together';

export interface Reason {
  readonly sign: 'for' | 'against' | 'unknown';
  readonly rule: RuleName;
  /** Key of the sentence: `placement:reasons.<code>`. */
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** A hard reason against forbids; a soft one only costs points. Unknown is always hard. */
  readonly hard: boolean;
  readonly points: number;
  /** A no that the rule set lets only ask, or that somebody may set aside and did. */
  readonly eased?: 'relaxed' | 'accepted';
}

export type Verdict = 'fits' | 'ask' | 'no' | 'not_proposed';

const NOTHING = Object.freeze({});
export type Params = Reason['params'];

export const pass = (rule: RuleName, code: string, params: Params = NOTHING): Reason => ({
  sign: 'for',
  rule,
  code,
  params,
  hard: true,
  points: 0,
});
export const fail = (rule: RuleName, code: string, params: Params = NOTHING): Reason => ({
  sign: 'against',
  rule,
  code,
  params,
  hard: true,
  points: 0,
});
export const unknown = (rule: RuleName, code: string, params: Params = NOTHING): Reason => ({
  sign: 'unknown',
  rule,
  code,
  params,
  hard: true,
  points: 0,
});
export const soft = (
  points: number,
  rule: RuleName,
  code: string,
  params: Params = NOTHING,
): Reason => ({ sign: points < 0 ? 'against' : 'for', rule, code, params, hard: false, points });

/** A no that no rule set relaxes and that nobody sets aside, whatever may be done with its rule. */
export const NEVER_EASED: ReadonlySet<string> = new Set(['cot_only_infants']);

/** Turns a failed rule into a pass if it is overridden for this bed, or into a question if the rule set relaxes it. */
export function ease(
  reason: Reason,
  relaxed: ReadonlySet<RuleName>,
  accepted?: ReadonlySet<RuleName>,
): Reason {
  if (reason.sign !== 'against' || !reason.hard || NEVER_EASED.has(reason.code)) return reason;
  if (accepted?.has(reason.rule)) return { ...reason, sign: 'for', eased: 'accepted' };
  return relaxed.has(reason.rule) ? { ...reason, sign: 'unknown', eased: 'relaxed' } : reason;
}

/** The one place where reasons become a verdict, so that the two cannot disagree. */
export function verdictOf(reasons: readonly Reason[]): 'fits' | 'ask' | 'no' {
  let verdict: 'fits' | 'ask' = 'fits';
  for (const reason of reasons) {
    if (reason.sign === 'unknown') verdict = 'ask';
    else if (reason.hard && reason.sign === 'against') return 'no';
  }
  return verdict;
}

export interface AgeFact {
  readonly low: number;
  readonly high: number;
  /**
   * Steps within the stay, only where a rule's age is reached. Given (even empty): nothing else
   * changes. Absent: the birthday is not known and may fall on any night after the first.
   */
  readonly later?: readonly {
    readonly on: CivilDate;
    readonly low: number;
    readonly high: number;
  }[];
}

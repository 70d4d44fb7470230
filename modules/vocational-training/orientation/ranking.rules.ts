/**
 * Ranking of sessions for a person: sum of the weights below, with each reason. The person decides and may choose any
 * session. Sessions in regions that the person avoids are listed separately.
 */
import type { CivilDate } from '../../platform/shared/nights.rules';

export const ACCESS = ['step_free', 'hearing', 'sight', 'easy_language'] as const;
export type Access = (typeof ACCESS)[number];
export const CHILD_CARE = ['none', 'on_site', 'paid'] as const;
export const NEEDS = ['child_care', 'no_evening', 'light_work', ...ACCESS] as const;
export type Need = (typeof NEEDS)[number];

/** A code of the list training_trades, with the field that it is under. */
export interface WishedTrade {
  readonly code: string;
  readonly field: string;
}

export interface Wishes {
  /** Codes of the list isced_fields: of who knows the direction alone. */
  readonly interests: readonly string[];
  readonly trades: readonly WishedTrade[];
  /** Code of the list isced_levels; null where it is not known. */
  readonly schooling: string | null;
  readonly languages: readonly string[];
  /** Codes of the list occupation_groups. */
  readonly experience: readonly string[];
  readonly needs: readonly Need[];
  /** Regions to which the person does not go. */
  readonly avoids: readonly string[];
}

export interface Offer {
  readonly id: string;
  readonly field: string;
  /** Null for courses without a single trade. */
  readonly trade: string | null;
  readonly buildsOn: string | null;
  readonly language: string;
  readonly access: readonly string[];
  readonly childCare: (typeof CHILD_CARE)[number];
  readonly strenuous: boolean;
  readonly region: string;
  readonly startsOn: CivilDate;
  /** By the clock: "18:30". */
  readonly endsAt: string;
  readonly free: number;
  readonly waiting: number;
}

export const WEIGHTS = {
  trade: 4,
  interest: 3,
  near_trade: 2,
  other_field: -1,
  language: 2,
  no_language: -3,
  schooling: 1,
  schooling_low: -3,
  schooling_unknown: -1,
  experience: 1,
  child_care: 2,
  no_child_care: -4,
  access: 1,
  no_access: -4,
  day_time: 1,
  evening: -3,
  heavy: -3,
  place: 1,
  line: -2,
  avoided: -100,
} as const;
export type ReasonCode = keyof typeof WEIGHTS;

export interface Reason {
  readonly code: ReasonCode;
  readonly weight: number;
  /** Parameter of the reason: trade, need, or length of the waiting list. */
  readonly of?: string | number;
}

export interface Proposal<O extends Offer = Offer> {
  readonly offer: O;
  readonly score: number;
  readonly for: readonly Reason[];
  readonly against: readonly Reason[];
  /** In a region where the person does not go. */
  readonly apart: boolean;
}

/** Which fields somebody knows from what they worked in; the rest leads to none. */
const FIELDS_OF: Readonly<Record<string, readonly string[]>> = {
  '4': ['04', '06'],
  '5': ['10', '04'],
  '6': ['08'],
  '7': ['07', '02'],
  '8': ['07'],
};
const EVENING = '18:00';

export function reasonsFor(wishes: Wishes, offer: Offer): Reason[] {
  const found: Reason[] = [];
  const say = (code: ReasonCode, of?: string | number) =>
    found.push({ code, weight: WEIGHTS[code], ...(of !== undefined && { of }) });
  const needs = (need: Need) => wishes.needs.includes(need);

  if (wishes.avoids.includes(offer.region)) say('avoided');
  const near = wishes.trades.find(({ field }) => field === offer.field);
  if (wishes.trades.some(({ code }) => code === offer.trade)) say('trade', offer.trade!);
  else if (wishes.interests.includes(offer.field)) say('interest');
  else if (near) say('near_trade', near.code);
  else if (wishes.interests.length + wishes.trades.length > 0) say('other_field');
  say(wishes.languages.includes(offer.language) ? 'language' : 'no_language');
  if (offer.buildsOn !== null) {
    if (wishes.schooling === null) say('schooling_unknown');
    else say(wishes.schooling >= offer.buildsOn ? 'schooling' : 'schooling_low');
  }
  if (wishes.experience.some((group) => FIELDS_OF[group]?.includes(offer.field))) say('experience');
  if (needs('child_care')) say(offer.childCare === 'none' ? 'no_child_care' : 'child_care');
  for (const need of ACCESS) {
    if (needs(need)) say(offer.access.includes(need) ? 'access' : 'no_access', need);
  }
  if (needs('no_evening')) say(offer.endsAt > EVENING ? 'evening' : 'day_time');
  if (needs('light_work') && offer.strenuous) say('heavy');
  if (offer.free > 0 && offer.waiting === 0) say('place', offer.free);
  else say('line', offer.waiting);
  return found;
}

/** The best first; of equals the one that begins first; what is to be avoided last. */
export function rankOffers<O extends Offer>(wishes: Wishes, offers: readonly O[]): Proposal<O>[] {
  return offers
    .map((offer): Proposal<O> => {
      const reasons = reasonsFor(wishes, offer);
      return {
        offer,
        score: reasons.reduce((sum, { weight }) => sum + weight, 0),
        for: reasons.filter(({ weight }) => weight > 0),
        against: reasons.filter(({ weight }) => weight < 0),
        apart: reasons.some(({ code }) => code === 'avoided'),
      };
    })
    .sort(
      (a, b) =>
        b.score - a.score ||
        a.offer.startsOn.localeCompare(b.offer.startsOn) ||
        a.offer.id.localeCompare(b.offer.id),
    );
}

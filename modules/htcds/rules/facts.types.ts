/** Facts of a person for which HTCDS has fields. */
import type { HtcdsLocation } from './locations.rules';

export interface Referral {
  readonly partner: string;
  readonly country: string;
  readonly region: string | null;
  readonly partnerType: string | null;
  readonly on: string;
  /** To another place, and not for another service. */
  readonly moves: boolean;
  readonly details: string | null;
}

export interface Goal {
  readonly objectives: string | null;
  readonly steps: readonly string[];
  readonly dimension: string;
  readonly plannedEnd: string | null;
  readonly actualEnd: string | null;
}

export interface PersonFacts {
  readonly given: string | null;
  readonly family: string | null;
  readonly birthDate: string | null;
  readonly documents: readonly string[];
  readonly phone: string | null;
  readonly languages: readonly string[];
  /** By the crosswalk, field by field. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  readonly stage: string;
  /** It was handed over to another organisation when it closed. */
  readonly handedOver: boolean;
  readonly recruitment: HtcdsLocation;
  readonly transit: readonly HtcdsLocation[];
  readonly exploitation: HtcdsLocation;
  readonly story: string | null;
  readonly owner: string | null;
  readonly referrals: readonly Referral[];
  readonly goals: readonly Goal[];
  /** All seven points were answered yes. */
  readonly consent: boolean | null;
}

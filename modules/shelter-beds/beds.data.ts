/** Codes of shelters, beds and requests, in the order in which people choose from them. */
export const SHELTER_KINDS = ['emergency', 'temporary'] as const;
export const RECEIVED = ['woman', 'man', 'girl', 'boy', 'any_gender'] as const;
/** Who is there for those who sleep: up all night, asleep in the house, to be rung up, nobody. */
export const NIGHT_STAFF = ['awake', 'asleep', 'on_call', 'none'] as const;
export const ROOM_MIXES = ['women', 'men', 'family', 'minors', 'mixed'] as const;
export const BED_KINDS = ['single', 'bunk_lower', 'bunk_upper', 'cot', 'overflow'] as const;
/** The year round, for a season with its end, or when the house overflows. */
export const AVAILABILITIES = ['year_round', 'seasonal', 'overflow'] as const;
export type Availability = (typeof AVAILABILITIES)[number];
export const URGENCIES = ['tonight', 'days', 'planned'] as const;
export const SOURCES = ['hotline', 'police', 'ngo', 'self', 'shelter', 'other'] as const;
export const BASES = ['consent', 'vital_interest'] as const;
export const EXIT_OUTCOMES = ['left', 'moved'] as const;
export const RELEASES = ['cancelled', 'no_show'] as const;

export const RISKS = ['none', 'some', 'high', 'immediate'] as const;
export const NEAR_REASONS = ['hearing', 'school', 'care', 'work'] as const;
export const MEDICAL_NEEDS = ['none', 'medicine', 'care', 'urgent'] as const;
export const OFFER_REFUSALS = [
  'too_far',
  'other_place',
  'not_ready',
  'not_suitable',
  'wish',
  'other',
] as const;
export const TURN_AWAY_REASONS = [
  'no_bed',
  'no_fitting_bed',
  'not_received_here',
  'safety',
  'own_choice',
  'other',
] as const;

export type Risk = (typeof RISKS)[number];
export type NearReason = (typeof NEAR_REASONS)[number];
export type MedicalNeed = (typeof MEDICAL_NEEDS)[number];
export type OfferRefusal = (typeof OFFER_REFUSALS)[number];
export type TurnAwayReason = (typeof TURN_AWAY_REASONS)[number];
export type NightStaff = (typeof NIGHT_STAFF)[number];
export type ShelterKind = (typeof SHELTER_KINDS)[number];
export type Urgency = (typeof URGENCIES)[number];
export type RequestSource = (typeof SOURCES)[number];
export type Basis = (typeof BASES)[number];

export const REVIEW_FINDINGS = ['agreed', 'objected'] as const;
export type ReviewFinding = (typeof REVIEW_FINDINGS)[number];

/** Why bed boards do not show somebody. */
export const HIDING_REASONS = ['wish', 'threat', 'known_here'] as const;
export type HidingReason = (typeof HIDING_REASONS)[number];

/** Codes of shelters, beds and requests, in the order in which people choose from them. */
export const SHELTER_KINDS = ['emergency', 'temporary'] as const;
export const RECEIVED = ['woman', 'man', 'girl', 'boy', 'any_gender'] as const;
export const ROOM_MIXES = ['women', 'men', 'family', 'minors', 'mixed'] as const;
export const BED_KINDS = ['single', 'bunk_lower', 'bunk_upper', 'cot', 'overflow'] as const;
export const URGENCIES = ['tonight', 'days', 'planned'] as const;
export const SOURCES = ['hotline', 'police', 'ngo', 'self', 'shelter', 'other'] as const;
export const BASES = ['consent', 'vital_interest'] as const;
export const EXIT_OUTCOMES = ['left', 'moved'] as const;
export const RELEASES = ['cancelled', 'no_show'] as const;

export type ShelterKind = (typeof SHELTER_KINDS)[number];
export type Urgency = (typeof URGENCIES)[number];
export type RequestSource = (typeof SOURCES)[number];
export type Basis = (typeof BASES)[number];

export const FINDINGS = ['agreed', 'objected'] as const;
export type Finding = (typeof FINDINGS)[number];

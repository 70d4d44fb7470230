/** Codes of complaints: stages, subjects, actions. The transitions are data. */
export const STAGES = [
  'received',
  'acknowledged',
  'under_investigation',
  'measures',
  'referred',
  'answered',
  'closed',
  'reopened',
  'appealed',
] as const;
export type Stage = (typeof STAGES)[number];

/** The way most complaints go, for the picture of it. */
export const USUAL_STAGES = [
  'received',
  'acknowledged',
  'under_investigation',
  'answered',
  'closed',
] as const;

export const COMPLAINT_SUBJECTS = [
  'staff',
  'manager',
  'resident',
  'partner',
  'authority',
  'focal_point',
  'other',
] as const;
export type ComplaintSubject = (typeof COMPLAINT_SUBJECTS)[number];

export const COMPLAINT_CHANNELS = ['page', 'paper', 'phone'] as const;
export type ComplaintChannel = (typeof COMPLAINT_CHANNELS)[number];

export const ACCUSED = ['user', 'shelter', 'organisation', 'unnamed'] as const;
export type AccusedKind = (typeof ACCUSED)[number];

export const MEASURES = [
  'no_contact',
  'moved_away',
  'suspended',
  'case_blocked',
  'safe_place',
  'medical',
  'other',
] as const;
export type MeasureKind = (typeof MEASURES)[number];

export const FINDINGS = ['none', 'signs', 'not_reached'] as const;
export type Finding = (typeof FINDINGS)[number];

/** Authority a complaint was referred to, or reason for closing; stored with the step. */
export const AUTHORITIES = [
  'police',
  'prosecutor',
  'child_protection',
  'labour',
  'un_inquiry',
] as const;
export const CLOSING_REASONS = [
  'satisfied',
  'no_reply',
  'withdrawn',
  'not_confirmed',
  'settled',
] as const;

export const reasonsOf = (stage: Stage): readonly string[] =>
  stage === 'referred' ? AUTHORITIES : stage === 'closed' ? CLOSING_REASONS : [];

/** Longer than anybody writes on a phone; every text of a complaint. */
export const LONGEST_TEXT = 10_000;

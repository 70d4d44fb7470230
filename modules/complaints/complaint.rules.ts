/** The words of complaints: stages, whom they are about, what is done. Which step may follow is data. */
export const STAGES = [
  'received',
  'acknowledged',
  'looking',
  'measures',
  'referred',
  'answered',
  'closed',
  'reopened',
  'appealed',
] as const;
export type Stage = (typeof STAGES)[number];

/** The way most complaints go, for the picture of it. */
export const USUAL_WAY = ['received', 'acknowledged', 'looking', 'answered', 'closed'] as const;

export const ABOUTS = [
  'staff',
  'manager',
  'resident',
  'partner',
  'authority',
  'focal_point',
  'other',
] as const;
export type About = (typeof ABOUTS)[number];

export const WAYS = ['page', 'paper', 'phone'] as const;
export type Way = (typeof WAYS)[number];

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

/** To whom it was sent, or why it is closed; said with the step. */
export const AUTHORITIES = [
  'police',
  'prosecutor',
  'child_protection',
  'labour',
  'un_inquiry',
] as const;
export const CLOSINGS = ['satisfied', 'no_reply', 'withdrawn', 'not_confirmed', 'settled'] as const;

export const reasonsOf = (stage: Stage): readonly string[] =>
  stage === 'referred' ? AUTHORITIES : stage === 'closed' ? CLOSINGS : [];

/** Longer than anybody writes on a phone; every text of a complaint. */
export const LONGEST_TEXT = 10_000;

/** Codes of referrals: states, urgency, outcomes. The transitions are data. */
export const REFERRAL_STATES = [
  'sent',
  'seen',
  'accepted',
  'in_progress',
  'declined',
  'closed',
  'revoked',
  'expired',
] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];

export const URGENCIES = ['urgent', 'soon', 'normal'] as const;
export type ReferralUrgency = (typeof URGENCIES)[number];

export const OUTCOMES = ['completed', 'not_reached', 'stopped'] as const;
export type ReferralOutcome = (typeof OUTCOMES)[number];

/** Parts that can be disclosed; never a name, a telephone number or a document. */
export const SHEET_PARTS = ['facts', 'needs', 'safe_contact'] as const;
export type SheetPart = (typeof SHEET_PARTS)[number];

export type StepAuthor = 'sender' | 'partner' | 'system';
export type StepChannel = 'here' | 'phone' | 'account' | 'link';

const WAITING: readonly ReferralState[] = ['sent', 'seen'];
const FOLLOWED: readonly ReferralState[] = ['accepted', 'in_progress'];

/** The partner has not answered yet. */
export const awaitsAnswer = (state: ReferralState): boolean => WAITING.includes(state);
/** Accepted by the partner, without an outcome yet. */
export const isFollowed = (state: ReferralState): boolean => FOLLOWED.includes(state);
export const isLive = (state: ReferralState): boolean => awaitsAnswer(state) || isFollowed(state);

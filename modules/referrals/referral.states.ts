/** The words of a referral: where it stands, how urgent it is, what came of it. Which step follows which is data. */
export const STATES = [
  'sent',
  'seen',
  'accepted',
  'in_progress',
  'declined',
  'closed',
  'revoked',
  'expired',
] as const;
export type State = (typeof STATES)[number];

export const URGENCIES = ['urgent', 'soon', 'normal'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const OUTCOMES = ['completed', 'not_reached', 'stopped'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What of a person can be told: never a name, a number to call or a document. */
export const PARTS = ['facts', 'needs', 'safe_contact'] as const;
export type Part = (typeof PARTS)[number];

export type Side = 'sender' | 'partner' | 'system';
export type How = 'here' | 'phone' | 'account' | 'link';

const WAITING: readonly State[] = ['sent', 'seen'];
const FOLLOWED: readonly State[] = ['accepted', 'in_progress'];

/** The partner has not answered yet. */
export const waits = (state: State): boolean => WAITING.includes(state);
/** The partner said yes, and has not said yet what came of it. */
export const isFollowed = (state: State): boolean => FOLLOWED.includes(state);
export const isLive = (state: State): boolean => waits(state) || isFollowed(state);

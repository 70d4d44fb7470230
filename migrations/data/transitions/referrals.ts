/** Which state of a referral follows which, and who may take the step; pages and a trigger read `referral_transitions`. */
import type { TableRows } from '../insert-rows';

type Side = 'partner' | 'sender' | 'system';

const BOTH_SIDES: readonly Side[] = ['partner', 'sender'];
const SENDER_OR_SYSTEM: readonly Side[] = ['sender', 'system'];
const SYSTEM: readonly Side[] = ['system'];

export const REFERRAL_STEPS: Readonly<Record<string, Readonly<Record<string, readonly Side[]>>>> = {
  sent: {
    seen: ['partner'],
    accepted: BOTH_SIDES,
    declined: BOTH_SIDES,
    revoked: SENDER_OR_SYSTEM,
    expired: SYSTEM,
  },
  // From a state to itself: a question of the partner, and further news of somebody who comes.
  seen: {
    seen: ['partner'],
    accepted: BOTH_SIDES,
    declined: BOTH_SIDES,
    revoked: SENDER_OR_SYSTEM,
    expired: SYSTEM,
  },
  accepted: {
    accepted: ['partner'],
    in_progress: BOTH_SIDES,
    closed: BOTH_SIDES,
    revoked: SENDER_OR_SYSTEM,
    expired: SYSTEM,
  },
  in_progress: {
    in_progress: BOTH_SIDES,
    closed: BOTH_SIDES,
    revoked: SENDER_OR_SYSTEM,
    expired: SYSTEM,
  },
};

export const REFERRAL_TRANSITION_ROWS: TableRows = [
  'referral_transitions',
  Object.entries(REFERRAL_STEPS).flatMap(([from, next]) =>
    Object.entries(next).map(([to, sides]) => ({ from_state: from, to_state: to, sides })),
  ),
];

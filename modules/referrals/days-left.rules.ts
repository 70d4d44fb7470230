/** How much of the time for an answer is left, as something that can be drawn. */
import type { ReferralState } from './referral-states.rules';
import { awaitsAnswer } from './referral-states.rules';

export interface DaysLeft {
  /** Whole days until the answer is due, begun ones counted; below zero once it is late. */
  readonly days: number;
  /** Elapsed share of the time, 0 to 100. */
  readonly gone: number;
  readonly tone: 'calm' | 'near' | 'late';
}

const DAY = 24 * 3600 * 1000;
/** From here on the bar asks to be looked at. */
const NEAR = 60;

/** Null once the partner has answered: nothing runs any more. */
export function daysLeft(
  { state, sentAt, dueAt }: { state: ReferralState; sentAt: Date; dueAt: Date },
  now: Date,
): DaysLeft | null {
  if (!awaitsAnswer(state)) return null;
  const [left, whole] = [dueAt.getTime() - now.getTime(), dueAt.getTime() - sentAt.getTime()];
  if (left <= 0) return { days: -Math.ceil(-left / DAY) || 0, gone: 100, tone: 'late' };
  const gone = Math.min(100, Math.max(0, Math.round(100 * (1 - left / whole))));
  return { days: Math.ceil(left / DAY), gone, tone: gone >= NEAR ? 'near' : 'calm' };
}

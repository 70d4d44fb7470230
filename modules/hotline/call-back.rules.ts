/** What an attempt to call back leaves behind. */
export const ATTEMPTS = [
  'reached',
  'no_answer',
  'engaged',
  'somebody_else',
  'unsafe',
  'not_wanted',
] as const;
export type AttemptOutcome = (typeof ATTEMPTS)[number];

export type CallBackClosure = 'reached' | 'not_wanted' | 'unsafe' | 'called_again' | 'expired';

export type NextStep =
  | { readonly closes: Exclude<CallBackClosure, 'called_again' | 'expired'> }
  | { readonly nextAt: Date };

const AGAIN_MINUTES = { no_answer: 60, engaged: 15, somebody_else: 180 } as const;

/**
 * Reached and not wanted end it; so does a sign of danger: whoever may be in it calls again, and is not
 * called. Otherwise it is tried again, later where somebody else answered, unless a time was agreed.
 */
export function nextStepAfterAttempt(
  outcome: AttemptOutcome,
  now: Date,
  agreed: Date | null,
): NextStep {
  if (outcome === 'reached' || outcome === 'not_wanted' || outcome === 'unsafe') {
    return { closes: outcome };
  }
  return { nextAt: agreed ?? new Date(now.getTime() + AGAIN_MINUTES[outcome] * 60_000) };
}

/** Results of attempts to call back. */
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
 * Next step after an attempt. Ends if the person was reached, does not want to be called, or may be in danger (a call
 * could expose them). Otherwise another attempt: at the agreed time, or later if somebody else answered.
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

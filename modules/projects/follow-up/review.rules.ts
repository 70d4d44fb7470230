/** State of a review: the windows of placements' marks, whether the business was reached and is alive. */
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

export type ReviewMarkState =
  | 'ahead' // its window has not opened
  | 'open' // one may ask now
  | 'alive'
  | 'not_alive'
  | 'lost'; // its window closed and nobody was reached

export interface PastReview {
  readonly months: number;
  readonly outcome: 'alive' | 'not_alive' | 'not_reached';
}

export function reviewState(
  due: FollowUpWindow,
  reviews: readonly PastReview[],
  today: CivilDate,
): ReviewMarkState {
  const lastOutcome = reviews.find(
    ({ months, outcome }) => months === due.months && outcome !== 'not_reached',
  )?.outcome;
  if (lastOutcome === 'alive' || lastOutcome === 'not_alive') return lastOutcome;
  if (today < due.opensOn) return 'ahead';
  return today <= due.closesOn ? 'open' : 'lost';
}

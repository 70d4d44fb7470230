/** Validation of decisions on due reports. */
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { CalendarState, PutAway } from './expected-reports.rules';

export interface PutAwayDecision {
  readonly disposition: PutAway;
  readonly reason: string;
  /** For reports sent without Mawa: day, recipient and reference. */
  readonly sentOn?: CivilDate;
  readonly sentTo?: string;
  readonly reference?: string;
}

/** Errors of a decision, one per field; empty if it is valid. */
export function decisionErrors(
  { disposition, sentOn, sentTo, reference }: PutAwayDecision,
  today: CivilDate,
): DomainError[] {
  if (disposition === 'not_due') {
    const isSent = sentOn !== undefined || sentTo !== undefined || reference !== undefined;
    return isSent ? [new DomainError('invalid', 'calendar.sent_or_not', {}, 'disposition')] : [];
  }
  const errors: DomainError[] = [];
  if (sentOn === undefined) {
    errors.push(new DomainError('invalid', 'calendar.needs_sent_on', {}, 'sentOn'));
  } else if (sentOn > today) {
    errors.push(new DomainError('invalid', 'calendar.sent_later', {}, 'sentOn'));
  }
  if (sentTo === undefined) {
    errors.push(new DomainError('invalid', 'calendar.needs_sent_to', {}, 'sentTo'));
  }
  return errors;
}

/** Why a report in this state is not put away; null where it can be. */
export function putAwayRefusal(state: CalendarState): string | null {
  switch (state) {
    case 'ahead':
      return 'calendar.not_over';
    case 'approved':
      return 'calendar.approved_already';
    case 'sent_outside':
    case 'not_due':
      return 'calendar.changed_meanwhile';
    default:
      return null;
  }
}

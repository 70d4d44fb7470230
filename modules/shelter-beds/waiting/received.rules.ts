/** Whether a house receives the people of a request at all: without that no bed of it is offered. */
import { addDays } from '../../platform/shared/nights.rules';
import type { PlacingSettings } from '../placing/age.rules';
import { receptionReason } from '../placing/hard.rules';
import { memberFactsOf } from '../placing/member-facts.rules';
import type { ReceptionSign } from '../placing/placing.types';
import type { RequestRow } from '../requests/requests.queries';

type WaitingRequest = Pick<RequestRow, 'people' | 'neededFrom'>;

/**
 * The rule "received" of a placement, on the first night alone. What is not known does not exclude:
 * it is asked when a bed is offered.
 */
export function mayReceive(
  { people, neededFrom }: WaitingRequest,
  receives: readonly ReceptionSign[],
  settings: PlacingSettings,
): boolean {
  if (settings.relaxed.has('received')) return true;
  const party = {
    members: people.map(({ caseId, sex, accessNeed, ageLow, ageHigh }) => ({
      caseId,
      sex,
      accessNeed,
      age: ageLow === null || ageHigh === null ? null : { low: ageLow, high: ageHigh, later: [] },
    })),
    related: false,
    nights: { from: neededFrom, until: addDays(neededFrom, 1) },
    urgency: 'tonight',
  };
  return memberFactsOf(party, settings).every(
    (who) => receptionReason(who, { receives }).sign !== 'against',
  );
}

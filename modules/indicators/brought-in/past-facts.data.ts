/** Past records by the kind of fact that they correspond to; other facts have none. */
import { SERVICES_GIVEN } from '../../assistance-services';
import {
  PAST_CERTIFICATES,
  PAST_COMPLETIONS,
  PAST_DROPOUTS,
  PAST_ENROLMENTS,
  PAST_FOLLOW_UPS,
  PAST_REFERRALS,
  PAST_SERVICES,
} from '../../past-records';
import type { FactSource } from '../../platform/shared/fact-source.types';
import { chosenRows, type PastChoice } from '../../platform/shared/past-choice.rules';
import { REFERRALS_SENT } from '../../referrals';
import { NIGHTS_SLEPT, PAST_NIGHTS } from '../../shelter-beds';
import { CERTIFIED, COMPLETED, DROPPED_OUT, ENROLLED } from '../../vocational-training';
import { PAST_SERVED, SERVED } from '../people-served/people-served.facts';
import { FOLLOW_UPS } from './follow-ups.facts';

const PAST_ROWS: ReadonlyMap<FactSource, string> = new Map([
  [SERVED, PAST_SERVED],
  [NIGHTS_SLEPT, PAST_NIGHTS],
  [SERVICES_GIVEN, PAST_SERVICES],
  [REFERRALS_SENT, PAST_REFERRALS],
  [ENROLLED, PAST_ENROLMENTS],
  [COMPLETED, PAST_COMPLETIONS],
  [CERTIFIED, PAST_CERTIFICATES],
  [DROPPED_OUT, PAST_DROPOUTS],
  [FOLLOW_UPS, PAST_FOLLOW_UPS],
]);

/** In the columns of the facts; null where nothing of them is brought in. */
export const pastRowsOf = (of: FactSource): string | null => PAST_ROWS.get(of) ?? null;

/** The facts as the choice asks for them; who asks for what is brought in has seen that something can be. */
export function factsWithPast(of: FactSource, choice: PastChoice): string {
  if (choice === 'without') return of.rows;
  const past = pastRowsOf(of);
  if (past === null) throw new Error('nothing of these facts is brought in');
  return chosenRows(of.rows, past, choice);
}

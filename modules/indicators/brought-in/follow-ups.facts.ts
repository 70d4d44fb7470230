/** Follow-ups of returns and of work as one kind of fact; each counts, whether or not the person was reached. */
import { WORK_FOLLOW_UPS } from '../../employment';
import type { FactSource } from '../../platform/shared/fact-source.types';
import { RETURN_FOLLOW_UPS } from '../../voluntary-return';

export const FOLLOW_UPS: FactSource = {
  ofPeople: true,
  cuts: ['follow_up_of', 'follow_up_answer'],
  rows: `${RETURN_FOLLOW_UPS} UNION ALL ${WORK_FOLLOW_UPS}`,
};

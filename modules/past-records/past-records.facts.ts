/** Records of before Mawa that were brought in, in the columns of the facts of Mawa: a record is a unit. */
import type { PastRecordKind } from './past-record-kinds.data';

const recordsOf = (
  kind: PastRecordKind['kind'],
  day: string,
  columns: string,
  more = '',
): string => `
    SELECT p.id AS unit, coalesce(m.person_id, p.case_id) AS person, ${day} AS day, ${columns}
      FROM past_records p${more}
      LEFT JOIN mawa_merged($2::date) m ON m.case_id = p.case_id
     WHERE p.kind = '${kind}' AND ${day} >= $1::date AND ${day} < $2::date`;

const FIRST_DAY = 'lower(p.days)';
const LAST_DAY = '(upper(p.days) - 1)';

/** As SERVICES_GIVEN. */
export const PAST_SERVICES = recordsOf(
  'service',
  FIRST_DAY,
  'p.what AS service_type, t.category AS service_category',
  '\n      JOIN service_types t ON t.code = p.what',
);

/**
 * As REFERRALS_SENT. Where help was received or stopped, the partner had accepted; of others than those that it
 * declined, the answer is not known.
 */
export const PAST_REFERRALS = recordsOf(
  'referral',
  FIRST_DAY,
  `o.partner_type, p.what AS referral_help,
           CASE WHEN p.outcome IN ('completed', 'stopped') THEN 'accepted' WHEN p.outcome = 'declined' THEN 'declined' END
             AS referral_answer`,
  '\n      JOIN organisations o ON o.id = p.organisation_id',
);

/** Referrals after which the help was received. */
export const PAST_REFERRALS_COMPLETED = `${PAST_REFERRALS} AND p.outcome = 'completed'`;

/** As ENROLLED: a training began on its first day. */
export const PAST_ENROLMENTS = recordsOf('training', FIRST_DAY, 'NULL::text AS training_region');

const ended = (...outcomes: readonly string[]): string =>
  `${recordsOf('training', LAST_DAY, 'NULL::text AS training_region')}
       AND p.outcome IN (${outcomes.map((outcome) => `'${outcome}'`).join(', ')})`;

/** As COMPLETED, CERTIFIED and DROPPED_OUT, on the last day; who got a certificate had completed the training. */
export const PAST_COMPLETIONS = ended('completed', 'certified');
export const PAST_CERTIFICATES = ended('certified');
export const PAST_DROPOUTS = ended('dropped_out');

/** As FOLLOW_UPS. */
export const PAST_FOLLOW_UPS = recordsOf(
  'follow_up',
  FIRST_DAY,
  'p.what AS follow_up_of, p.outcome AS follow_up_answer',
);

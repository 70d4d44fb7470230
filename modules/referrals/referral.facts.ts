/** Referrals by the day of sending, and what became of each: as referral.figures.ts counts them. */
import type { FactSource } from '../platform/shared/fact-source.types';

export const REFERRALS_SENT: FactSource = {
  ofPeople: true,
  cuts: ['partner_type', 'referral_answer', 'referral_help'],
  rows: `
    SELECT r.id AS unit, coalesce(m.person_id, r.case_id) AS person, mawa_day(r.sent_at) AS day, o.partner_type,
           r.service AS referral_help,
           CASE WHEN r.answered_at IS NOT NULL AND r.state <> 'declined' THEN 'accepted' WHEN r.state IN ('sent', 'seen') THEN 'waiting'
                ELSE r.state END AS referral_answer
      FROM referrals r JOIN organisations o ON o.id = r.partner_id LEFT JOIN mawa_merged($2::date) m ON m.case_id = r.case_id
     WHERE mawa_day(r.sent_at) >= $1::date AND mawa_day(r.sent_at) < $2::date`,
};

/** Requests for help from the hotline, limited by row-level security. */
import { filesIn } from '../../beneficiaries';
import { labelsSql } from '../../reference-lists';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** Why it is done although nobody was referred for it. */
export const HELP_CLOSING_REASONS = ['given_here', 'not_wanted'] as const;
export type HelpClosingReason = (typeof HELP_CLOSING_REASONS)[number];

export interface HelpRequestRow {
  readonly id: string;
  readonly caseId: string;
  /** Code of the list referral_services. */
  readonly service: string;
  readonly serviceName: Readonly<Record<Language, string>>;
  readonly urgent: boolean;
  readonly askedAt: Date;
  readonly askedOn: CivilDate;
  readonly askedBy: string;
  readonly dueAt: Date;
  /** Null: it waits. */
  readonly how: 'referred' | HelpClosingReason | null;
  readonly answeredAt: Date | null;
  readonly answeredBy: string | null;
  readonly referralId: string | null;
}

const SELECT = `
  SELECT h.id, h.case_id AS "caseId", h.service, ${labelsSql('referral_services', 'h.list_version', 'h.service')} AS "serviceName",
         h.urgent, h.asked_at AS "askedAt", mawa_day(h.asked_at)::text AS "askedOn", localized_name(u.name, u.names) AS "askedBy", h.due_at AS "dueAt", a.how, a.at AS "answeredAt",
         localized_name(b.name, b.names) AS "answeredBy", a.referral_id AS "referralId"
    FROM help_asked h JOIN users u ON u.id = h.asked_by LEFT JOIN help_answers a ON a.help_id = h.id LEFT JOIN users b ON b.id = a.by`;
const ORDER = 'ORDER BY a.at IS NOT NULL, h.due_at, h.asked_at, h.service, h.id';

/** Requests in all joined cases of the person, open ones first. */
export const helpRequestsOfPerson = (tx: Tx, caseId: string): Promise<HelpRequestRow[]> =>
  tx.query<HelpRequestRow>(`${SELECT} WHERE h.case_id = ANY (${filesIn()}) ${ORDER}`, [caseId]);

/** Open requests in all joined cases of the person $1. */
export const WAITING_HELP_OF_PERSON = `${SELECT} WHERE h.case_id = ANY (${filesIn()}) AND a.how IS NULL ${ORDER}`;

export async function helpRequestOf(tx: Tx, id: string): Promise<HelpRequestRow | null> {
  const [row] = await tx.query<HelpRequestRow>(`${SELECT} WHERE h.id = $1`, [id]);
  return row ?? null;
}

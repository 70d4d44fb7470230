/** Referrals of visible people, limited by row-level security. */
import { filesIn } from '../beneficiaries';
import { labelsSql } from '../reference-lists';
import type { ListDefinition } from '../views';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type {
  StepChannel,
  ReferralOutcome,
  SheetPart,
  StepAuthor,
  ReferralState,
  ReferralUrgency,
} from './referral-states.rules';

type Labels = Readonly<Record<Language, string>>;

export interface ReferralRow {
  readonly id: string;
  readonly reference: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly partnerId: string;
  readonly partner: string;
  readonly shareId: string;
  readonly service: string;
  readonly serviceName: Labels;
  readonly urgency: ReferralUrgency;
  readonly parts: readonly SheetPart[];
  readonly state: ReferralState;
  readonly sentById: string;
  readonly sentBy: string;
  readonly sentAt: Date;
  readonly dueAt: Date;
  readonly answeredAt: Date | null;
  readonly endedAt: Date | null;
  readonly outcome: ReferralOutcome | null;
  /** The partner answers in its own account; a link otherwise. */
  readonly hasAccount: boolean;
}

export const REFERRAL_LIST_FILTERS = ['waiting', 'late', 'followed', 'over', 'all'] as const;
export type ReferralListFilter = (typeof REFERRAL_LIST_FILTERS)[number];

export interface ReferralFilter {
  readonly caseId?: string;
  readonly partnerId?: string;
  readonly service?: string;
  readonly show?: ReferralListFilter;
}

export interface ReferralPage {
  readonly referrals: ReferralRow[];
  /** Total over all pages. */
  readonly total: number;
  /** Hand it back as `after` for the next page; null on the last. */
  readonly next: string | null;
}

export const REFERRAL_LIST: ListDefinition = {
  key: 'referrals',
  path: '/referrals',
  permission: 'referrals:read',
  filters: ['show', 'service', 'partnerId'],
  columns: [],
};

const COLUMNS = `r.id, r.reference, r.case_id AS "caseId", c.case_number AS "caseNumber", r.partner_id AS "partnerId",
  localized_name(o.name, o.names) AS partner, r.share_id AS "shareId", r.service, ${labelsSql('referral_services', 'r.list_version', 'r.service')} AS "serviceName",
  r.urgency, r.parts, r.state, r.sent_by AS "sentById", localized_name(u.name, u.names) AS "sentBy", r.sent_at AS "sentAt", r.due_at AS "dueAt",
  r.answered_at AS "answeredAt", r.ended_at AS "endedAt", r.outcome, partner_has_account(r.partner_id) AS "hasAccount"`;
const FROM = `FROM referrals r JOIN cases c ON c.id = r.case_id JOIN organisations o ON o.id = r.partner_id
  JOIN users u ON u.id = r.sent_by`;

const SHOWN: Readonly<Record<ReferralListFilter, string>> = {
  waiting: `r.state IN ('sent', 'seen')`,
  late: `r.state IN ('sent', 'seen') AND r.due_at <= mawa_now()`,
  followed: `r.state IN ('accepted', 'in_progress')`,
  over: 'r.live IS NULL',
  all: 'true',
};
const PAGE_SIZE = 50;

/** Which of the rows `r` the filter keeps. */
export const referralsWhere = ({
  caseId,
  partnerId,
  service,
  show = 'waiting',
}: ReferralFilter): { where: string; params: unknown[] } => ({
  where: `${SHOWN[show]} AND ($1::uuid IS NULL OR r.case_id = ANY (${filesIn()}))
    AND ($2::uuid IS NULL OR r.partner_id = $2) AND ($3::text IS NULL OR r.service = $3)`,
  params: [caseId ?? null, partnerId ?? null, service ?? null],
});

/** Unanswered referrals by due day, then the others, latest first. */
export async function referralsPage(
  tx: Tx,
  filter: ReferralFilter,
  after: string | null,
): Promise<ReferralPage> {
  const { show = 'waiting' } = filter;
  const byDue = show === 'waiting' || show === 'late';
  const [key, order] = byDue
    ? ['(r.due_at, r.id) >', 'r.due_at, r.id']
    : ['(r.sent_at, r.id) <', 'r.sent_at DESC, r.id DESC'];
  const last = byDue ? 'l.due_at' : 'l.sent_at';
  const { where, params } = referralsWhere(filter);
  const [{ total } = { total: 0 }] = await tx.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM referrals r WHERE ${where}`,
    params,
  );
  const rows = await tx.query<ReferralRow>(
    `SELECT ${COLUMNS} ${FROM} WHERE ${where}
        AND ($4::uuid IS NULL OR ${key} (SELECT ${last}, l.id FROM referrals l WHERE l.id = $4))
      ORDER BY ${order} LIMIT ${PAGE_SIZE + 1}`,
    [...params, after],
  );
  const referrals = rows.slice(0, PAGE_SIZE);
  return { referrals, total, next: rows.length > PAGE_SIZE ? referrals.at(-1)!.id : null };
}

export async function referralOf(tx: Tx, id: string): Promise<ReferralRow | null> {
  const [row] = await tx.query<ReferralRow>(`SELECT ${COLUMNS} ${FROM} WHERE r.id = $1`, [id]);
  return row ?? null;
}

export interface StepRow {
  readonly id: string;
  readonly referralId: string;
  readonly reference: string;
  readonly partner: string;
  /** Null of the first. */
  readonly from: ReferralState | null;
  readonly to: ReferralState;
  /** The note is a question to the sender. */
  readonly asks: boolean;
  readonly at: Date;
  readonly side: StepAuthor;
  readonly how: StepChannel;
  /** Null: the holder of the link. */
  readonly by: string | null;
  readonly reason: string | null;
  /** Label from the list of reasons; null for reasons set by the system. */
  readonly reasonName: Labels | null;
  readonly outcome: ReferralOutcome | null;
  readonly times: number | null;
  readonly note: Buffer | null;
}

const STEPS = `SELECT s.id, s.referral_id AS "referralId", r.reference, localized_name(o.name, o.names) AS partner, s.from_state AS "from", s.to_state AS to, s.asks, s.at, s.side, s.how,
         localized_name(u.name, u.names) AS by, s.reason, ${labelsSql('referral_declines', 's.list_version', 's.reason')} AS "reasonName",
         s.outcome, s.times, s.note
    FROM referral_steps s JOIN referrals r ON r.id = s.referral_id JOIN organisations o ON o.id = r.partner_id
    LEFT JOIN users u ON u.id = s.by`;

/** In the order in which they were taken. */
export const stepsOf = (tx: Tx, referralId: string): Promise<StepRow[]> =>
  tx.query<StepRow>(`${STEPS} WHERE s.referral_id = $1 ORDER BY s.place`, [referralId]);

export const stepsOfPerson = (tx: Tx, caseId: string): Promise<StepRow[]> =>
  tx.query<StepRow>(`${STEPS} WHERE s.case_id = $1 ORDER BY s.place`, [caseId]);

import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  CaseClosings,
  CaseTabs,
  CaseTimeline,
  filesIn,
  type TimelineEntry,
} from '../beneficiaries';
import { ShareEnds, type ConsentTopic } from '../consents';
import { type TaskKind, TaskKinds } from '../plans';
import { ListUses } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import { translate } from '../platform/web/i18n';
import { stepsOfPerson } from './referrals.queries';

/** Where a referral shows itself elsewhere: in the file, among the tasks, when a consent is withdrawn. */
@Injectable()
export class ReferralCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
    private readonly ends: ShareEnds,
    private readonly tasks: TaskKinds,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'referrals',
      does: 'goes_on',
      order: 30,
      permission: 'referrals:read',
      ids: `SELECT r.id FROM referrals r WHERE r.case_id IN (SELECT mawa_files($1)) AND r.live`,
      path: ({ caseId }) => `/people/${caseId}/referrals`,
    });
    this.timeline.add(entriesOf);
    this.tabs.add({
      key: 'referrals',
      label: 'referrals:tab',
      icon: 'arrows-right-left',
      permission: 'referrals:read',
      part: 'care',
      order: 30,
    });
    this.ends.add({ kind: 'referral', open: openUnder, end: endedUnder });
    for (const kind of TASKS) this.tasks.add(kind);
    this.uses.add('referral_services', 'referrals:uses.services');
    this.uses.add('referral_declines', 'referrals:uses.declines');
  }
}

/** Supervisors without access to the case are told only that a referral waits too long. */
const referralTaskPath = ({
  caseId,
  subjectId,
}: {
  caseId: string | null;
  subjectId: string | null;
}) => (caseId && subjectId ? `/referrals/${subjectId}` : '/caseload');

const TASKS: readonly TaskKind[] = [
  { kind: 'referral_overdue', icon: 'hourglass', path: referralTaskPath, byHand: false },
  { kind: 'referral_late', icon: 'hourglass', path: referralTaskPath, byHand: false },
  { kind: 'referral_answered', icon: 'arrows-right-left', path: referralTaskPath, byHand: true },
  { kind: 'referral_news', icon: 'arrows-right-left', path: referralTaskPath, byHand: true },
  { kind: 'referral_question', icon: 'message-question', path: referralTaskPath, byHand: true },
  { kind: 'referral_ended', icon: 'link-off', path: referralTaskPath, byHand: true },
  { kind: 'referral_no_news', icon: 'message-question', path: referralTaskPath, byHand: false },
];

async function entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const steps = await stepsOfPerson(tx, caseId);
  return steps
    .filter(({ to, asks }) => to !== 'seen' || asks)
    .map(({ referralId, reference, partner, from, to, asks, at, by, side, outcome }) => ({
      kind: 'referral',
      at,
      path: `/referrals/${referralId}`,
      ...(side === 'sender' && by !== null && { by }),
      sentence: (language) =>
        translate(
          language,
          `referrals:timeline.${asks ? 'question' : from === to ? 'news' : (outcome ?? to)}`,
          { partner, reference },
        ),
    }));
}

interface ReferralUnderShare {
  readonly id: string;
  readonly partner: string;
  readonly reference: string;
}

const referralUnderShare = (
  tx: Tx,
  { caseId, purpose, recipientId }: ConsentTopic,
): Promise<ReferralUnderShare[]> =>
  tx.query<ReferralUnderShare>(
    `SELECT r.id, r.reference, localized_name(o.name, o.names) AS partner FROM referrals r JOIN shares s ON s.id = r.share_id
       JOIN organisations o ON o.id = r.partner_id
      WHERE r.live AND r.case_id = ANY (${filesIn()}) AND s.purpose = $2 AND r.partner_id = $3
      ORDER BY r.sent_at`,
    [caseId, purpose, recipientId],
  );

async function openUnder(tx: Tx, topic: ConsentTopic) {
  return (await referralUnderShare(tx, topic)).map(({ id, partner, reference }) => ({
    id,
    sentence: (language: Parameters<TimelineEntry['sentence']>[0]) =>
      translate(language, 'referrals:ends_with_consent', { partner, reference }),
  }));
}

/** The share closes in the same transaction, and whatever closes it ends these (`shares_end_their_referrals`). */
const endedUnder = async (tx: Tx, topic: ConsentTopic): Promise<string[]> =>
  (await referralUnderShare(tx, topic)).map(({ id }) => id);

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeePart } from '../../access';
import {
  CaseAlerts,
  CaseTimeline,
  type NoticeSource,
  type TimelineEntry,
} from '../../beneficiaries';
import { TaskKinds } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';
import { inEachLanguage } from '../../platform/shared/in-each-language';
import { joinWords } from '../../platform/shared/punctuation.words';
import { formatDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import {
  helpRequestsOfPerson,
  type HelpRequestRow,
  WAITING_HELP_OF_PERSON,
} from './help-requests.queries';

/** Open requests for help as alerts of the case, and all of them on its timeline. */
@Injectable()
export class HelpRequestCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly timeline: CaseTimeline,
    private readonly alerts: CaseAlerts,
    private readonly tasks: TaskKinds,
  ) {}

  onModuleInit(): void {
    this.timeline.add(entriesOf);
    this.alerts.add(WAITING_HELP);
    this.tasks.add({
      kind: 'help_asked',
      icon: 'phone-incoming',
      byHand: false,
      path: ({ caseId }) => caseId && `/people/${caseId}/referrals`,
    });
  }
}

async function entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const path = `/people/${caseId}/referrals`;
  const ofFile = (await helpRequestsOfPerson(tx, caseId)).filter((help) => help.caseId === caseId);
  return ofFile.flatMap((help): TimelineEntry[] => {
    const said = (what: string) => (language: Language) =>
      translate(language, `referrals:help.timeline.${what}`, { help: help.serviceName[language] });
    const asked: TimelineEntry = {
      kind: 'referral',
      at: help.askedAt,
      by: help.askedBy,
      path,
      sentence: said('asked'),
    };
    // The referral has its own timeline entry.
    if (help.how === null || help.how === 'referred') return [asked];
    const by = help.answeredBy!;
    return [asked, { kind: 'referral', at: help.answeredAt!, by, path, sentence: said(help.how) }];
  });
}

type WaitingHelp = Pick<HelpRequestRow, 'urgent' | 'serviceName' | 'askedOn'>;

/** One line for all of it, since the day of the first. */
const WAITING_HELP: NoticeSource<WaitingHelp> = {
  part: 'care',
  select: WAITING_HELP_OF_PERSON,
  read: (waiting) => {
    const [since] = waiting.map(({ askedOn }) => askedOn).sort();
    if (since === undefined) return {};
    const words = inEachLanguage((language) =>
      translate(language, 'referrals:help.alert', {
        help: joinWords(
          waiting.map(({ serviceName }) => serviceName[language]),
          language,
        ),
        day: formatDate(since, language),
      }),
    );
    return {
      alerts: [{ kind: waiting.some(({ urgent }) => urgent) ? 'danger' : 'warning', words }],
    };
  },
};

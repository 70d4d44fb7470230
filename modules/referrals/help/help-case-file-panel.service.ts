import { Injectable, type OnModuleInit } from '@nestjs/common';
import { maySeePart } from '../../access';
import { type CaseAlert, CaseAlerts, CaseTimeline, type TimelineEntry } from '../../beneficiaries';
import { TaskKinds } from '../../plans';
import type { Tx } from '../../platform/database/transactions';
import { type Language, LANGUAGES } from '../../platform/shared/actor';
import { formatDate } from '../../platform/web/format';
import { translate } from '../../platform/web/i18n';
import { helpRequestsOfPerson, type HelpRequestRow } from './help-requests.queries';

/** What was asked for stands before everything of the file while it waits, and on its timeline for good. */
@Injectable()
export class HelpRequestCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly timeline: CaseTimeline,
    private readonly alerts: CaseAlerts,
    private readonly tasks: TaskKinds,
  ) {}

  onModuleInit(): void {
    this.timeline.add(entriesOf);
    this.alerts.add(openHelpAlerts);
    this.tasks.add({
      kind: 'help_asked',
      icon: 'phone-incoming',
      byHand: false,
      path: ({ caseId }) => caseId && `/people/${caseId}/referrals`,
    });
  }
}

const read = new WeakMap<
  Tx,
  { readonly caseId: string; readonly rows: Promise<HelpRequestRow[]> }
>();

/** The page of a file asks twice, for its alert and its timeline: it is read once. */
function helpRead(tx: Tx, caseId: string): Promise<HelpRequestRow[]> {
  const before = read.get(tx);
  if (before?.caseId === caseId) return before.rows;
  const rows = helpRequestsOfPerson(tx, caseId);
  read.set(tx, { caseId, rows });
  return rows;
}

async function entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const path = `/people/${caseId}/referrals`;
  const ofFile = (await helpRead(tx, caseId)).filter((help) => help.caseId === caseId);
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

/** One line for all of it, since the day of the first. */
async function openHelpAlerts(tx: Tx, caseId: string): Promise<CaseAlert[]> {
  if (!maySeePart(tx.actor, 'care')) return [];
  const waiting = (await helpRead(tx, caseId)).filter(({ how }) => how === null);
  if (waiting.length === 0) return [];
  const [since] = waiting.map(({ askedOn }) => askedOn).sort();
  const words = LANGUAGES.map((language) => [
    language,
    translate(language, 'referrals:help.alert', {
      help: waiting.map(({ serviceName }) => serviceName[language]).join(SEPARATOR[language]),
      day: formatDate(since!, language),
    }),
  ]);
  return [
    {
      kind: waiting.some(({ urgent }) => urgent) ? 'danger' : 'warning',
      words: Object.fromEntries(words) as CaseAlert['words'],
    },
  ];
}

const SEPARATOR: Readonly<Record<Language, string>> = { fr: ', ', ar: '، ', en: ', ' };

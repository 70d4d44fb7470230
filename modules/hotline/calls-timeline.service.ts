import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTimeline, type TimelineEntry } from '../beneficiaries';
import { labelsSql, ListUses } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { translate } from '../platform/web/i18n';

/** On a person's timeline a call is a day and a kind: neither its number nor its words. */
@Injectable()
export class CallsTimelineSource implements OnModuleInit {
  constructor(
    private readonly timeline: CaseTimeline,
    private readonly uses: ListUses,
  ) {}

  onModuleInit(): void {
    this.timeline.add(listTimelineEntries);
    this.uses.add('call_types', 'hotline:uses');
  }
}

interface TimelineRow {
  readonly id: string;
  readonly at: Date;
  readonly by: string;
  readonly how: 'opened' | 'linked';
  readonly labels: Readonly<Record<Language, string>> | null;
}

async function listTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const lines = await tx.query<TimelineRow>(
    `SELECT l.id, l.called_at AS at, localized_name(u.name, u.names) AS by, l.how, ${labelsSql('call_types', 'l.type_version', 'l.type')} AS labels
       FROM call_links l JOIN users u ON u.id = l.by
      WHERE l.case_id = $1 AND l.ended_at IS NULL ORDER BY l.called_at DESC LIMIT 100`,
    [caseId],
  );
  return lines.map(({ id, at, by, how, labels }) => ({
    kind: 'call',
    at,
    by,
    path: `/hotline/links/${id}`,
    sentence: (language) => {
      const sentence = translate(language, `hotline:timeline.${how}`);
      return labels ? `${sentence} · ${labels[language]}` : sentence;
    },
  }));
}

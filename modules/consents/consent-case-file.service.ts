import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseClosings, CaseTabs, CaseTimeline, type TimelineEntry } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { translate } from '../platform/web/i18n';
import { consentsOf } from './consents.queries';
import { sharesOf } from './shares.queries';

/** Consents and shares in the case file: their page in the row above it, and what happened. */
@Injectable()
export class ConsentCaseFilePanel implements OnModuleInit {
  constructor(
    private readonly closings: CaseClosings,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
  ) {}

  onModuleInit(): void {
    this.closings.add({
      key: 'shares',
      does: 'goes_on',
      order: 100,
      permission: 'consents:read',
      ids: `SELECT s.id FROM shares s WHERE s.case_id IN (SELECT mawa_files($1)) AND s.closed_at IS NULL AND s.until_at > mawa_now()`,
      path: ({ caseId }) => `/people/${caseId}/consents`,
    });
    this.timeline.add(consentEntries);
    this.timeline.add(shareEntries);
    this.tabs.add({
      key: 'consents',
      label: 'consents:tab',
      icon: 'checks',
      permission: 'consents:read',
      part: 'care',
      order: 20,
    });
  }
}

async function consentEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const consents = await consentsOf(tx, caseId);
  return consents.map(({ purpose, decision, recipient, explainedBy, at }) => ({
    kind: 'consent',
    at,
    by: explainedBy,
    path: `/people/${caseId}/consents`,
    sentence: (language) =>
      translate(language, `consents:timeline.${decision}${recipient ? '_to' : ''}`, {
        what: translate(language, `consents:purpose.${purpose}`),
        recipient,
      }),
  }));
}

async function shareEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const shares = await sharesOf(tx, { caseId });
  const path = `/people/${caseId}/consents#shares`;
  return shares.flatMap(({ recipient, reference, openedAt, openedBy, closedAt }) => {
    const entry = (word: 'opened' | 'closed', at: Date): TimelineEntry => ({
      kind: 'share',
      at,
      path,
      ...(word === 'opened' ? { by: openedBy } : {}),
      sentence: (language) =>
        translate(language, `consents:timeline.share_${word}`, { recipient, reference }),
    });
    return closedAt
      ? [entry('opened', openedAt), entry('closed', closedAt)]
      : [entry('opened', openedAt)];
  });
}

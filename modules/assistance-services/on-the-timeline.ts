import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTimeline, type TimelineEntry } from '../beneficiaries';
import type { Tx } from '../../src/database/transactions';
import { translate } from '../../src/web/i18n';
import { lastIn } from './services.queries';

/** Services in the case file, the last of them; cancelled ones say so. */
@Injectable()
export class ServicesOnTheTimeline implements OnModuleInit {
  constructor(private readonly timeline: CaseTimeline) {}

  onModuleInit(): void {
    this.timeline.add(entriesOf);
  }
}

async function entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  return (await lastIn(tx, caseId)).map(({ id, givenOn, typeName, recordedBy, cancelled }) => ({
    kind: 'service',
    at: givenOn,
    by: recordedBy,
    path: `/services/${id}`,
    sentence: (language) =>
      translate(language, `services:timeline.${cancelled ? 'cancelled' : 'given'}`, {
        what: typeName[language],
      }),
  }));
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CaseTimeline, type TimelineEntry } from '../beneficiaries';
import { Lists } from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import { formatDate } from '../platform/web/format';
import { translate } from '../platform/web/i18n';
import { PAST_RECORD_KINDS } from './past-record-kinds.data';
import { type PastRecordRow, pastRecordsOf } from './past-records.queries';

/** Records of before Mawa in the case file, each marked as brought in. */
@Injectable()
export class PastRecordTimelineSource implements OnModuleInit {
  constructor(
    private readonly timeline: CaseTimeline,
    private readonly lists: Lists,
  ) {}

  onModuleInit(): void {
    this.timeline.add((tx, caseId) => this.entriesOf(tx, caseId));
  }

  private async entriesOf(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
    const rows = await pastRecordsOf(tx, caseId);
    const codes = rows.flatMap((row) => chosenCode(row) ?? []);
    const words = await this.lists.words(tx, codes);
    return rows.map((row) => {
      const code = chosenCode(row);
      const what = (language: Language): string =>
        code ? words(code, language) : fixedWords(row, language);
      return {
        kind: timelineKind(row),
        at: row.from,
        by: row.by,
        sentence: (language) => sentenceOf(row, what(language), language),
      };
    });
  }
}

function chosenCode({ kind, what, listVersion }: PastRecordRow) {
  const codes = PAST_RECORD_KINDS.find((one) => one.kind === kind)?.what;
  return codes?.from === 'list' && listVersion !== null
    ? { list: codes.list, version: listVersion, code: what }
    : null;
}

const fixedWords = ({ kind, what, serviceName }: PastRecordRow, language: Language): string =>
  serviceName?.[language] ?? translate(language, `past:what.${kind}.${what}`);

function timelineKind({ kind, what }: PastRecordRow): TimelineEntry['kind'] {
  if (kind !== 'follow_up') return kind;
  return what === 'care' ? 'service' : (what as 'return' | 'work');
}

function sentenceOf(row: PastRecordRow, what: string, language: Language): string {
  const { kind, from, last, organisation, outcome } = row;
  const days = { from: formatDate(from, language), until: formatDate(last, language) };
  return [
    translate(language, `past:timeline.${kind}`, { what }),
    from === last ? null : translate(language, 'past:timeline.days', days),
    organisation,
    outcome && translate(language, `past:outcome.${kind}.${outcome}`),
  ]
    .filter(Boolean)
    .join(' · ');
}

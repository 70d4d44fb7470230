import type { TimelineEntry } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import { translate } from '../platform/web/i18n';
import { mergesOf } from './join.queries';

/** Joined to another file, another joined to it, parted again. */
export async function joinTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const merges = (await mergesOf(tx, caseId)).filter(
    ({ intoId, undoneAt }) => intoId === caseId || undoneAt !== null,
  );
  return merges.flatMap(
    ({ intoId, intoNumber, caseNumber: fromNumber, at, by, undoneAt, undoneBy }) => {
      const entry = (key: string, when: Date, who: string): TimelineEntry => ({
        kind: 'change',
        at: when,
        by: who,
        sentence: (language) =>
          translate(language, `duplicates:timeline.${key}`, {
            number: intoId === caseId ? fromNumber : intoNumber,
          }),
      });
      const joined = entry('joined', at, by);
      return undoneAt ? [joined, entry('parted', undoneAt, undoneBy ?? '')] : [joined];
    },
  );
}

import type { Documents } from '../../documents';
import { translate } from '../../platform/web/i18n';
import type { TimelineEntry, TimelineSource } from '../case-timeline.service';

/** Each file that was added, and each that was removed, of the parts that the actor may read. */
export const documentTimelineEntries =
  (documents: Documents): TimelineSource =>
  async (tx, caseId) => {
    const rows = await documents.list(tx, { kind: 'case', id: caseId });
    return rows.flatMap(({ id, kind, addedAt, addedBy, removed }): TimelineEntry[] => {
      const entry = (what: 'added' | 'removed', at: Date, by: string): TimelineEntry => ({
        kind: 'document',
        at,
        by,
        path: `/people/${caseId}/documents/${id}`,
        sentence: (language) =>
          translate(language, `documents:timeline.${what}`, {
            what: translate(language, `documents:kind.${kind}`),
          }),
      });
      const added = entry('added', addedAt, addedBy);
      return removed ? [entry('removed', removed.at, removed.by), added] : [added];
    });
  };

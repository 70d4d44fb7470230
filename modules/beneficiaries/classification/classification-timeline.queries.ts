import type { Tx } from '../../platform/database/transactions';
import { translate } from '../../platform/web/i18n';
import type { TimelineEntry } from '../case-timeline.service';
import { versionsOf } from './classification.queries';

/** Timeline entries about classifications, without their contents, for readers of the part `story`. */
export async function classificationTimelineEntries(
  tx: Tx,
  caseId: string,
): Promise<TimelineEntry[]> {
  const versions = await versionsOf(tx, caseId);
  return versions.map(({ version, at, by }) => ({
    kind: 'change',
    at,
    by,
    path: `/people/${caseId}/classification/versions/${version}`,
    sentence: (language) =>
      translate(language, `classification:timeline.${version === 1 ? 'first' : 'again'}`),
  }));
}

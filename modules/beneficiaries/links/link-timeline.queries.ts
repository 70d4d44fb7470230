import type { Tx } from '../../platform/database/transactions';
import { translate } from '../../platform/web/i18n';
import { labelOf } from '../../reference-lists';
import type { TimelineEntry } from '../case-timeline.service';
import { linksOf } from './link.queries';
import { linkChoiceOf } from './link.rules';

/**
 * Timeline entries about begun and ended links, without the other person, so that a shared file does not lead to
 * another case.
 */
export async function linkTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  // The timeline queries each joined case separately: return only the entries of this one.
  const links = (await linksOf(tx, caseId)).filter(({ fileId }) => fileId === caseId);
  return links.flatMap((link): TimelineEntry[] => {
    const say =
      (verb: 'linked' | 'unlinked'): TimelineEntry['sentence'] =>
      (language) =>
        translate(language, `links:timeline.${verb}`, {
          what: translate(language, `links:is.${linkChoiceOf(link, caseId)}`),
        });
    const path = `/people/${caseId}/links`;
    const made = {
      kind: 'family',
      at: link.at,
      by: link.by,
      path,
      sentence: say('linked'),
    } as const;
    if (!link.endedAt) return [made];
    const ended = { ...made, at: link.endedAt, by: link.endedBy ?? '', sentence: say('unlinked') };
    return [made, ended];
  });
}

export async function familyTimelineEntries(tx: Tx, caseId: string): Promise<TimelineEntry[]> {
  const rows = await tx.query<{
    change: 'joined' | 'left';
    relation: string | null;
    at: Date;
    by: string;
  }>(
    `SELECT f.change, f.relation, f.at, localized_name(u.name, u.names) AS by FROM family_changes f JOIN users u ON u.id = f.by
      WHERE f.case_id = $1`,
    [caseId],
  );
  return rows.map(({ change, relation, at, by }) => ({
    kind: 'family',
    at,
    by,
    path: `/people/${caseId}/links`,
    sentence: (language) =>
      translate(language, `links:timeline.${change}`, {
        relation: relation === null ? '' : labelOf('relations', relation, language),
      }),
  }));
}

/** The assessments of a person: what is under way, how high it was over time, what can be begun. */
import { may } from '../../access';
import type { Actor, Language } from '../../platform/shared/actor';
import type { FormState } from '../../platform/web/forms';
import { translate } from '../../platform/web/i18n';
import { localisedText } from '../assessment.words';
import type { AssessmentRow, ResultRow } from './assessment.queries';
import { resultChart } from './result-chart.view';
import type { AssessmentList } from './read-assessments.service';

export interface ListParts {
  readonly actor: Actor;
  readonly language: Language;
  readonly tabs: object;
  readonly form: FormState;
  readonly offsetMinutes: number;
}

export function listModel(list: AssessmentList, parts: ListParts) {
  const { actor, language, tabs, form, offsetMinutes } = parts;
  const { person, assessments, results, forms } = list;
  const path = `/people/${person.id}/assessments`;
  const open = assessments.filter(({ state }) => state === 'draft' || state === 'sent');
  const finished = assessments.filter(({ state }) => state === 'finished');
  const mayWrite = may(actor, 'assessments:write');
  const scored = [...new Set(results.map((result) => result.form))];
  return {
    title: translate(language, 'assessments:list.title', { number: person.caseNumber }),
    caseId: person.id,
    path,
    tabs,
    form,
    open: open.map((row) => openModel(row, path, language)),
    pictures: scored.map((key) => ({
      title: localisedText(results.find((result) => result.form === key)!.title, language),
      ...linked(
        resultChart(
          results.filter((result) => result.form === key),
          language,
          offsetMinutes,
        ),
        assessments,
        path,
      ),
    })),
    finished: groupsOf(finished, results, path, language),
    forms: mayWrite
      ? forms.map(({ key, title, about, pages }) => ({
          key,
          title: localisedText(title, language),
          about: localisedText(about, language),
          pages,
          open: open.some((row) => row.form === key),
        }))
      : [],
  };
}

const openModel = (row: AssessmentRow, path: string, language: Language) => ({
  title: localisedText(row.title, language),
  path: `${path}/${row.id}`,
  sent: row.state === 'sent',
  correction: row.corrects !== null,
  percent: Math.round((100 * Math.min(row.savedPages, row.pages)) / Math.max(1, row.pages)),
  pages: translate(language, 'assessments:list.pages_done', {
    count: row.savedPages,
    all: row.pages,
  }),
  by: row.savedBy ?? row.startedBy,
  at: row.savedAt ?? row.startedAt,
});

/** Only those whose answers the reader sees lead to a page. */
const linked = (
  picture: ReturnType<typeof resultChart>,
  assessments: readonly AssessmentRow[],
  path: string,
) => ({
  ...picture,
  rows: picture.rows.map((row) => ({
    ...row,
    path: assessments.some(({ id }) => id === row.id) ? `${path}/${row.id}` : null,
  })),
});

function groupsOf(
  finished: readonly AssessmentRow[],
  results: readonly ResultRow[],
  path: string,
  language: Language,
) {
  return [...new Set(finished.map(({ form }) => form))].map((key) => {
    const own = finished.filter(({ form }) => form === key);
    const standing = own.filter(({ correctedBy }) => correctedBy === null);
    return {
      title: localisedText(own[0]!.title, language),
      comparePath:
        standing.length > 1
          ? `${path}/compare?from=${standing[1]!.id}&to=${standing[0]!.id}`
          : null,
      rows: own.map((row) => {
        const result = results.find(({ assessmentId }) => assessmentId === row.id);
        return {
          path: `${path}/${row.id}`,
          at: row.aboutAt,
          by: row.signedBy,
          approvedBy: row.approvedBy,
          version: row.version,
          corrected: row.correctedBy !== null,
          correction: row.corrects !== null,
          band: result ? localisedText(result.bandTitle, language) : null,
          level: result?.level ?? null,
        };
      }),
    };
  });
}

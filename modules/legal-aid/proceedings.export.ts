/** Export of proceedings: kind, stage, number of hearings; no file number and no text. */
import { codes, dayOrMonth, type ExportColumn, type ExportList, wordsUnder } from '../exports';
import type { Tx } from '../platform/database/transactions';
import { translate } from '../platform/web/i18n';
import { COURT_KINDS } from './courts/courts.queries';
import { PROCEEDING_KINDS } from './legal.rules';

/** Those that the transitions know. */
async function stateWords(tx: Tx) {
  const rows = await tx.query<{ state: string }>(
    `SELECT DISTINCT to_state AS state FROM legal_transitions WHERE of = 'proceeding'`,
  );
  return codes(
    rows.map(({ state }) => state),
    (state, language) => translate(language, `legal:proceeding_state.${state}`),
  );
}

const hearings = (which: string): string =>
  `(SELECT count(*) FROM hearings h WHERE h.proceeding_id = p.id AND ${which})`;

const COLUMNS: readonly ExportColumn[] = [
  {
    key: 'opened',
    label: 'legal:field.openedOn',
    hxl: '#date+start',
    ...dayOrMonth('p.opened_on'),
  },
  {
    key: 'kind',
    label: 'legal:field.kind',
    hxl: '#activity+type',
    kind: 'code',
    sql: 'p.kind',
    words: wordsUnder(PROCEEDING_KINDS, 'legal:kind'),
  },
  {
    key: 'stage',
    label: 'legal:out.stage',
    hxl: '#status',
    kind: 'code',
    sql: 'p.state',
    words: stateWords,
  },
  {
    key: 'court',
    label: 'legal:out.court',
    hxl: '#org+type',
    kind: 'code',
    sql: 'k.kind',
    words: wordsUnder(COURT_KINDS, 'legal:court_kind'),
  },
  {
    key: 'hearings_held',
    label: 'legal:out.held',
    hxl: '#event+num',
    kind: 'number',
    sql: hearings(`h.state = 'held'`),
  },
  {
    key: 'hearings_planned',
    label: 'legal:out.planned',
    hxl: '#event+planned+num',
    kind: 'number',
    sql: hearings(`h.state = 'planned'`),
  },
];

export const PROCEEDINGS_EXPORT: ExportList = {
  key: 'proceedings',
  title: 'legal:proceedings',
  class: 'case_list',
  parts: ['facts', 'legal'],
  permission: 'legal:read',
  filters: [],
  caseId: 'p.case_id',
  person: 'coalesce(c.merged_into, c.id)',
  columns: () => COLUMNS,
  source: () => ({
    from: 'proceedings p JOIN cases c ON c.id = p.case_id LEFT JOIN courts k ON k.id = p.court_id',
    where: 'true',
    params: [],
    order: 'p.opened_on, p.id',
  }),
};

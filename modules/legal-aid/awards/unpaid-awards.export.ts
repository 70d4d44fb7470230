/** Export of awards that are not settled: days and amounts of each proceeding; no file number and no text. */
import { dayOrMonth, type ExportColumn, type ExportList, wordsUnder } from '../../exports';
import { validateDto } from '../../platform/web/validation';
import { AwardFilterDto } from '../dto/legal.dto';
import { PROCEEDING_KINDS } from '../legal.rules';
import { AWARD_FILTER, AWARD_ORDER, awardFilterValues, UNPAID_AWARDS } from './awards.queries';
import { awardFilterOf } from './awards.service';

const amount = (key: string, label: string, hxl: string): ExportColumn => ({
  key,
  label,
  hxl,
  kind: 'number',
  sql: `a.${key}`,
});

const COLUMNS: readonly ExportColumn[] = [
  {
    key: 'kind',
    label: 'legal:awards.proceeding',
    hxl: '#activity+type',
    kind: 'code',
    sql: 'p.kind',
    words: wordsUnder(PROCEEDING_KINDS, 'legal:kind'),
  },
  {
    key: 'awarded_on',
    label: 'legal:awards.awarded_on',
    hxl: '#date+awarded',
    ...dayOrMonth('a.awarded_on'),
  },
  { key: 'due_on', label: 'legal:awards.due_on', hxl: '#date+due', ...dayOrMonth('a.due_on') },
  amount('awarded', 'legal:amount.awarded', '#value+awarded'),
  amount('paid', 'legal:amount.paid', '#value+paid'),
  amount('unrecoverable', 'legal:amount.unrecoverable', '#value+unrecoverable'),
  amount('outstanding', 'legal:awards.outstanding', '#value+outstanding'),
  {
    key: 'currency',
    label: 'legal:field.currency',
    hxl: '#currency+code',
    kind: 'text',
    sql: 'a.currency',
  },
];

export const UNPAID_AWARDS_EXPORT: ExportList = {
  key: 'unpaid-awards',
  title: 'legal:awards.title',
  class: 'case_list',
  parts: ['facts', 'legal'],
  permission: 'legal:read',
  filters: ['officer', 'due'],
  caseId: 'a.case_id',
  person: 'coalesce(k.merged_into, k.id)',
  columns: () => COLUMNS,
  source: async (tx, filters) => {
    const filter = awardFilterOf(await validateDto(AwardFilterDto, { ...filters }));
    return {
      from: UNPAID_AWARDS,
      where: AWARD_FILTER,
      params: awardFilterValues(tx, filter),
      order: AWARD_ORDER,
    };
  },
};

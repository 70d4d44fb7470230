/** Exported table of referrals: kind of help, partner and state, without what was disclosed. */
import { dayOrMonth, type ExportColumn, type ExportList, wordsUnder } from '../exports';
import type { Lists } from '../reference-lists';
import { validateDto } from '../platform/web/validation';
import { ListReferralsDto } from './dto/referral.dto';
import { OUTCOMES, REFERRAL_STATES, URGENCIES } from './referral-states.rules';
import { REFERRAL_LIST, referralsWhere } from './referrals.queries';

const columns = (lists: Lists): ExportColumn[] => [
  {
    key: 'sent',
    label: 'referrals:out.sent',
    hxl: '#date+start',
    ...dayOrMonth('mawa_day(r.sent_at)'),
  },
  {
    key: 'help',
    label: 'referrals:service',
    hxl: '#service+type',
    kind: 'code',
    sql: 'r.service',
    words: (tx) => lists.everyCode(tx, 'referral_services'),
  },
  {
    key: 'partner',
    label: 'referrals:partner',
    hxl: '#org+impl+name',
    kind: 'text',
    sql: 'o.name',
  },
  {
    key: 'urgency',
    label: 'referrals:out.urgency',
    hxl: '#need+priority',
    kind: 'code',
    sql: 'r.urgency',
    words: wordsUnder(URGENCIES, 'referrals:urgency'),
  },
  {
    key: 'state',
    label: 'referrals:out.state',
    hxl: '#status',
    kind: 'code',
    sql: 'r.state',
    words: wordsUnder(REFERRAL_STATES, 'referrals:state'),
  },
  {
    key: 'answered',
    label: 'referrals:out.answered',
    hxl: '#date+reported',
    ...dayOrMonth('mawa_day(r.answered_at)'),
  },
  {
    key: 'ended',
    label: 'referrals:out.ended',
    hxl: '#date+end',
    ...dayOrMonth('mawa_day(r.ended_at)'),
  },
  {
    key: 'outcome',
    label: 'referrals:out.outcome',
    hxl: '#output',
    kind: 'code',
    sql: 'r.outcome',
    words: wordsUnder(OUTCOMES, 'referrals:state'),
  },
];

export const referralExport = (lists: Lists): ExportList => ({
  key: REFERRAL_LIST.key,
  title: 'common:nav.referrals',
  class: 'case_list',
  parts: ['facts', 'care'],
  permission: REFERRAL_LIST.permission,
  filters: REFERRAL_LIST.filters,
  caseId: 'r.case_id',
  person: 'coalesce(c.merged_into, c.id)',
  columns: () => columns(lists),
  source: async (_tx, filters) => ({
    from: 'referrals r JOIN cases c ON c.id = r.case_id JOIN organisations o ON o.id = r.partner_id',
    ...referralsWhere(await validateDto(ListReferralsDto, { ...filters })),
    order: 'r.sent_at, r.id',
  }),
});

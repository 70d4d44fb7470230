import { findKnownCase } from '../beneficiaries';
/** Export of given services: type, day, quantity, provider, cost; no note and no receipt. */
import { maySeePart } from '../access';
import {
  dayOrMonth,
  type ExportColumn,
  type ExportList,
  type ExportWords,
  wordsUnder,
} from '../exports';
import type { Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { SERVICE_TYPES } from './catalogue.data';
import { filterOf, listQueryOf } from './service-filter.rules';
import { SERVICE_LIST } from './service-list.view';
import { servicesWhere } from './services.queries';

const CATEGORIES = [...new Set(SERVICE_TYPES.map(({ category }) => category))];
const UNITS = [...new Set(SERVICE_TYPES.map(({ unit }) => unit))];

async function typeWords(tx: Tx): Promise<ExportWords> {
  const rows = await tx.query<{ code: string; name: Record<Language, string> }>(
    'SELECT code, name FROM service_types',
  );
  return new Map(rows.map(({ code, name }) => [code, name]));
}

/** Accounts without access to money still see the costs that they recorded. */
const cost = (actor: Actor, column: string): string =>
  maySeePart(actor, 'money') ? column : `CASE WHEN s.recorded_by = mawa_actor() THEN ${column} END`;

const columns = (actor: Actor): ExportColumn[] => [
  { key: 'given', label: 'services:given_on', hxl: '#date+occurred', ...dayOrMonth('s.given_on') },
  {
    key: 'category',
    label: 'services:out.category',
    hxl: '#sector',
    kind: 'code',
    sql: 't.category',
    words: wordsUnder(CATEGORIES, 'services:category'),
  },
  {
    key: 'service',
    label: 'services:what',
    hxl: '#service+type',
    kind: 'code',
    sql: 's.type_code',
    words: typeWords,
  },
  {
    key: 'quantity',
    label: 'services:quantity',
    hxl: '#service+num',
    kind: 'number',
    sql: 'trim_scale(s.quantity)',
  },
  {
    key: 'unit',
    label: 'services:out.unit',
    hxl: '#service+unit',
    kind: 'code',
    sql: 't.unit',
    words: wordsUnder(UNITS, 'services:unit'),
  },
  {
    key: 'provider',
    label: 'services:provider',
    hxl: '#org+impl+name',
    kind: 'text',
    sql: 'o.name',
  },
  {
    key: 'cost',
    label: 'services:cost',
    hxl: '#value+expenditure',
    kind: 'number',
    sql: cost(actor, 's.cost_amount'),
  },
  {
    key: 'currency',
    label: 'services:out.currency',
    hxl: '#currency+code',
    kind: 'text',
    sql: cost(actor, 's.cost_currency'),
  },
  {
    key: 'line',
    label: 'services:out.line',
    hxl: '#activity+id',
    kind: 'text',
    sql: cost(actor, 'l.code'),
  },
  {
    key: 'state',
    label: 'services:out.state',
    hxl: '#status',
    kind: 'code',
    sql: `CASE WHEN s.cancelled_at IS NULL THEN 'given' ELSE 'cancelled' END`,
    words: wordsUnder(['given', 'cancelled'], 'services:out.states'),
  },
];

export const SERVICE_EXPORT: ExportList = {
  key: SERVICE_LIST.key,
  title: 'services:title',
  class: 'case_list',
  parts: ['facts', 'care'],
  permission: SERVICE_LIST.permission,
  filters: [...SERVICE_LIST.filters, ...(SERVICE_LIST.passing ?? [])],
  caseId: 's.case_id',
  person: 'coalesce(c.merged_into, c.id)',
  columns,
  source: async (tx, filters) => {
    const query = listQueryOf(filters);
    const about = query.case ? await findKnownCase(tx, query.case) : null;
    const { where, params } = servicesWhere(filterOf(query, about?.id));
    return {
      from: `services s JOIN cases c ON c.id = s.case_id JOIN service_types t ON t.code = s.type_code
        LEFT JOIN organisations o ON o.id = s.provider_id LEFT JOIN budget_lines l ON l.id = t.line_id`,
      // A case that is not visible gives an empty list.
      where: query.case && !about ? `false AND ${where}` : where,
      params,
      order: 's.given_on, s.id',
    };
  },
};

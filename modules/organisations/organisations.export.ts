/** Organisations as a table that is taken out: nothing in it is about a person. */
import {
  codes,
  type ExportColumn,
  type ExportList,
  type ExportWords,
  wordsUnder,
} from '../exports';
import { labelOf, list, type ListName } from '../reference-lists';
import { LANGUAGES, ORGANISATION_KINDS } from '../platform/shared/actor';
import { PARTNER_TYPES } from './organisations.service';

const coded = (name: ListName) => (): ExportWords =>
  codes(
    list(name).items.map(({ code }) => code),
    (code, language) => labelOf(name, code, language),
  );
const label = (key: string) => `organisations:${key}`;

const COLUMNS: readonly ExportColumn[] = [
  { key: 'code', label: label('code'), hxl: '#org+id', kind: 'text', sql: 'o.code' },
  { key: 'name', label: label('name'), hxl: '#org+name', kind: 'text', sql: 'o.name' },
  ...LANGUAGES.map((language): ExportColumn => ({
    key: `name_${language}`,
    label: `common:names.${language}`,
    hxl: `#org+name+i_${language}`,
    kind: 'text',
    sql: `o.names ->> '${language}'`,
  })),
  {
    key: 'role',
    label: label('kind_label'),
    hxl: '#org+role',
    kind: 'code',
    sql: 'o.kind',
    words: wordsUnder(ORGANISATION_KINDS, label('kind')),
  },
  {
    key: 'type',
    label: label('type_label'),
    hxl: '#org+type',
    kind: 'code',
    sql: 'o.partner_type',
    words: wordsUnder(PARTNER_TYPES, label('type')),
  },
  {
    key: 'country',
    label: label('country'),
    hxl: '#country',
    kind: 'code',
    sql: 'o.country',
    words: coded('nationalities'),
  },
  {
    key: 'region',
    label: label('region'),
    hxl: '#adm1',
    kind: 'code',
    sql: 'o.region',
    words: coded('regions'),
  },
  {
    key: 'language',
    label: label('language'),
    hxl: '#org+language',
    kind: 'code',
    sql: 'o.language',
    words: wordsUnder(LANGUAGES, label('reads')),
  },
  {
    key: 'active',
    label: label('out.active'),
    hxl: '#status+bool',
    kind: 'yes_no',
    sql: 'o.active',
  },
];

export const ORGANISATION_EXPORT: ExportList = {
  key: 'organisations',
  title: 'organisations:title',
  class: 'figures',
  permission: 'organisations:read',
  filters: [],
  columns: () => COLUMNS,
  source: () => ({
    from: 'organisations o',
    where: 'true',
    params: [],
    order: 'o.kind, o.name, o.id',
  }),
};

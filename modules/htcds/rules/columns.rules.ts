/** Which part of a person's file each column belongs to, and which columns a case list keeps. */
import type { CasePart } from '../../access';
import { FIELDS, type HtcdsField, type Table } from '../data/fields-2.0.data';
import { type Cells, PERSON_TABLES, type Rows } from '../htcds-record.types';

export const DISCLOSABLE_PARTS = ['facts', 'identity', 'contact', 'story', 'care'] as const;
export type DisclosablePart = (typeof DISCLOSABLE_PARTS)[number] & CasePart;

const IDENTITY = ['Salutation', 'FirstName', 'MiddleName', 'SecondName', 'Birthdate'].concat(
  'IdentityNumber',
  'Title',
);
const CONTACT = ['Email', 'HomePhone', 'MobilePhone'];
const FACTS = ['vic_TraffickingStatus', 'vic_TraffickingStatusDecisionMakingOrg', 'cas_Status'];

export function partOf({ table, name }: Pick<HtcdsField, 'table' | 'name'>): DisclosablePart {
  if (FACTS.includes(name)) return 'facts';
  if (table === 'prs') {
    const field = name.slice('prs_'.length);
    if (IDENTITY.includes(field)) return 'identity';
    return CONTACT.includes(field) || field.startsWith('Mailing') ? 'contact' : 'facts';
  }
  return table === 'cas' || table === 'ref' || table === 'spl' || table === 'con' || table === 'org'
    ? 'care'
    : 'story';
}

/** Codes alone: no name, number, address, day, free text, worker or organisation. */
const IN_A_CASE_LIST: ReadonlySet<string> = new Set([
  ...['Gender', 'Deceased', 'MaritalStatus', 'NumberOfChildren', 'PrimaryLanguage'].map(
    (name) => `prs_${name}`,
  ),
  'prs_SecondaryLanguage',
  'prs_HighestLevelOfEducation',
  'prs_Citizenship',
  ...FIELDS.filter(
    ({ table, kind, deprecated }) =>
      table === 'vic' && (kind === 'one' || kind === 'many' || kind === 'number') && !deprecated,
  ).map(({ name }) => name),
  'per_RoleInProcess',
  'cas_Status',
  'cas_ReasonForIncomingReferral',
  'cas_ReasonForOutgoingReferral',
  'hte_Country',
  'hte_Type',
  'spl_Type',
  'con_Consent',
]);
export const inCaseList = (name: string): boolean => IN_A_CASE_LIST.has(name);

const FIELD_PARTS = new Map(FIELDS.map((field) => [field.name, partOf(field)]));
export const partOfField = (name: string): DisclosablePart => FIELD_PARTS.get(name)!;

/** Removes the cells that may not be disclosed, and rows without a cell left. */
export function keepOnly(rows: Rows, keeps: (field: string, table: Table) => boolean): Rows {
  return Object.fromEntries(
    PERSON_TABLES.map((table) => [
      table,
      rows[table]
        .map((cells): Cells =>
          Object.fromEntries(Object.entries(cells).filter(([field]) => keeps(field, table))),
        )
        .filter((cells) => Object.keys(cells).length > 0),
    ]),
  ) as unknown as Rows;
}

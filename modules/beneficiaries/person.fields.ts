/**
 * The fields of a person, each described once: registration, the spreadsheet import, corrections, exports, the
 * joining of two files, the hotline and placing read this table. In the order in which pages show them.
 */
import type { CasePart } from '../access';
import type { ListName } from '../reference-lists';

export const SEXES = ['female', 'male', 'other'] as const;
export const AGE_CERTAINTIES = ['exact', 'year', 'declared', 'estimated', 'unknown'] as const;
export const ACCESS_NEEDS = ['none', 'step_free'] as const;

interface PersonField {
  /** The part of the case that it belongs to. */
  readonly part: CasePart;
  /** The key of its name, where that is not `people:fields.` and the name of the field. */
  readonly label?: string;
  /** Sealed field (case_seals) that stores it; others are stored in clear. */
  readonly sealed?: string;
  /** If two joined cases differ in it, the colleague who joins them chooses. */
  readonly joined?: true;
}

export type FactKind = 'code' | 'codes' | 'yes_no' | 'number';
/** The step of an intake that asks for it. */
type FactStep = 'identity' | 'age' | 'origin' | 'story' | 'needs';

/** A fact in clear, with a column of its own in `cases` (birthYear: birth_year). */
export interface ClearFactField extends PersonField {
  readonly kind: FactKind;
  readonly list?: ListName;
  /** All codes of the list, where rules depend on them. */
  readonly codes?: readonly string[];
  /** Code for "not known", instead of null. */
  readonly unknown?: string;
  readonly step?: FactStep;
  /** How the case file shows it: also where it is not known, or only where it is. */
  readonly inFile?: 'always' | 'known';
  /** Shown when two cases are compared side by side. */
  readonly compared?: true;
  /** Copied to each bed request of the person, since choosing a bed reads it. */
  readonly placing?: true;
  /** The tag of the humanitarian exchange language, in the list of people that is taken out. */
  readonly hxl?: string;
  /** A column of the spreadsheet import: its headings beside the label. */
  readonly headings?: readonly string[];
  /** The name of that column, where it differs from the label. */
  readonly columnLabel?: string;
}

export const PERSON_FIELDS = {
  names: { part: 'identity', label: 'people:list.name', sealed: 'names' },
  birthDate: { part: 'identity', sealed: 'birth_date' },
  birthYear: { part: 'identity', kind: 'number', step: 'age', compared: true },
  ageAtRegistration: { part: 'identity', kind: 'number', step: 'age' },
  ageCertainty: {
    part: 'identity',
    kind: 'code',
    list: 'age_certainties',
    codes: AGE_CERTAINTIES,
    unknown: 'unknown',
    hxl: '#beneficiary+age+type',
  },
  bornBetween: { part: 'identity', label: 'ages:born_between' },
  documents: { part: 'identity', sealed: 'documents' },
  sex: {
    part: 'facts',
    kind: 'code',
    list: 'sexes',
    codes: SEXES,
    step: 'identity',
    joined: true,
    compared: true,
    placing: true,
    hxl: '#beneficiary+sex',
    headings: ['genre', 'gender'],
  },
  nationality: {
    part: 'facts',
    kind: 'code',
    list: 'nationalities',
    step: 'origin',
    inFile: 'known',
    joined: true,
    compared: true,
    hxl: '#country+origin',
    headings: ['pays', 'pays d’origine', 'country', 'البلد'],
  },
  languages: {
    part: 'facts',
    kind: 'codes',
    list: 'languages',
    step: 'origin',
    inFile: 'known',
    compared: true,
    placing: true,
    hxl: '#beneficiary+language',
    headings: ['langue', 'langues', 'langue(s)', 'langue parlée', 'language', 'اللغة'],
    columnLabel: 'people:import.field.languages',
  },
  safeContact: {
    part: 'safe_contact',
    label: 'people:file.safe_contact',
    sealed: 'safe_contact',
    joined: true,
  },
  phone: { part: 'contact', sealed: 'contact', joined: true },
  accessNeed: {
    part: 'facts',
    kind: 'code',
    list: 'access_needs',
    codes: ACCESS_NEEDS,
    step: 'needs',
    inFile: 'always',
    joined: true,
    compared: true,
    placing: true,
    hxl: '#need+access',
    headings: ['accès', 'accessibilité', 'mobilité', 'الولوج'],
  },
  pregnant: {
    part: 'facts',
    kind: 'yes_no',
    step: 'needs',
    inFile: 'known',
    joined: true,
    placing: true,
    headings: ['grossesse'],
  },
  medical: {
    part: 'health',
    kind: 'yes_no',
    step: 'needs',
    inFile: 'known',
    joined: true,
    headings: ['besoin médical', 'besoins médicaux', 'santé', 'medical', 'حاجة طبية'],
    columnLabel: 'people:import.field.medical',
  },
  regionRecruitment: {
    part: 'facts',
    kind: 'code',
    list: 'regions',
    step: 'story',
    inFile: 'known',
    joined: true,
    compared: true,
    hxl: '#adm1+origin',
    headings: ['région recrutement', 'lieu de recrutement'],
  },
  regionExploitation: {
    part: 'facts',
    kind: 'code',
    list: 'regions',
    step: 'story',
    inFile: 'known',
    joined: true,
    compared: true,
    hxl: '#adm1+occurred',
    headings: ['région exploitation', 'lieu d’exploitation'],
  },
  exploitation: { part: 'facts', label: 'people:file.exploitation' },
  story: { part: 'story', sealed: 'story' },
} as const satisfies Record<string, PersonField | ClearFactField>;

type Fields = typeof PERSON_FIELDS;
export type PersonFieldName = keyof Fields;
/** Names of the fields that define a property in the table. */
export type FieldsWith<Property extends string> = {
  [Name in PersonFieldName]: Fields[Name] extends Readonly<Record<Property, unknown>>
    ? Name
    : never;
}[PersonFieldName];
export type ClearFact = FieldsWith<'kind'>;
export type PlacingFact = FieldsWith<'placing'>;

type CodeOf<Field> = Field extends { codes: readonly (infer Code)[] } ? Code : string;
type ValueOf<Field> = Field extends { kind: 'codes' }
  ? string[]
  : Field extends { kind: 'yes_no' }
    ? boolean | null
    : Field extends { kind: 'number' }
      ? number | null
      : CodeOf<Field> | (Field extends { unknown: string } ? never : null);
export type ClearFacts = { [Name in ClearFact]: ValueOf<Fields[Name]> };

export const PERSON_FIELD_NAMES = Object.keys(PERSON_FIELDS) as PersonFieldName[];
export const fieldsWith = <Property extends string>(property: Property) =>
  PERSON_FIELD_NAMES.filter((name) => property in PERSON_FIELDS[name]) as FieldsWith<Property>[];

export const CLEAR_FACTS = fieldsWith('kind');
export const PLACING_FACTS = fieldsWith('placing');

/** The key of the words that a page calls a field by. */
export function labelKeyOf(name: PersonFieldName): string {
  const { label = `people:fields.${name}` }: PersonField = PERSON_FIELDS[name];
  return label;
}
export const clearFact = (name: ClearFact) => {
  const field: ClearFactField = PERSON_FIELDS[name];
  const column = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { ...field, column, label: labelKeyOf(name) };
};
export const isClearFact = (name: string): name is ClearFact =>
  (CLEAR_FACTS as readonly string[]).includes(name);
/** Facts that one step of the intake asks for. */
export const factsOfStep = (step: FactStep): FieldsWith<'step'>[] =>
  fieldsWith('step').filter((name) => PERSON_FIELDS[name].step === step);

/** The value of each of these facts, worked out from its description. */
export const mapFacts = <Name extends ClearFact, Value>(
  names: readonly Name[],
  valueOf: (name: Name, field: ReturnType<typeof clearFact>) => Value,
): Record<Name, Value> =>
  Object.fromEntries(names.map((name) => [name, valueOf(name, clearFact(name))])) as Record<
    Name,
    Value
  >;

export const unknownFacts = (): ClearFacts =>
  mapFacts(CLEAR_FACTS, (_name, { kind, unknown = null }) =>
    kind === 'codes' ? [] : unknown,
  ) as unknown as ClearFacts;

/** These facts of a person or a row, and nothing else of it. */
export const pickFacts = <Name extends ClearFact>(
  from: Readonly<Pick<ClearFacts, Name>>,
  names: readonly Name[],
): Pick<ClearFacts, Name> => mapFacts(names, (name) => from[name]) as Pick<ClearFacts, Name>;

const SQL_TYPES: Readonly<Record<FactKind, string>> = {
  code: 'text',
  codes: 'text[]',
  yes_no: 'boolean',
  number: 'smallint',
};
const eachFact = (names: readonly ClearFact[], of: (name: ClearFact) => string): string =>
  names.map(of).join(', ');

/** Columns as an INSERT names them. */
export const factColumns = (names: readonly ClearFact[]): string =>
  eachFact(names, (name) => clearFact(name).column);
/** Column list with types for jsonb_to_recordset(). */
export const factRecord = (names: readonly ClearFact[]): string =>
  eachFact(names, (name) => `${clearFact(name).column} ${SQL_TYPES[clearFact(name).kind]}`);
/** A row for that function. */
export const factRow = <Name extends ClearFact>(
  from: Readonly<Pick<ClearFacts, Name>>,
  names: readonly Name[],
): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [clearFact(name).column, from[name]]));
/** Columns of the row `alias` under the names of the facts. */
export const selectFacts = (names: readonly ClearFact[], alias: string): string =>
  eachFact(names, (name) => `${alias}.${clearFact(name).column} AS "${name}"`);
/** Columns of the row `alias` as arguments of jsonb_build_object(). */
export const jsonFacts = (names: readonly ClearFact[], alias: string): string =>
  eachFact(names, (name) => `'${name}', ${alias}.${clearFact(name).column}`);

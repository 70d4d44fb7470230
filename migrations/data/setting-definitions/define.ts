import type { Role } from '../../../modules/platform/shared/actor';
import type {
  PartType,
  Protects,
  SettingArea,
  SettingDefinition,
  SettingPart,
  SettingShape,
  SettingUnit,
} from '../../../modules/settings/setting.types';

/** Who is the second person where a setting protects people, or moves money. */
const CONFIRMED_BY = {
  people: ['programme_officer', 'case_supervisor'],
  money: ['finance_officer', 'programme_officer'],
} as const;

/** Who proposes a change, where the setting has no page of its own. */
const PROPOSED_BY = ['administrator', 'programme_officer', 'finance_officer'] as const;

type Range = readonly [min: number, max: number];

/** A number of some unit within a range, at a path of the value. */
const numberOf =
  (type: PartType) =>
  (unit: SettingUnit, [min, max]: Range, path = ''): SettingPart => ({
    path,
    type,
    unit,
    min,
    max,
  });

export const whole = numberOf('whole');
export const decimal = numberOf('decimal');
/** A fraction of one, written in per cent. */
export const share = ([min, max]: Range, path = ''): SettingPart => ({
  path,
  type: 'share',
  unit: 'per_cent',
  min,
  max,
});
export const timeOfDay = (path: string): SettingPart => ({ path, type: 'time', min: 0, max: 1439 });
export const choice = (options: readonly (string | number)[], path = ''): SettingPart => ({
  path,
  type: 'choice',
  options,
});
export const codes = (options: readonly string[], path: string): SettingPart => ({
  path,
  type: 'codes',
  options,
});
/** Codes of a reference list of the programme. */
export const codesOf = (list: string, path: string): SettingPart => ({ path, type: 'codes', list });
export const codesLike = (pattern: string, path: string): SettingPart => ({
  path,
  type: 'codes',
  pattern,
});
export const text = (pattern: string, path: string, max = 40): SettingPart => ({
  path,
  type: 'text',
  pattern,
  max,
});
export const words = (path: string, max: number): SettingPart => ({
  path,
  type: 'words',
  min: 2,
  max,
});

const defined = (
  key: string,
  area: SettingArea,
  protects: Protects,
  more: Pick<SettingDefinition, 'kind' | 'shape' | 'tables' | 'page'>,
): SettingDefinition => ({
  key,
  area,
  protects,
  proposedBy: PROPOSED_BY,
  confirmedBy: protects === null ? [] : CONFIRMED_BY[protects],
  ...more,
});

/** Values of `settings`, in one area. */
export const values =
  (area: SettingArea) =>
  (key: string, protects: Protects, ...parts: readonly SettingPart[]): SettingDefinition =>
    defined(key, area, protects, { kind: 'value', shape: { parts }, tables: [], page: null });

/** A set of rows of a table, which holds from a day on. */
export const datedRows = (
  key: string,
  area: SettingArea,
  protects: Protects,
  shape: SettingShape,
): SettingDefinition =>
  defined(key, area, protects, { kind: 'dated_rows', shape, tables: [key], page: null });

/** Rows of a table by their code; `tables` are others that come with them. */
export const entries = (
  key: string,
  area: SettingArea,
  protects: Protects,
  shape: SettingShape,
  tables: readonly string[] = [],
): SettingDefinition =>
  defined(key, area, protects, { kind: 'entries', shape, tables: [key, ...tables], page: null });

/** Kept on a page of its own, with rules of its own. */
export const ownPage = (
  key: string,
  area: SettingArea,
  page: string,
  tables: readonly string[],
): SettingDefinition => ({
  ...defined(key, area, null, { kind: 'page', shape: {}, tables, page }),
  proposedBy: [],
});

interface SecondPerson {
  readonly protects: 'people' | 'money';
  readonly proposedBy: readonly Role[];
  /** The roles that confirm what protects people or money, where left out. */
  readonly confirmedBy?: readonly Role[];
}

export const PROPOSED_BY_FINANCE = {
  protects: 'money',
  proposedBy: ['finance_officer'],
} as const satisfies SecondPerson;

/** Kept on a page of its own, which proposes what another person confirms. */
export const confirmedPage = (
  key: string,
  area: SettingArea,
  page: string,
  tables: readonly string[],
  { protects, proposedBy, confirmedBy = CONFIRMED_BY[protects] }: SecondPerson,
): SettingDefinition => ({
  ...defined(key, area, protects, { kind: 'page', shape: {}, tables, page }),
  proposedBy,
  confirmedBy,
});

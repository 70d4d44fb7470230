import type { Language } from '../platform/shared/actor';

/** Where a setting stands on the page of all settings. */
export const SETTING_AREAS = [
  'programme',
  'beds',
  'accounts',
  'casework',
  'consents',
  'referrals',
  'complaints',
  'hotline',
  'legal',
  'returns',
  'training',
  'work',
  'money',
  'release',
] as const;
export type SettingArea = (typeof SETTING_AREAS)[number];

/**
 * What a part of a value is. `share` is a fraction that people write in per cent; `time` is minutes after midnight;
 * `amount` is exact text; `words` is a text in three languages.
 */
export type PartType =
  | 'whole'
  | 'decimal'
  | 'share'
  | 'time'
  | 'yes_no'
  | 'choice'
  | 'numbers'
  | 'weekdays'
  | 'codes'
  | 'text'
  | 'amount'
  | 'words'
  | 'day';

export const SETTING_UNITS = [
  'minutes',
  'hours',
  'days',
  'nights',
  'months',
  'years',
  'times',
  'people',
  'houses',
  'points',
  'bytes',
  'per_cent',
  'ratio',
] as const;
export type SettingUnit = (typeof SETTING_UNITS)[number];

/** One part of a value, which setting_part_fits() checks as well. */
export interface SettingPart {
  /** Keys to it joined by dots; empty where the value is the part itself. Of a row: the column. */
  readonly path: string;
  readonly type: PartType;
  readonly unit?: SettingUnit;
  /** Of a number: itself. Of a text or words: their length. */
  readonly min?: number;
  readonly max?: number;
  /** Of choices and codes. */
  readonly options?: readonly (string | number)[];
  /** Of codes: the reference list whose codes are the options. */
  readonly list?: string;
  /** What the codes of that list are called. */
  readonly labels?: Readonly<Record<string, Words>>;
  /** Of a text: a regular expression that PostgreSQL and JavaScript read alike. */
  readonly pattern?: string;
  /** Of numbers: how many at most, and in which order. */
  readonly most?: number;
  readonly order?: 'up' | 'down';
  readonly optional?: boolean;
  /** Of an entry: never changed once the entry is there. */
  readonly fixed?: boolean;
}

/**
 * value: a row of `settings` from an instant on. dated_rows: a set of rows of a table from a day on. entries: rows of a
 * table by their code, added and changed but never removed. page: kept on a page of its own.
 */
export type SettingKind = 'value' | 'dated_rows' | 'entries' | 'page';

export interface SettingShape {
  readonly parts?: readonly SettingPart[];
  /** Of rows: the column that tells them apart, how many, and what must hold of all together. */
  readonly rowKey?: string;
  readonly mostRows?: number;
  readonly total?: { readonly path: string; readonly of: number };
  /** A row with this value must be there. */
  readonly has?: { readonly path: string; readonly value: string };
  /** Of entries: the table says where each comes from. */
  readonly hasSource?: boolean;
  /** Of entries: where those of an empty Mawa come from. */
  readonly source?: string;
  /** Of entries: no other is added. */
  readonly closed?: boolean;
  /** Of entries: a change is another edition of the whole from a day on, which setting_is_decided() writes. */
  readonly edition?: 'survey';
}

export type Protects = 'people' | 'money' | null;

export interface SettingDefinition {
  readonly key: string;
  readonly area: SettingArea;
  readonly kind: SettingKind;
  readonly protects: Protects;
  /** Roles that propose a change; none where a page of its own has its own rule. */
  readonly proposedBy: readonly string[];
  /** Roles of the second person; none where one person is enough. */
  readonly confirmedBy: readonly string[];
  readonly shape: SettingShape;
  readonly tables: readonly string[];
  readonly page: string | null;
}

export type SettingRow = Readonly<Record<string, unknown>>;
export type Words = Readonly<Record<Language, string>>;

/** Whether a change holds from a day on that is chosen. */
export const hasDay = ({ kind, shape }: Pick<SettingDefinition, 'kind' | 'shape'>): boolean =>
  kind !== 'entries' || shape.edition !== undefined;

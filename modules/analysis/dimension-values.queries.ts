/** All values of a dimension in the order of their list: a table of the occurring values alone would disclose which occur. */
import { serviceTypes } from '../assistance-services';
import { PROCEEDING_KINDS } from '../legal-aid';
import {
  inOrder,
  labelOf,
  list,
  type ListName,
  Lists,
  type OwnedListName,
} from '../reference-lists';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';
import { parsePeriod, periodOf as periodAround } from '../platform/shared/periods.rules';
import { translate } from '../platform/web/i18n';
import { AGE_BANDS } from '../disclosure';
import { FOLLOW_UP_ANSWERS, FOLLOW_UP_SUBJECTS } from '../indicators';
import { periodWords } from '../report-documents';
import { UNKNOWN } from './count.queries';
import { isTime, type TimeKey } from './measures.data';

export interface DimensionValue {
  readonly code: string;
  readonly label: string;
}
export interface ValuesQuery {
  readonly tx: Tx;
  readonly lists: Lists;
  readonly language: Language;
  readonly period: { readonly from: CivilDate; readonly until: CivilDate };
}
type ValuesLoader = (
  asked: ValuesQuery,
) => Promise<readonly DimensionValue[]> | readonly DimensionValue[];

const worded =
  (codes: readonly string[], key: (code: string) => string): ValuesLoader =>
  ({ language }) =>
    codes.map((code) => ({ code, label: translate(language, key(code)) }));
const fixed =
  (name: ListName, codes?: readonly string[]): ValuesLoader =>
  ({ language }) =>
    (codes ?? list(name).items.map(({ code }) => code)).map((code) => ({
      code,
      label: labelOf(name, code, language),
    }));
/** Every code that the list ever had: a row for a retired code only where it occurs would disclose that it occurs. */
const owned =
  (name: OwnedListName): ValuesLoader =>
  async ({ tx, lists, language }) => {
    const now = inOrder((await lists.inForce(tx, [name]))[name].items).map(({ code }) => code);
    const ever = await lists.everyCode(tx, name);
    return [...new Set([...now, ...ever.keys()])].map((code) => ({
      code,
      label: ever.get(code)?.[language] ?? code,
    }));
  };
const asked =
  (sql: string): ValuesLoader =>
  ({ tx, language }) =>
    tx.query<DimensionValue>(sql, [language]);

const ORGANISATIONS = (kind: string) =>
  asked(
    `SELECT code, name AS label FROM organisations WHERE kind = '${kind}' AND $1::text <> '' ORDER BY name, code`,
  );
const regions = fixed('regions');
const own = (dimension: string, codes: readonly string[]): ValuesLoader =>
  worded(codes, (code) => `analyses:value.${dimension}.${code}`);

/** Without an end: what is counted, and nothing else, in the order of the words. */
const open: ValuesLoader = () => [];

const VALUES: Readonly<Record<string, ValuesLoader>> = {
  sex: worded(['female', 'male', 'other'], (code) => `reports:document.people.sex.${code}`),
  age: worded(
    AGE_BANDS.filter((band) => band !== 'unknown'),
    (code) => `reports:document.people.band.${code}`,
  ),
  origin: worded(['national', 'foreign'], (code) => `reports:document.people.origin.${code}`),
  nationality: open,
  return_country: open,
  call_language: open,
  region_recruited: regions,
  region_exploited: regions,
  call_region: regions,
  training_region: regions,
  project_region: regions,
  court_region: regions,
  purpose: fixed('purposes'),
  served_by: own('served_by', ['bed', 'service']),
  service_type: async ({ tx, language }) =>
    (await serviceTypes(tx)).map(({ code, name }) => ({ code, label: name[language] })),
  service_category: async ({ tx, language }) =>
    [...new Set((await serviceTypes(tx)).map(({ category }) => category))].map((code) => ({
      code,
      label: translate(language, `services:category.${code}`),
    })),
  house: asked(
    `SELECT id::text AS code, code_name AS label FROM shelters WHERE $1::text <> '' ORDER BY code_name`,
  ),
  house_kind: worded(['emergency', 'temporary'], (code) => `beds:shelter_kind.${code}`),
  work_kind: worded(['employed', 'self'], (code) => `work:kind.${code}`),
  work_answer: own('work_answer', ['in_work', 'not_in_work']),
  project_kind: worded(['own', 'cooperative', 'community'], (code) => `projects:kind.${code}`),
  call_type: owned('call_types'),
  call_danger: own('call_danger', ['yes', 'no']),
  partner_type: worded(
    [
      'association',
      'health',
      'social',
      'legal',
      'training',
      'employer',
      'authority',
      'abroad',
      'other',
    ],
    (code) => `organisations:type.${code}`,
  ),
  referral_help: owned('referral_services'),
  referral_answer: own('referral_answer', [
    'accepted',
    'declined',
    'expired',
    'revoked',
    'waiting',
  ]),
  follow_up_of: worded(FOLLOW_UP_SUBJECTS, (code) => `past:what.follow_up.${code}`),
  follow_up_answer: worded(FOLLOW_UP_ANSWERS, (code) => `past:outcome.follow_up.${code}`),
  proceeding_kind: worded(PROCEEDING_KINDS, (code) => `legal:kind.${code}`),
  court_kind: worded(
    [
      'first_instance',
      'appeal',
      'cassation',
      'family',
      'administrative',
      'commercial',
      'social',
      'other',
    ],
    (code) => `legal:court_kind.${code}`,
  ),
  grant: asked(`SELECT code, code AS label FROM grants WHERE $1::text <> '' ORDER BY code`),
  agency: ORGANISATIONS('agency'),
  partner: asked(
    `SELECT code, name AS label FROM organisations o WHERE $1::text <> ''
        AND EXISTS (SELECT 1 FROM budget_lines l WHERE l.partner_id = o.id) ORDER BY name, code`,
  ),
  budget_line: asked(
    `SELECT l.id::text AS code, l.code || ' · ' || (l.name ->> $1) AS label FROM budget_lines l JOIN grants g ON g.id = l.grant_id
      ORDER BY g.code, l.code`,
  ),
  object_class: asked(
    `SELECT code::text AS code, code || ' · ' || (name ->> $1) AS label FROM object_classes ORDER BY 1`,
  ),
  unsdg_category: asked(
    `SELECT code::text AS code, code || ' · ' || (name ->> $1) AS label FROM unsdg_categories ORDER BY unsdg_categories.code`,
  ),
};

/** Lists with labels of values that are in no other list. */
const LABELS: Readonly<Record<string, ListName>> = {
  nationality: 'nationalities',
  return_country: 'nationalities',
  call_language: 'languages',
};

export const isOpen = (dimension: string): boolean => VALUES[dimension] === open;

function times(of: TimeKey, { period, language }: ValuesQuery): DimensionValue[] {
  const values: DimensionValue[] = [];
  const nowhere = { startsOn: period.from, endsOn: period.until };
  for (let day = period.from; day < period.until;) {
    const one = periodAround(of, day, nowhere);
    values.push({ code: one.code, label: timeLabel(of, one.code, language) });
    day = one.until;
  }
  return values;
}

function timeLabel(of: TimeKey, code: string, language: Language): string {
  const named = parsePeriod(code, of, { startsOn: '2000-01-01', endsOn: '2100-01-01' });
  return named ? periodWords(named, language) : code;
}

/** Not known is one row, whether a list has a word for it or nothing was written. */
export async function valuesOf(
  dimension: string,
  asking: ValuesQuery,
): Promise<readonly DimensionValue[]> {
  const values = isTime(dimension) ? times(dimension, asking) : await VALUES[dimension]!(asking);
  return values.filter(({ code }) => code !== UNKNOWN);
}

/** Values of the present list, then counted values that are no longer in it; without "unknown". */
export async function valuesWithCounted(
  dimension: string,
  counted: readonly string[],
  asking: ValuesQuery,
  listed?: readonly DimensionValue[],
): Promise<readonly DimensionValue[]> {
  const known = listed ?? (await valuesOf(dimension, asking));
  const codes = new Set(known.map(({ code }) => code));
  const of = LABELS[dimension];
  const more = [...new Set(counted)]
    .filter((code) => code !== UNKNOWN && !codes.has(code))
    .map((code) => ({ code, label: of ? labelOf(of, code, asking.language) : code }))
    .sort((a, b) => a.label.localeCompare(b.label, asking.language));
  return [...known, ...more];
}

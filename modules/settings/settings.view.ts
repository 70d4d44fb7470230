import { randomUUID } from 'node:crypto';
import { may, type Permission } from '../access';
import type { Actor, Language } from '../platform/shared/actor';
import { LANGUAGES } from '../platform/shared/actor';
import type { FormField } from '../platform/web/form-fields';
import type { FormState } from '../platform/web/forms';
import { translate } from '../platform/web/i18n';
import { percentOf } from './setting-values.rules';
import {
  choiceWords,
  formatSetting,
  partLabel,
  settingMeaning,
  settingName,
  valueModel,
  weekdayName,
} from './setting.view';
import { hasDay, SETTING_AREAS, type SettingDefinition, type SettingPart } from './setting.types';
import type { SettingProposal, SettingValue } from './settings.queries';
import type { ListedSetting, OneSetting } from './settings.service';
import { sourceWords } from './source.words';
import { typeValue } from './typed-setting.rules';

export const SETTINGS_PATH = '/admin/settings';

/** Who opens the page of a setting that has one of its own. */
const PAGE_PERMISSIONS: Readonly<Record<string, Permission>> = {
  night_rates: 'budget:read',
  stay_limits: 'shelters:read',
  placing_rules: 'placing-rules:read',
  reference_lists: 'lists:read',
  assessment_forms: 'forms:read',
  consent_texts: 'consent-texts:read',
  courts: 'courts:read',
  court_calendar: 'courts:read',
  survey_weights: 'returns:weights',
  training_courses: 'training:offers',
  recognition_standards: 'recognition:standards',
  wage_floors: 'work:employers',
  service_lines: 'budget:read',
  unit_costs: 'budget:read',
  exchange_rates: 'budget:read',
  partner_ratings: 'budget:read',
  suppliers: 'budget:read',
  report_definitions: 'report-definitions:read',
  report_deadlines: 'reports:schedule',
  indicators: 'indicators:read',
  open_data_references: 'open-data:read',
};

export function settingsModel(listed: readonly ListedSetting[], actor: Actor, language: Language) {
  const areas = SETTING_AREAS.map((area) => ({
    key: area,
    name: translate(language, `settings:area.${area}`),
    settings: listed
      .filter((setting) => setting.area === area)
      .map((setting) => listedModel(setting, actor, language)),
  }));
  return {
    title: translate(language, 'settings:title'),
    areas,
    waiting: areas
      .flatMap(({ settings }) => settings.filter((one) => one.waiting > 0))
      .map((one) => ({ ...one, path: one.ownPage ?? one.path })),
  };
}

const listedModel = (setting: ListedSetting, actor: Actor, language: Language) => ({
  key: setting.key,
  path: `${SETTINGS_PATH}/${setting.key}`,
  name: settingName(setting.key, language),
  isPage: setting.kind === 'page',
  value: setting.current ? formatSetting(setting, setting.current.value, language) : '',
  since: begins(setting.current),
  source: sourceWords(setting.current?.source ?? null, language),
  by: setting.current?.by ?? null,
  waiting: setting.waiting,
  protects: setting.protects,
  ownPage: ownPage(setting, actor),
});

/** Values of an empty Mawa hold since ever. */
const DELIVERED_BEFORE = new Date('2020-01-02T00:00:00Z');
const begins = (value: SettingValue | null): Date | null =>
  value?.from && value.from > DELIVERED_BEFORE ? value.from : null;

/** The address of its own page, where the reader may open it. */
export function ownPage({ key, page }: SettingDefinition, actor: Actor): string | null {
  const permission = PAGE_PERMISSIONS[key];
  return page && permission && may(actor, permission) ? page : null;
}

export function settingModel(
  { definition, current, coming, past, waiting, closed, today }: OneSetting,
  actor: Actor,
  language: Language,
  form: FormState,
) {
  const { key, kind, protects, confirmedBy } = definition;
  const values = form.summary.length > 0 ? form.values : typeValue(definition, current?.value);
  const filled: FormState = { ...form, values };
  const proposes = may(actor, 'settings:propose') && kind !== 'page';
  const valueOf = (value: SettingValue) => ({
    ...valueModel(definition, value.value, language),
    since: begins(value),
    isDelivered: value.by === null,
    source: sourceWords(value.source, language),
    by: value.by,
    confirmedBy: value.confirmedBy,
  });
  return {
    title: settingName(key, language),
    meaning: settingMeaning(key, language),
    key,
    leadKey: definition.shape.edition ? 'edition' : kind,
    today,
    isPage: kind === 'page',
    ownPage: ownPage(definition, actor),
    protects,
    confirmers: confirmedBy
      .map((role) => translate(language, `common:role.${role}`))
      .join(translate(language, 'settings:or')),
    current: current && valueOf(current),
    coming: coming.map((value) => ({
      ...valueOf(value),
      cancelPath:
        proposes && kind !== 'entries' && value.proposalId && cancellationPath(value.proposalId),
    })),
    past: past.map(valueOf),
    // Proposals of a page of its own are shown and decided there.
    waiting:
      kind === 'page'
        ? []
        : waiting.map((one) => proposalModel(one, definition, current, actor, language)),
    closed,
    proposes,
    hasDay: hasDay(definition),
    action: `${SETTINGS_PATH}/${key}/proposals`,
    requestId: randomUUID(),
    fields: kind === 'value' ? partFields(definition, language) : [],
    rowFields: kind === 'value' ? [] : rowFields(definition, current, filled, language),
    form: filled,
    back: SETTINGS_PATH,
  };
}

const cancellationPath = (id: string): string => `${SETTINGS_PATH}/proposals/${id}/cancellation`;

/** The form by which a planned change is taken back. */
export function cancellationModel(
  { definition }: OneSetting,
  planned: SettingValue,
  language: Language,
  form: FormState,
) {
  return {
    title: settingName(definition.key, language),
    ...valueModel(definition, planned.value, language),
    since: begins(planned),
    source: planned.source,
    by: planned.by,
    confirmedBy: planned.confirmedBy,
    protects: definition.protects,
    action: cancellationPath(planned.proposalId!),
    back: `${SETTINGS_PATH}/${definition.key}`,
    requestId: randomUUID(),
    form,
  };
}

function proposalModel(
  proposal: SettingProposal,
  definition: SettingDefinition,
  current: SettingValue | null,
  actor: Actor,
  language: Language,
) {
  return {
    ...proposal,
    ...valueModel(
      definition,
      proposal.value,
      language,
      proposal.cancels ? undefined : current?.value,
    ),
    hasDay: hasDay(definition),
    ...decisionForms(proposal, definition, actor),
  };
}

/** Which forms a reader has under a proposal that waits: its author withdraws, another of the roles decides. */
export function decisionForms(
  { id, byId }: Pick<SettingProposal, 'id' | 'byId'>,
  { confirmedBy }: Pick<SettingDefinition, 'confirmedBy'>,
  actor: Actor,
) {
  const isMine = byId === actor.userId;
  const decides = may(actor, 'settings:decide');
  return {
    action: `${SETTINGS_PATH}/proposals/${id}/decisions`,
    confirms: decides && !isMine && confirmedBy.some((role) => hasRole(actor, role)),
    withdraws: decides && isMine,
    requestId: randomUUID(),
  };
}

const hasRole = ({ roles }: Actor, role: string): boolean =>
  (roles as readonly string[]).includes(role);

/** The fields of a value, each with its range. */
const partFields = (definition: SettingDefinition, language: Language): FormField[] =>
  (definition.shape.parts ?? []).map((part, at) =>
    fieldOf(definition, part, `parts.p${at}`, language),
  );

function fieldOf(
  definition: SettingDefinition,
  part: SettingPart,
  name: string,
  language: Language,
): FormField {
  const label = partLabel(definition, part, language);
  const choices = choicesOf(definition, part, language);
  const optional = part.optional ?? false;
  if (choices) {
    const many = part.type === 'codes' || part.type === 'weekdays';
    return { as: many ? 'choices' : 'select', name, label, choices, many, optional };
  }
  const hint = rangeHint(part, language);
  if (part.type === 'day') return { as: 'field', name, label, type: 'date', short: true, optional };
  if (part.type === 'text' && (part.max ?? 0) > LONG_TEXT) {
    return { as: 'field', name, label, rows: 2, maxlength: part.max, optional };
  }
  return { as: 'field', name, label, hint, short: true, dir: 'ltr', optional, ...keyboard(part) };
}

const keyboard = ({ type }: SettingPart) =>
  type === 'whole'
    ? { inputmode: 'numeric' }
    : type === 'share' || type === 'decimal' || type === 'amount'
      ? { inputmode: 'decimal' }
      : {};

function choicesOf(definition: SettingDefinition, part: SettingPart, language: Language) {
  const { type, options, min = 0, max = 6 } = part;
  if (type === 'yes_no') {
    return ['yes', 'no'].map((value) => ({
      value,
      label: translate(language, `settings:${value}`),
    }));
  }
  if (type === 'weekdays') {
    return Array.from({ length: max - min + 1 }, (_, at) => ({
      value: String(at + min),
      label: weekdayName(at + min, language),
    }));
  }
  return options?.map((option) => ({
    value: String(option),
    label: choiceWords(definition.key, part, option, language),
  }));
}

function rangeHint({ type, unit, min, max, most }: SettingPart, language: Language): string | null {
  const say = (key: string, params = {}) => translate(language, `settings:hint.${key}`, params);
  const unitName = unit ? translate(language, `settings:units.${unit}`) : '';
  switch (type) {
    case 'whole':
    case 'decimal':
      return say('range', { min: min ?? 0, max: max ?? 0, unit: unitName });
    case 'share':
      return say('share', { min: percentOf(min ?? 0), max: percentOf(max ?? 1) });
    case 'numbers':
      return say('numbers', { most: most ?? 1, unit: unitName });
    case 'time':
      return say('time');
    case 'codes':
      return say('codes');
    default:
      return null;
  }
}

const BLANK_ROWS = 3;
/** More rows than these are folded, each under its name. */
const OPEN_ROWS = 8;
/** A text that may be longer stands in a field of two lines. */
const LONG_TEXT = 100;

/** A row of fields for every row there is, and some for new ones. */
function rowFields(
  definition: SettingDefinition,
  current: SettingValue | null,
  form: FormState,
  language: Language,
) {
  const { parts = [], mostRows = 1, closed = false } = definition.shape;
  const typed = Object.keys(form.values).flatMap(
    (name) => /^rows\.r(\d{1,3})\./.exec(name)?.[1] ?? [],
  );
  const there = Math.max(
    ((current?.value ?? []) as unknown[]).length,
    ...typed.map((at) => Number(at) + 1),
  );
  const count = closed ? there : Math.min(there + BLANK_ROWS, mostRows);
  return Array.from({ length: count }, (_, at) => ({
    number: at + 1,
    name: rowName(definition, form, at, language),
    isFolded: there > OPEN_ROWS,
    isOpen: Object.keys(form.errors).some((name) => name.startsWith(`rows.r${at}.`)),
    cells: parts.flatMap((part) => cellsOf(definition, part, `rows.r${at}.${part.path}`, language)),
  }));
}

/** Its words in the language of the reader, else what stands in its first field; nothing for a new row. */
function rowName(
  { key, shape: { parts = [] } }: SettingDefinition,
  { values }: FormState,
  at: number,
  language: Language,
): string {
  const typed = [`label.${language}`, language, ...parts.map(({ path }) => path)].map(
    (path) => values[`rows.r${at}.${path}`],
  );
  const said = typed.find((value): value is string => typeof value === 'string' && value !== '');
  const [first] = parts;
  return first?.type === 'choice' && said !== undefined
    ? choiceWords(key, first, said, language)
    : (said ?? '');
}

/** Words are three fields. */
function cellsOf(
  definition: SettingDefinition,
  part: SettingPart,
  name: string,
  language: Language,
): FormField[] {
  if (part.type !== 'words') return [fieldOf(definition, part, name, language)];
  const label = partLabel(definition, part, language);
  return LANGUAGES.map((one) => ({
    as: 'field' as const,
    name: `${name}.${one}`,
    label: `${label} · ${translate(language, `common:language.${one}`)}`,
    dir: one === 'ar' ? 'rtl' : 'ltr',
    maxlength: part.max,
  }));
}

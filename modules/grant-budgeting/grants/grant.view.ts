/** A grant as pages show it: its award, the way from the award to the lines, and the steps in which it is entered. */
import { LANGUAGES, type Language } from '../../platform/shared/actor';
import type { DomainError } from '../../platform/shared/domain.errors';
import type { FormState } from '../../platform/web/forms';
import { formatDate } from '../../platform/web/format';
import { keyOfCode, translate } from '../../platform/web/i18n';
import { agencyShares, CURRENCIES, sumOf, toCent, written } from '../money.rules';
import { changesBetween, type GrantChange } from './amendment.rules';
import type { GrantDefinition } from './grant-definition.types';
import {
  AMENDMENT_FIELDS,
  AWARD_FIELDS,
  agencyOfStep,
  type DraftLine,
  type DraftShare,
  type DraftStep,
  errorsOfStep,
  type GrantDraft,
  languagesField,
  LIST_FIELDS,
  percentOfRate,
  stepOfField,
  stepsOf,
  textsOf,
} from './grant-draft.rules';
import type { GrantChoices } from './grants.queries';

/** Empty rows under what is filled in, and how many a table has at least. */
const SPARE_ROWS = 3;
const LEAST_ROWS = { agencies: 3, outcomes: 5, lines: 8, reports: 3 } as const;
const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;
const RATE = /^[01](\.\d{1,6})?$/;

const labelOf = (language: Language, field: string): string =>
  translate(language, `grants:field.${field.replaceAll('.', '_')}`);

/** The award in words, the way from it to direct costs, and the lines of each agency. */
export function definitionModel(
  grant: GrantDefinition,
  { objectClasses, unsdg, reports }: Pick<GrantChoices, 'objectClasses' | 'unsdg' | 'reports'>,
  language: Language,
) {
  const { fee, shares, direct, support } = agencyShares(grant.amount, grant.feeRate, grant.shares);
  const facts: [string, string | undefined][] = [
    ['code', grant.code],
    ['awardNumber', grant.awardNumber],
    ['donorCode', grant.donorCode],
    ['startsOn', formatDate(grant.startsOn, language)],
    ['endsOn', formatDate(grant.endsOn, language)],
    ['sharesSource', grant.sharesSource],
    ['recipient.name', grant.recipient?.name],
    ['recipient.uei', grant.recipient?.uei],
    ['recipient.ein', grant.recipient?.ein],
    ['recipient.account', grant.recipient?.account],
  ];
  const most = Number(grant.amount);
  const step = (key: string, amount: string) => ({
    label: translate(language, `budget:step.${key}`),
    amount,
    share: Number(amount) / most,
  });
  const outcomeNames = new Map(
    (grant.outcomes ?? []).map(({ code, name }) => [code, name[language]]),
  );
  return {
    currency: grant.currency,
    name: grant.title[language],
    titles: (['fr', 'ar', 'en'] as const).map((one) => ({ lang: one, text: grant.title[one] })),
    facts: facts
      .filter(([, value]) => value)
      .map(([field, value]) => ({ label: labelOf(language, field), value })),
    steps: [
      step('award', written(grant.amount)),
      step('fee', written(fee)),
      step('support', written(support)),
      step('direct', written(direct)),
    ],
    agencies: grant.shares.map((share, at) => ({
      code: share.organisationCode,
      afterFee: written(shares[at]!.afterFee),
      direct: written(shares[at]!.direct),
      support: written(shares[at]!.support),
      supportShare: Number(share.supportRate),
      lines: share.lines.map((line) => ({
        ...line,
        label: line.name[language],
        objectClass: labelled(objectClasses, line.objectClass, language),
        unsdg: labelled(unsdg, String(line.unsdg), language),
        outcome: line.outcome && (outcomeNames.get(line.outcome) ?? line.outcome),
      })),
    })),
    reports: (grant.reports ?? []).map(({ kind, firstFrom, dueDays, languages }) => ({
      name: reports.find(({ code }) => code === kind)?.name[language] ?? kind,
      firstFrom,
      dueDays,
      languages: languageWords(languages, language),
    })),
  };
}

const MONEY_FIELDS: readonly string[] = ['amount', 'afterFee'];
const DAY_FIELDS: readonly string[] = ['startsOn', 'endsOn', 'firstFrom'];

/** What changes, one row a field; of what is added, its name in the reader's language and not all three. */
export function changesModel(before: GrantDefinition, after: GrantDefinition, language: Language) {
  const value = (field: string, text: string | null) => ({
    text: text !== null && DAY_FIELDS.includes(field) ? formatDate(text, language) : text,
    isMoney: MONEY_FIELDS.includes(field),
  });
  const isShown = ({ part, field, before: was, after: is }: GrantChange): boolean =>
    part === 'award' ||
    (was !== null && is !== null) ||
    !/^(code|organisationCode|kind|name\.)/.test(field) ||
    field === `name.${language}`;
  return {
    currency: after.currency,
    rows: changesBetween(before, after)
      .filter(isShown)
      .map(({ part, code, field, before: was, after: is }) => ({
        subject: code === null ? '' : translate(language, `grants:changed_part.${part}`, { code }),
        label: labelOf(language, field),
        before: value(field, was),
        after: value(field, is),
      })),
  };
}

interface StepLink {
  readonly key: DraftStep;
  readonly label: string;
  readonly path: string;
  readonly isCurrent: boolean;
  readonly errors: number;
  readonly isDone: boolean;
}

export interface DraftContext {
  readonly id: string;
  readonly draft: GrantDraft;
  readonly errors: readonly DomainError[];
  readonly choices: GrantChoices;
  readonly language: Language;
}

export const GRANTS_PATH = '/budget/grants';
export const draftPath = (id: string, step: DraftStep): string =>
  `${GRANTS_PATH}/drafts/${id}/${step}`;

export function stepLinks({ id, draft, errors, language }: DraftContext, current: DraftStep) {
  return stepsOf(draft).map((key): StepLink => {
    const at = agencyOfStep(key);
    const agency = at === null ? '' : (draft.shares?.[at]?.organisationCode ?? '');
    const wrong = key === 'check' ? 0 : errorsOfStep(errors, key).length;
    return {
      key,
      label: translate(language, `grants:step.${at === null ? key : 'lines'}`, { agency }),
      path: draftPath(id, key),
      isCurrent: key === current,
      errors: wrong,
      isDone: key !== 'check' && wrong === 0,
    };
  });
}

/** Values of the fields of a step, with the error beside each invalid field. */
export function stepForm({ draft, errors, language }: DraftContext, step: DraftStep): FormState {
  const at = agencyOfStep(step);
  const own =
    step === 'reports'
      ? { reports: draft.reports ?? [] }
      : at === null
        ? draft
        : { lines: draft.shares?.[at]?.lines ?? [] };
  const values = textsOf(own);
  for (const name of Object.keys(values)) {
    if (name === 'feeRate' || name.endsWith('.supportRate')) {
      values[name] = percentOfRate(values[name]);
    }
  }
  // An empty step is not wrong yet, nor is an amendment of which neither day nor letter was typed.
  const isUntouched = Object.keys(values).length === 0;
  const { effectiveOn, reference } = draft.amendment ?? {};
  const isBegun = Boolean(effectiveOn || reference);
  const shown = isUntouched
    ? []
    : errorsOfStep(errors, step).filter(({ field }) => isBegun || !field?.startsWith('amendment.'));
  const summary = shown.map(({ code, params, field }) => ({
    field: fieldInStep(field ?? null, at),
    sentence: translate(language, keyOfCode(code), params),
  }));
  const beside = summary.flatMap(({ field, sentence }) => (field ? [[field, sentence]] : []));
  return {
    values,
    errors: Object.fromEntries(beside) as FormState['errors'],
    summary,
    status: 200,
  };
}

/** `shares.0.lines.2.code` is `lines.2.code` in the step of its agency. */
const fieldInStep = (field: string | null, at: number | null): string | null =>
  field !== null && at !== null ? field.replace(/^shares\.\d+\./, '') : field;

const rowsOf = (filled: number, least: number): number[] =>
  Array.from({ length: Math.max(least, filled + SPARE_ROWS) }, (_, at) => at);

const labelled = (rows: GrantChoices['unsdg'], code: string, language: Language): string =>
  [code, rows.find((row) => row.code === code)?.name[language]].filter(Boolean).join(' · ');

const namedChoices = (rows: GrantChoices['unsdg'], language: Language) =>
  rows.map(({ code }) => ({ value: code, label: labelled(rows, code, language) }));

/** The rows of inputs of a step, each cell with its name and label. */
export function stepTables({ draft, choices, language }: DraftContext, step: DraftStep) {
  const { shares = [], outcomes = [], reports = [] } = draft;
  const at = agencyOfStep(step);
  const text = (name: string, more: object = {}) => ({
    name,
    label: labelOf(language, name),
    ...more,
  });
  const day = (name: string) => text(name, { ltr: true, type: 'date' });
  const names = ['name.fr', 'name.ar', 'name.en'].map((name) => text(name, { long: true }));
  const table = (
    prefix: string,
    rows: readonly number[],
    columns: readonly { name: string }[],
  ) => ({
    columns,
    rows: rows.map((row) =>
      columns.map((column) => ({ ...column, field: `${prefix}.${row}.${column.name}` })),
    ),
  });
  if (step === 'reports') {
    return {
      reports: table('reports', rowsOf(reports.length, LEAST_ROWS.reports), [
        text('kind', { choices: titledChoices(choices.reports, language) }),
        day('firstFrom'),
        text('dueDays', { ltr: true, decimal: true }),
        text('languages', { choices: languageChoices(language) }),
      ]),
    };
  }
  if (at !== null) {
    const line = shares[at] ?? {};
    return {
      lines: table('lines', rowsOf(line.lines?.length ?? 0, LEAST_ROWS.lines), [
        text('code', { ltr: true }),
        text('amount', { ltr: true, decimal: true }),
        ...names,
        text('objectClass', { choices: namedChoices(choices.objectClasses, language) }),
        text('unsdg', { choices: namedChoices(choices.unsdg, language) }),
        ...(outcomes.length > 0
          ? [text('outcome', { choices: outcomeChoices(outcomes, language) })]
          : []),
        text('partnerCode', { choices: choices.partners }),
      ]),
      sum: lineSum(line, draft.currency),
    };
  }
  return {
    agencies: table('shares', rowsOf(shares.length, LEAST_ROWS.agencies), [
      text('organisationCode', { choices: choices.agencies }),
      text('afterFee', { ltr: true, decimal: true }),
      {
        ...text('supportRate', { ltr: true, decimal: true }),
        label: labelOf(language, 'supportPercent'),
      },
    ]),
    outcomes: table('outcomes', rowsOf(outcomes.length, LEAST_ROWS.outcomes), [
      text('code', { ltr: true }),
      ...names,
    ]),
  };
}

const titledChoices = (rows: GrantChoices['reports'], language: Language) =>
  rows.map(({ code, name }) => ({ value: code, label: name[language] }));

/** Which languages a report may be asked for in, as one field says them. */
const LANGUAGE_SETS = [
  ['fr'],
  ['ar'],
  ['en'],
  ['fr', 'ar'],
  ['fr', 'en'],
  ['ar', 'en'],
  LANGUAGES,
] as const;

const languageWords = (languages: readonly Language[], language: Language): string =>
  languages.map((one) => translate(language, `common:language.${one}`)).join(' · ');

const languageChoices = (language: Language) =>
  LANGUAGE_SETS.map((set) => ({ value: languagesField(set), label: languageWords(set, language) }));

const outcomeChoices = (outcomes: NonNullable<GrantDraft['outcomes']>, language: Language) =>
  outcomes.flatMap(({ code, name }) =>
    code ? [{ value: code, label: `${code} · ${name?.[language] ?? ''}` }] : [],
  );

/** What the lines of an agency have to make, what they make, and what is left; null while the share cannot be read. */
function lineSum({ afterFee = '', supportRate = '', lines = [] }: DraftShare, currency = '') {
  if (!AMOUNT.test(afterFee) || !RATE.test(supportRate)) return null;
  const direct = agencyShares(afterFee, '0', [{ afterFee, supportRate }]).direct;
  const entered = sumOf(
    lines.map(({ amount }: DraftLine) => (AMOUNT.test(amount ?? '') ? amount! : '0')),
  );
  const left = direct.minus(entered);
  return {
    currency,
    direct: written(direct),
    entered: written(entered),
    left: written(left),
    isWhole: toCent(left).isZero(),
  };
}

/** All that stands against the draft, each sentence leading to its step. */
export const checkModel = ({ id, errors, language }: DraftContext) =>
  errors.map(({ code, params, field }) => ({
    path: draftPath(id, stepOfField(field ?? '')),
    place: field ? placeWords(field, language) : '',
    sentence: translate(language, keyOfCode(code), params),
  }));

/** "Lines, row 3, amount": where a field is. */
function placeWords(field: string, language: Language): string {
  const [, row] = /(?:lines|outcomes|shares|reports)\.(\d+)(?!.*(?:lines)\.\d)/.exec(field) ?? [];
  const name = field.replace(
    /^shares\.\d+\.lines(\.\d+)?\.?|^(shares|outcomes|reports)(\.\d+)?\.?/,
    '',
  );
  // A file may hold fields that no form has.
  const isKnown =
    [...AMENDMENT_FIELDS, ...AWARD_FIELDS].includes(name) ||
    Object.values(LIST_FIELDS).flat().includes(name);
  const label = isKnown ? labelOf(language, name) : '';
  return row === undefined || !label
    ? label
    : translate(language, 'grants:row', { row: Number(row) + 1, label });
}

export const currencyChoices = CURRENCIES.map((value) => ({ value, label: value }));

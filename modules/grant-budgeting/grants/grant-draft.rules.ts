/**
 * A grant while it is being entered: texts as they were typed, some of them missing. Its steps are the award, its agencies
 * and outcomes, the lines of each agency, its reports, and the check of the whole.
 */
import { Decimal } from 'decimal.js';
import { DomainError } from '../../platform/shared/domain.errors';
import { nested } from '../../platform/web/forms';
import { typedNumber } from '../typed-number.rules';

export interface DraftName {
  readonly fr?: string;
  readonly ar?: string;
  readonly en?: string;
}

export interface DraftLine {
  readonly code?: string;
  readonly name?: DraftName;
  readonly amount?: string;
  readonly unsdg?: string | number;
  readonly objectClass?: string;
  readonly outcome?: string;
  readonly partnerCode?: string;
}

export interface DraftShare {
  readonly organisationCode?: string;
  readonly afterFee?: string;
  readonly supportRate?: string;
  readonly lines?: readonly DraftLine[];
}

export interface DraftReport {
  readonly kind?: string;
  readonly firstFrom?: string;
  readonly dueDays?: string | number;
  /** As typed: "fr, ar". */
  readonly languages?: string | readonly string[];
}

/** From which day an amendment holds, and what it stands on. */
export interface DraftAmendment {
  readonly effectiveOn?: string;
  readonly reference?: string;
}

/** What `GrantDefinition` will be; any part of it may be missing or wrong. */
export interface GrantDraft {
  /** Of a grant in force that is amended. */
  readonly amendment?: DraftAmendment;
  readonly code?: string;
  readonly awardNumber?: string;
  readonly title?: DraftName;
  readonly donorCode?: string;
  readonly currency?: string;
  readonly amount?: string;
  readonly feeRate?: string;
  readonly startsOn?: string;
  readonly endsOn?: string;
  readonly sharesSource?: string;
  readonly recipient?: object;
  readonly outcomes?: readonly { readonly code?: string; readonly name?: DraftName }[];
  readonly shares?: readonly DraftShare[];
  readonly reports?: readonly DraftReport[];
}

/** The fields of the award, by their names in forms and files. */
export const AWARD_FIELDS: readonly string[] = [
  'code',
  'awardNumber',
  'title.fr',
  'title.ar',
  'title.en',
  'donorCode',
  'currency',
  'amount',
  'feeRate',
  'startsOn',
  'endsOn',
  'sharesSource',
  'recipient.name',
  'recipient.uei',
  'recipient.ein',
  'recipient.account',
];
export const AMENDMENT_FIELDS: readonly string[] = ['amendment.effectiveOn', 'amendment.reference'];
const CODE_AND_NAME = ['code', 'name.fr', 'name.ar', 'name.en'];

/** The fields of a row of each list. */
export const LIST_FIELDS = {
  outcomes: CODE_AND_NAME,
  shares: ['organisationCode', 'afterFee', 'supportRate'],
  lines: [...CODE_AND_NAME, 'amount', 'unsdg', 'objectClass', 'outcome', 'partnerCode'],
  reports: ['kind', 'firstFrom', 'dueDays', 'languages'],
} as const satisfies Record<string, readonly string[]>;
type DraftList = keyof typeof LIST_FIELDS;

/** `lines-0` are the lines of the first agency. */
export type DraftStep = 'award' | 'agencies' | `lines-${number}` | 'reports' | 'check';

export const stepsOf = ({ shares = [] }: GrantDraft): DraftStep[] => [
  'award',
  'agencies',
  ...shares.map((_, at): DraftStep => `lines-${at}`),
  'reports',
  'check',
];

/** The place of the agency whose lines a step enters; null for the other steps. */
export const agencyOfStep = (step: DraftStep): number | null =>
  step.startsWith('lines-') ? Number(step.slice('lines-'.length)) : null;

/** The step in which a field is entered. */
export function stepOfField(field: string): DraftStep {
  const [, at] = /^shares\.(\d+)\.lines/.exec(field) ?? [];
  if (at !== undefined) return `lines-${Number(at)}`;
  if (/^reports\b/.test(field)) return 'reports';
  return /^(shares|outcomes)\b/.test(field) ? 'agencies' : 'award';
}

export const errorsOfStep = (errors: readonly DomainError[], step: DraftStep): DomainError[] =>
  errors.filter(({ field }) => step === 'check' || stepOfField(field ?? '') === step);

/** "7" per cent is the rate 0.07; what cannot be read stays, for the check to refuse. */
export function rateOfPercent(typed: unknown): unknown {
  const plain = typedNumber(typed, 4);
  if (typeof plain !== 'string' || !/^\d{1,3}(\.\d{1,4})?$/.test(plain)) return typed;
  return new Decimal(plain).dividedBy(100).toString();
}

export function percentOfRate(rate: unknown): string {
  if (typeof rate !== 'string') return '';
  return /^\d(\.\d+)?$/.test(rate) ? new Decimal(rate).times(100).toString() : rate;
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === '' ||
  (typeof value === 'object' && value !== null && Object.values(value).every(isBlank));

const objectsIn = <T extends object>(rows: unknown): T[] =>
  (Array.isArray(rows) ? rows : []).filter((row) => row !== null && typeof row === 'object') as T[];

const filled = <T extends object>(rows: unknown): T[] =>
  objectsIn<T>(rows).filter((row) => !isBlank(row));

/** `shares.0.lines.0.name.fr` has six steps. */
const MOST_STEPS = 6;

/** With texts in place of numbers; undefined where it is nothing, or nested deeper than any field of a grant. */
function withTexts(value: unknown, depth = 0): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'object') return String(value);
  if (depth === MOST_STEPS) return undefined;
  if (Array.isArray(value)) return value.map((inner) => withTexts(inner, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withTexts(inner, depth + 1)]),
  );
}

/** A draft of what a file holds: texts, and lists of rows, whatever else it is. */
export function draftOf(read: object): GrantDraft {
  const { outcomes, shares, reports, ...award } = withTexts(read) as Record<string, unknown>;
  return {
    ...award,
    outcomes: objectsIn(outcomes),
    shares: objectsIn<DraftShare>(shares).map((share) => ({
      ...share,
      lines: objectsIn(share.lines),
    })),
    ...(reports !== undefined && { reports: objectsIn<DraftReport>(reports) }),
  };
}

const LISTS_OF_STEP: Readonly<Partial<Record<DraftStep, readonly string[]>>> = {
  agencies: ['shares', 'outcomes'],
  reports: ['reports'],
};

function refuseUnknownFields(step: DraftStep, names: readonly string[]): void {
  const isKnown = (name: string): boolean => {
    const [, list, field] = /^(shares|outcomes|lines|reports)\.\d{1,3}\.(.+)$/.exec(name) ?? [];
    if (step === 'award') {
      return list === undefined && [...AMENDMENT_FIELDS, ...AWARD_FIELDS].includes(name);
    }
    const lists = LISTS_OF_STEP[step] ?? ['lines'];
    return (
      lists.includes(list ?? '') &&
      (LIST_FIELDS[list as DraftList] as readonly string[]).includes(field!)
    );
  };
  // `_csrf` and the like belong to the form.
  const field = names.find((name) => !name.startsWith('_') && !isKnown(name));
  if (field === undefined) return;
  throw new DomainError('invalid', 'common.unknown_field', { field: field.slice(0, 60) });
}

/** The draft with the fields of one step as they were posted; rows in which nothing stands are left out. */
export function withStep(
  draft: GrantDraft,
  step: DraftStep,
  posted: Record<string, unknown>,
): GrantDraft {
  refuseUnknownFields(step, Object.keys(posted));
  const read = nested(posted);
  if (step === 'award') {
    const { recipient, ...award } = read;
    const { outcomes = [], shares = [], reports, code, donorCode, currency } = draft;
    return {
      // These stay in an amendment, whose form does not have them.
      ...(draft.amendment && { amendment: {}, code, donorCode, currency }),
      ...award,
      amount: typedNumber(award['amount']) as string,
      feeRate: rateOfPercent(award['feeRate']) as string,
      ...(!isBlank(recipient) && { recipient: recipient as object }),
      outcomes,
      shares,
      ...(reports && { reports }),
    };
  }
  if (step === 'agencies') {
    const linesOf = new Map(draft.shares?.map((share) => [share.organisationCode, share.lines]));
    const shares = filled<DraftShare>(read['shares']).map((share) => ({
      ...share,
      afterFee: typedNumber(share.afterFee) as string,
      supportRate: rateOfPercent(share.supportRate) as string,
      lines: linesOf.get(share.organisationCode) ?? [],
    }));
    return { ...draft, outcomes: filled(read['outcomes']), shares };
  }
  if (step === 'reports') return { ...draft, reports: filled(read['reports']) };
  const lines = filled<DraftLine>(read['lines']).map((line) => ({
    ...line,
    amount: typedNumber(line.amount) as string,
  }));
  const shares = draft.shares?.map((share, at) =>
    at === agencyOfStep(step) ? { ...share, lines } : share,
  );
  return { ...draft, ...(shares && { shares }) };
}

/** Several languages as the value of one field: "fr, ar". */
export const languagesField = (languages: readonly string[]): string => languages.join(', ');

/** Every text of a draft by the name of its field, such as `shares.0.lines.2.name.fr`. */
export function textsOf(value: unknown, prefix = ''): Record<string, string> {
  if (value === null || typeof value !== 'object') {
    return prefix && (typeof value === 'string' || typeof value === 'number')
      ? { [prefix]: String(value) }
      : {};
  }
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    return value.length > 0 ? { [prefix]: languagesField(value) } : {};
  }
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) =>
      textsOf(inner, prefix ? `${prefix}.${key}` : key),
    ),
  ) as Record<string, string>;
}

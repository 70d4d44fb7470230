/** What an amendment may change of a grant in force, and what it changes. */
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { sumOf, toCent, written } from '../money.rules';
import type { GrantDefinition, LineDefinition, ShareDefinition } from './grant-definition.types';
import { definitionErrors } from './grant-definition.rules';
import { AWARD_FIELDS, LIST_FIELDS, textsOf } from './grant-draft.rules';

export interface GrantInForce {
  readonly definition: GrantDefinition;
  /** What is spent and committed on each line, by its code. */
  readonly taken: Readonly<Record<string, string>>;
  /** The first and the last day of a cost, an order or a delivery that the grant bears. */
  readonly firstCostOn: CivilDate | null;
  readonly lastCostOn: CivilDate | null;
  /** What the donor sent, less what was returned. */
  readonly received: string;
}

const wrong = (code: string, field: string, params: Record<string, string> = {}) =>
  new DomainError('invalid', `grants.${code}`, params, field);

/** Every sentence that stands against an amendment, each beside its field. */
export function amendmentErrors(proposed: GrantDefinition, grant: GrantInForce): DomainError[] {
  const { definition: now } = grant;
  const sameShares = new Set(
    proposed.shares.flatMap((share, at) => (isSameShare(share, now) ? [`shares.${at}.lines`] : [])),
  );
  return [
    // A revision between agencies may have left the direct costs of a share a cent from what its rate gives.
    ...definitionErrors(proposed).filter(
      ({ code, field }) => code !== 'grants.lines_differ' || !sameShares.has(field ?? ''),
    ),
    ...(['code', 'donorCode', 'currency'] as const).flatMap((field) =>
      proposed[field] === now[field] ? [] : [wrong('stays', field, { value: now[field] })],
    ),
    ...periodErrors(proposed, grant),
    ...(toCent(proposed.amount).lessThan(grant.received)
      ? [wrong('below_received', 'amount', { received: `${grant.received} ${now.currency}` })]
      : []),
    ...leftOut(proposed, now),
    ...proposed.shares.flatMap((share, at) => lineErrors(share, at, grant)),
  ];
}

function isSameShare(share: ShareDefinition, { shares }: GrantDefinition): boolean {
  const now = shares.find(({ organisationCode }) => organisationCode === share.organisationCode);
  const sum = ({ lines }: ShareDefinition) => sumOf(lines.map(({ amount }) => amount));
  return (
    now !== undefined &&
    toCent(now.afterFee).equals(share.afterFee) &&
    Number(now.supportRate) === Number(share.supportRate) &&
    sum(now).equals(sum(share))
  );
}

function periodErrors(
  { startsOn, endsOn }: GrantDefinition,
  { firstCostOn, lastCostOn }: GrantInForce,
): DomainError[] {
  return [
    ...(firstCostOn !== null && startsOn > firstCostOn
      ? [wrong('cost_before', 'startsOn', { day: firstCostOn })]
      : []),
    ...(lastCostOn !== null && endsOn < lastCostOn
      ? [wrong('cost_after', 'endsOn', { day: lastCostOn })]
      : []),
  ];
}

const linesOf = ({ shares }: GrantDefinition) =>
  shares.flatMap(({ organisationCode, lines }) =>
    lines.map((line) => ({ ...line, organisationCode })),
  );

/** Agencies, outcomes and lines are never removed: what was booked on them stays readable. */
function leftOut(proposed: GrantDefinition, now: GrantDefinition): DomainError[] {
  const missing = (before: readonly string[], after: readonly string[], field: string) =>
    before
      .filter((code) => !after.includes(code))
      .map((code) => wrong('left_out', field, { code }));
  const agencies = ({ shares }: GrantDefinition) => shares.map((share) => share.organisationCode);
  const outcomes = (grant: GrantDefinition) => (grant.outcomes ?? []).map(({ code }) => code);
  const lines = (grant: GrantDefinition) => linesOf(grant).map(({ code }) => code);
  return [
    ...missing(agencies(now), agencies(proposed), 'shares'),
    ...missing(outcomes(now), outcomes(proposed), 'outcomes'),
    ...missing(lines(now), lines(proposed), 'shares'),
  ];
}

/** A line stays with its agency and its classes, and keeps what is spent and committed on it. */
function lineErrors(
  { organisationCode, lines }: ShareDefinition,
  at: number,
  { definition: now, taken }: GrantInForce,
): DomainError[] {
  const before = new Map(linesOf(now).map((line) => [line.code, line]));
  return lines.flatMap((line, place) => {
    const old = before.get(line.code);
    if (!old) return [];
    const field = `shares.${at}.lines.${place}`;
    const isMoved =
      old.organisationCode !== organisationCode ||
      old.objectClass !== line.objectClass ||
      Number(old.unsdg) !== Number(line.unsdg);
    const used = taken[line.code] ?? '0.00';
    const isShort = toCent(line.amount).lessThan(old.amount) && toCent(line.amount).lessThan(used);
    return [
      ...(isMoved ? [wrong('line_stays', `${field}.code`, { code: line.code })] : []),
      ...(isShort
        ? [
            wrong('line_below', `${field}.amount`, {
              code: line.code,
              taken: `${used} ${now.currency}`,
            }),
          ]
        : []),
    ];
  });
}

export interface GrantChange {
  readonly part: 'award' | 'outcome' | 'agency' | 'line' | 'report';
  /** The code of the outcome, agency, line or report; none for the award. */
  readonly code: string | null;
  readonly field: string;
  /** Null where it was not there before, or is not there any more. */
  readonly before: string | null;
  readonly after: string | null;
}

type Fact = Omit<GrantChange, 'before' | 'after'> & { readonly value: string };

/** What differs between two versions of a grant, field by field, in the order of the grant. */
export function changesBetween(before: GrantDefinition, after: GrantDefinition): GrantChange[] {
  const key = ({ part, code, field }: Fact) => [part, code, field].join(' ');
  const old = new Map(factsOf(before).map((fact) => [key(fact), fact]));
  const now = new Map(factsOf(after).map((fact) => [key(fact), fact]));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((one): GrantChange[] => {
    const { value: was = null } = old.get(one) ?? {};
    const { value: is = null } = now.get(one) ?? {};
    if (was === is) return [];
    const { part, code, field } = (now.get(one) ?? old.get(one))!;
    return [{ part, code, field, before: was, after: is }];
  });
}

const MONEY_FIELDS: readonly string[] = ['amount', 'afterFee'];
const RATE_FIELDS: readonly string[] = ['feeRate', 'supportRate'];

function factsOf(grant: GrantDefinition): Fact[] {
  const facts = (
    part: Fact['part'],
    code: string | null,
    fields: readonly string[],
    row: object,
  ): Fact[] => {
    const texts = textsOf(row);
    return fields.flatMap((field) =>
      texts[field] ? [{ part, code, field, value: sameForm(field, texts[field]) }] : [],
    );
  };
  return [
    ...facts('award', null, AWARD_FIELDS, { ...grant, shares: [], outcomes: [], reports: [] }),
    ...(grant.outcomes ?? []).flatMap((outcome) =>
      facts('outcome', outcome.code, LIST_FIELDS.outcomes, outcome),
    ),
    ...grant.shares.flatMap((share) =>
      facts('agency', share.organisationCode, LIST_FIELDS.shares, { ...share, lines: [] }),
    ),
    ...linesOf(grant).flatMap((line: LineDefinition) =>
      facts('line', line.code, LIST_FIELDS.lines, line),
    ),
    ...(grant.reports ?? []).flatMap((report) =>
      facts('report', report.kind, LIST_FIELDS.reports, report),
    ),
  ];
}

/** "100" and "100.00" are one amount, "0.070" and "0.07" one rate. */
function sameForm(field: string, text: string): string {
  if (MONEY_FIELDS.includes(field)) return written(toCent(text));
  return RATE_FIELDS.includes(field) ? String(Number(text)) : text;
}

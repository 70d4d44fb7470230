/** Whether a grant adds up: what its forms cannot check field by field. */
import { DomainError } from '../../platform/shared/domain.errors';
import { convert, directCostsOf, sumOf, toCent, written } from '../money.rules';
import type { GrantDefinition, ShareDefinition } from './grant-definition.types';

const wrong = (code: string, field: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', `grants.${code}`, params, field);

/** Every sentence that stands against a definition, each beside its field; none where it adds up to the cent. */
export function definitionErrors(grant: GrantDefinition): DomainError[] {
  return [
    ...(grant.endsOn <= grant.startsOn ? [wrong('ends_before_it_starts', 'endsOn')] : []),
    ...(toCent(grant.amount).isZero() ? [wrong('no_amount', 'amount')] : []),
    ...shareErrors(grant),
    ...grant.shares.flatMap((share, at) => lineSumErrors(share, at, grant.currency)),
    ...codeErrors(grant),
  ];
}

/** The agencies' shares are what is left of the award after the fee. */
function shareErrors({ amount, feeRate, shares, currency }: GrantDefinition): DomainError[] {
  const afterFee = toCent(amount).minus(convert(amount, feeRate));
  const given = sumOf(shares.map((share) => share.afterFee));
  if (given.equals(afterFee)) return [];
  return [
    wrong('shares_differ', 'shares', {
      shares: `${written(given)} ${currency}`,
      award: `${written(afterFee)} ${currency}`,
      difference: `${written(given.minus(afterFee))} ${currency}`,
    }),
  ];
}

function lineSumErrors(share: ShareDefinition, at: number, currency: string): DomainError[] {
  const direct = directCostsOf(share);
  const lines = sumOf(share.lines.map((line) => line.amount));
  if (lines.equals(direct)) return [];
  return [
    wrong('lines_differ', `shares.${at}.lines`, {
      agency: share.organisationCode,
      lines: `${written(lines)} ${currency}`,
      direct: `${written(direct)} ${currency}`,
      difference: `${written(lines.minus(direct))} ${currency}`,
    }),
  ];
}

/** Codes are written once, and an outcome that a line names is one of the grant's. */
function codeErrors({ shares, outcomes = [], reports = [] }: GrantDefinition): DomainError[] {
  const lines = shares.flatMap((share, at) =>
    share.lines.map((line, place) => ({ ...line, field: `shares.${at}.lines.${place}` })),
  );
  const known = new Set(['all', ...outcomes.map(({ code }) => code)]);
  return [
    ...repeated(
      shares.map((share, at) => [share.organisationCode, `shares.${at}.organisationCode`]),
    ),
    ...repeated(outcomes.map(({ code }, at) => [code, `outcomes.${at}.code`])),
    ...repeated(lines.map(({ code, field }) => [code, `${field}.code`])),
    ...repeated(reports.map(({ kind }, at) => [kind, `reports.${at}.kind`])),
    ...lines
      .filter(({ outcome }) => outcome !== undefined && !known.has(outcome))
      .map(({ outcome, field }) =>
        wrong('unknown_outcome', `${field}.outcome`, { code: outcome! }),
      ),
  ];
}

function repeated(codes: readonly (readonly [code: string, field: string])[]): DomainError[] {
  const seen = new Set<string>();
  return codes.flatMap(([code, field]) => {
    if (seen.has(code)) return [wrong('code_twice', field, { code })];
    seen.add(code);
    return [];
  });
}

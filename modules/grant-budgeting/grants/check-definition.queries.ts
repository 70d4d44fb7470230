/** What stands against a definition: its sums and codes, and the organisations that it names by their codes. */
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
import { definitionErrors } from './grant-definition.rules';
import type { GrantDefinition } from './grant-definition.types';

interface NamedOrganisation {
  readonly code: string;
  readonly field: string;
  /** Null where any kind will do. */
  readonly kind: 'donor' | 'agency' | null;
}

const namedIn = ({ donorCode, shares }: GrantDefinition): NamedOrganisation[] => [
  { code: donorCode, field: 'donorCode', kind: 'donor' },
  ...shares.flatMap((share, at): NamedOrganisation[] => [
    { code: share.organisationCode, field: `shares.${at}.organisationCode`, kind: 'agency' },
    ...share.lines.flatMap(({ partnerCode }, place): NamedOrganisation[] =>
      partnerCode
        ? [{ code: partnerCode, field: `shares.${at}.lines.${place}.partnerCode`, kind: null }]
        : [],
    ),
  ]),
];

export interface CheckedDefinition {
  /** Ids of the organisations by their codes. */
  readonly organisations: ReadonlyMap<string, string>;
  readonly errors: readonly DomainError[];
  /** Of them, what names an organisation that is not there. */
  readonly unknown: readonly DomainError[];
}

export async function checkDefinition(tx: Tx, grant: GrantDefinition): Promise<CheckedDefinition> {
  const named = namedIn(grant);
  const rows = await tx.query<{ id: string; code: string; kind: string }>(
    'SELECT id, code, kind FROM organisations WHERE code = ANY ($1) AND active',
    [named.map(({ code }) => code)],
  );
  const known = new Map(rows.map((row) => [row.code, row]));
  const unknown = named.flatMap(({ code, field, kind }) => {
    const found = known.get(code);
    if (found && (kind === null || found.kind === kind)) return [];
    const error = found ? `grants.not_${kind}` : 'grants.unknown_organisation';
    return [new DomainError('invalid', error, { code }, field)];
  });
  return {
    organisations: new Map(rows.map(({ code, id }) => [code, id])),
    errors: [...definitionErrors(grant), ...unknown],
    unknown,
  };
}

/** The organisations that a definition names by their codes: donor, agencies and partners of its lines. */
import type { Tx } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';
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

export interface GrantOrganisations {
  readonly ids: ReadonlyMap<string, string>;
  readonly errors: readonly DomainError[];
}

/** Their ids by code, and a sentence for each code that is not known or of another kind. */
export async function grantOrganisations(
  tx: Tx,
  grant: GrantDefinition,
): Promise<GrantOrganisations> {
  const named = namedIn(grant);
  const rows = await tx.query<{ id: string; code: string; kind: string }>(
    'SELECT id, code, kind FROM organisations WHERE code = ANY ($1) AND active',
    [named.map(({ code }) => code)],
  );
  const known = new Map(rows.map((row) => [row.code, row]));
  const errors = named.flatMap(({ code, field, kind }) => {
    const found = known.get(code);
    if (found && (kind === null || found.kind === kind)) return [];
    const error = found ? `grants.not_${kind}` : 'grants.unknown_organisation';
    return [new DomainError('invalid', error, { code }, field)];
  });
  return { ids: new Map(rows.map(({ code, id }) => [code, id])), errors };
}

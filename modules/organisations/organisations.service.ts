import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { constraintOf, sqlState, Transactions, type Tx } from '../platform/database/transactions';
import {
  type Actor,
  type Language,
  ORGANISATION_KINDS,
  type OrganisationKind,
} from '../platform/shared/actor';
import { DomainError, notFound } from '../platform/shared/domain.errors';
import { type LocalNames, localNames } from '../platform/shared/local-names';
import { isCode } from '../reference-lists';

/** What a partner is, for those who refer people there and for the figures. */
export const PARTNER_TYPES = [
  'association',
  'health',
  'social',
  'legal',
  'training',
  'employer',
  'authority',
  'abroad',
  'other',
] as const;
export type PartnerType = (typeof PARTNER_TYPES)[number];

/** What can be said anew of an organisation; its code and kind stay. */
export interface OrganisationFacts {
  readonly name: string;
  /** Left out: as they are. */
  readonly names?: LocalNames | null;
  readonly country: string;
  readonly partnerType: PartnerType | null;
  /** Code of the list regions. */
  readonly region: string | null;
  /** In which it reads what we send. */
  readonly language: Language;
  /** Through whom everything of its country goes: one in each. */
  readonly singleContact: boolean;
}

export interface NewOrganisation extends Partial<Omit<OrganisationFacts, 'name' | 'country'>> {
  readonly code: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  /** ISO 3166-1 alpha-2; Morocco where left out. */
  readonly country?: string;
}

export interface Organisation extends OrganisationFacts {
  /** On a page the name in its language; elsewhere the name itself. */
  readonly name: string;
  /** The name itself, on pages too. */
  readonly plainName: string;
  readonly names: LocalNames | null;
  readonly id: string;
  readonly code: string;
  readonly kind: OrganisationKind;
  readonly active: boolean;
}

@Injectable()
export class Organisations {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<Organisation[]> {
    return this.transactions.run(actor, (tx) => this.listIn(tx));
  }

  listIn(tx: Tx): Promise<Organisation[]> {
    return tx.query<Organisation>(
      `SELECT ${COLUMNS} FROM organisations
        ORDER BY array_position($1::text[], kind), name, id`,
      [[...ORGANISATION_KINDS]],
    );
  }

  one(actor: Actor, id: string): Promise<Organisation> {
    return this.transactions.run(actor, (tx) => this.oneIn(tx, id));
  }

  async oneIn(tx: Tx, id: string): Promise<Organisation> {
    const [row] = await tx.query<Organisation>(
      `SELECT ${COLUMNS} FROM organisations WHERE id = $1`,
      [id],
    );
    if (!row) throw notFound();
    return row;
  }

  /** Through whom everything of a country goes; null where nobody is named. */
  async singleContactIn(tx: Tx, country: string): Promise<Organisation | null> {
    const [row] = await tx.query<Organisation>(
      `SELECT ${COLUMNS} FROM organisations WHERE country = $1 AND single_contact AND active`,
      [country],
    );
    return row ?? null;
  }

  create(
    actor: Actor,
    organisation: NewOrganisation,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'organisations.create', body: organisation, requestId },
      (tx) => this.createIn(tx, organisation),
    );
  }

  async createIn(tx: Tx, organisation: NewOrganisation): Promise<{ id: string }> {
    const { code, kind, name, names, country, partnerType, region, language, singleContact } =
      organisation;
    checkRegion(region ?? null);
    try {
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO organisations (code, kind, name, country, partner_type, region, language, single_contact, names)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [
          code,
          kind,
          name.trim(),
          country ?? 'MA',
          partnerType ?? null,
          region ?? null,
          language ?? 'fr',
          singleContact ?? false,
          localNames(names),
        ],
      );
      await record(tx, { action: 'organisations.create', kind: 'organisation', ids: [row!.id] });
      return row!;
    } catch (error) {
      throw taken(error, { code, country: country ?? 'MA' });
    }
  }

  describe(
    actor: Actor,
    id: string,
    facts: OrganisationFacts,
    requestId: string | null = null,
  ): Promise<{ id: string }> {
    return this.transactions.once(
      actor,
      { useCase: 'organisations.describe', body: { id, ...facts }, requestId },
      (tx) => this.describeIn(tx, id, facts),
    );
  }

  async describeIn(tx: Tx, id: string, facts: OrganisationFacts): Promise<{ id: string }> {
    const { name, names, country, partnerType, region, language, singleContact } = facts;
    checkRegion(region);
    try {
      const [row] = await tx.query<{ id: string }>(
        `UPDATE organisations SET name = $2, country = $3, partner_type = $4, region = $5, language = $6, single_contact = $7,
                names = CASE WHEN $8 THEN $9::jsonb ELSE names END
          WHERE id = $1 RETURNING id`,
        [
          id,
          name.trim(),
          country,
          partnerType,
          region,
          language,
          singleContact,
          names !== undefined,
          localNames(names),
        ],
      );
      if (!row) throw notFound();
      const fields = Object.entries(facts).flatMap(([key, value]) =>
        value === undefined ? [] : key,
      );
      await record(tx, {
        action: 'organisations.describe',
        kind: 'organisation',
        ids: [id],
        fields,
      });
      return row;
    } catch (error) {
      throw taken(error, { code: '', country });
    }
  }
}

const COLUMNS = `id, code, kind, localized_name(name, names) AS name, name AS "plainName", names, country, active, partner_type AS "partnerType", region, language,
  single_contact AS "singleContact"`;

function checkRegion(region: string | null): void {
  if (region !== null && !isCode('regions', region)) {
    throw new DomainError('invalid', 'common.not_choice', {}, 'region');
  }
}

/** Somebody else has it already, whoever asked first. */
function taken(error: unknown, { code, country }: { code: string; country: string }): unknown {
  if (sqlState(error) !== '23505') return error;
  return constraintOf(error) === 'organisations_one_contact_a_country'
    ? new DomainError('conflict', 'organisations.contact_taken', { country }, 'singleContact')
    : new DomainError('conflict', 'organisations.code_taken', { code }, 'code');
}

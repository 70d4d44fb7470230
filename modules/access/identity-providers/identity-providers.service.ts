import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { type Actor, type Language, NOBODY } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { open, seal, sealedColumn } from '../../platform/shared/seal';
import { Keys } from '../keys';
import type { OpenIdProvider } from './openid-clients.service';
import { isIssuer } from './openid.rules';
import { ProviderRequests } from './provider-requests.service';

const secretAddress = sealedColumn('identity_provider_editions', 'client_secret');

/** Contents of an edition of a provider; the secret can be written but not read. */
export interface EditionContents {
  readonly name: Readonly<Record<Language, string>>;
  readonly issuer: string;
  readonly clientId: string;
  readonly organisationId: string | null;
  readonly domains: readonly string[];
  readonly factorAmr: readonly string[];
  readonly factorAcr: readonly string[];
  readonly onlyWay: boolean;
}

export interface NewEdition extends EditionContents {
  /** Null: the secret of the edition in force. */
  readonly clientSecret: string | null;
}

export interface IdentityProviderEdition extends EditionContents {
  readonly id: string;
  readonly providerId: string;
  readonly organisation: string | null;
  readonly proposedById: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly confirmedBy: string | null;
  readonly confirmedAt: Date | null;
  readonly endedBy: string | null;
  readonly endedAt: Date | null;
  readonly state: 'waiting' | 'in_force' | 'ended';
}

/** An edition in force, as a sign-in needs it. */
export interface ProviderInForce extends OpenIdProvider {
  readonly providerId: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly factorAmr: readonly string[];
}

export interface NamedProvider {
  readonly id: string;
  readonly name: Readonly<Record<Language, string>>;
}

const CONTENTS = `e.name, e.issuer, e.client_id AS "clientId", e.organisation_id AS "organisationId", e.domains,
  e.factor_amr AS "factorAmr", e.factor_acr AS "factorAcr", e.only_way AS "onlyWay"`;

const EDITIONS = `
  SELECT e.id, e.provider_id AS "providerId", ${CONTENTS}, localized_name(o.name, o.names) AS organisation, e.proposed_by AS "proposedById",
         localized_name(p.name, p.names) AS "proposedBy", e.proposed_at AS "proposedAt", localized_name(c.name, c.names) AS "confirmedBy", e.confirmed_at AS "confirmedAt",
         localized_name(x.name, x.names) AS "endedBy", e.ended_at AS "endedAt",
         CASE WHEN e.ended_at IS NOT NULL THEN 'ended' WHEN e.confirmed_at IS NULL THEN 'waiting' ELSE 'in_force' END AS state
    FROM identity_provider_editions e JOIN users p ON p.id = e.proposed_by LEFT JOIN users c ON c.id = e.confirmed_by
    LEFT JOIN users x ON x.id = e.ended_by LEFT JOIN organisations o ON o.id = e.organisation_id`;

const translated = constraintTranslator({
  identity_providers_second_person: ['forbidden', 'access.second_person_provider'],
  identity_providers_one_waiting: ['conflict', 'access.provider_waits'],
  identity_providers_issuer_once: ['conflict', 'access.provider_issuer_taken', 'issuer'],
  identity_provider_editions_organisation_id_fkey: [
    'invalid',
    'access.no_such_place',
    'organisationId',
  ],
  '42501': ['forbidden', 'access.not_yours'],
});

/** Identity providers: each change is an edition that one administrator proposes and another confirms. */
@Injectable()
export class IdentityProviders {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Keys,
    private readonly requests: ProviderRequests,
  ) {}

  /** All that are in force or wait; ended ones where `providerId` is given. */
  list(actor: Actor, providerId: string | null = null): Promise<IdentityProviderEdition[]> {
    return this.transactions.run(actor, async (tx) => {
      const ids = providerId === null ? {} : { ids: [providerId] };
      await record(tx, { action: 'identity_providers.list', kind: 'identity_provider', ...ids });
      const editions = await tx.query<IdentityProviderEdition>(
        `${EDITIONS} WHERE ($1::uuid IS NULL AND e.ended_at IS NULL) OR e.provider_id = $1
          ORDER BY e.ended_at DESC NULLS FIRST, e.confirmed_at NULLS LAST, e.proposed_at DESC LIMIT 100`,
        [providerId],
      );
      if (providerId !== null && editions.length === 0) throw notFound();
      return editions;
    });
  }

  /** Waits for another administrator. Without `providerId` a new provider. Errors: `access.provider_…`. */
  async propose(
    actor: Actor,
    wanted: NewEdition,
    providerId: string | null = null,
  ): Promise<{ id: string; providerId: string }> {
    if (!isIssuer(wanted.issuer, await this.requests.loopbackToo()))
      throw new DomainError('invalid', 'access.provider_issuer', {}, 'issuer');
    if (wanted.onlyWay && wanted.organisationId === null)
      throw new DomainError('invalid', 'access.provider_only_way', {}, 'organisationId');
    return translated(this.transactions.run(actor, (tx) => this.proposeIn(tx, wanted, providerId)));
  }

  /** By another administrator; it replaces the edition in force, whose sessions end. */
  confirm(actor: Actor, editionId: string): Promise<{ providerId: string }> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        const edition = await openEdition(tx, editionId);
        if (edition.state === 'in_force')
          throw new DomainError('conflict', 'access.provider_confirmed');
        if (edition.proposedById === actor.userId)
          throw new DomainError('forbidden', 'access.second_person_provider');
        await tx.query(
          `UPDATE identity_provider_editions SET ended_by = $2, ended_at = mawa_now()
            WHERE provider_id = $1 AND confirmed_at IS NOT NULL AND ended_at IS NULL`,
          [edition.providerId, actor.userId],
        );
        await tx.query(
          'UPDATE identity_provider_editions SET confirmed_by = $2, confirmed_at = mawa_now() WHERE id = $1',
          [editionId, actor.userId],
        );
        await record(tx, { action: 'identity_providers.confirm', ...about(edition) });
        return { providerId: edition.providerId };
      }),
    );
  }

  /** Withdraws a proposal, or takes a provider out of force at once: that opens nothing and needs nobody else. */
  end(actor: Actor, editionId: string): Promise<{ providerId: string }> {
    return translated(
      this.transactions.run(actor, async (tx) => {
        const edition = await openEdition(tx, editionId);
        await tx.query(
          'UPDATE identity_provider_editions SET ended_by = $2, ended_at = mawa_now() WHERE id = $1',
          [editionId, actor.userId],
        );
        const isProposal = edition.state === 'waiting';
        const action = isProposal ? 'identity_providers.withdraw' : 'identity_providers.end';
        await record(tx, { action, ...about(edition) });
        return { providerId: edition.providerId };
      }),
    );
  }

  /** Providers in force, for the public sign-in page. */
  inForce(): Promise<NamedProvider[]> {
    return this.transactions.run(NOBODY, (tx) =>
      tx.query<NamedProvider>(
        `SELECT provider_id AS id, name FROM identity_provider_editions
          WHERE confirmed_at IS NOT NULL AND ended_at IS NULL ORDER BY name ->> 'fr', provider_id`,
      ),
    );
  }

  /** Null where no edition of it is in force, or not this edition any more. */
  find(by: { providerId: string } | { editionId: string }): Promise<ProviderInForce | null> {
    return this.transactions.run(NOBODY, async (tx) => {
      const [edition] = await tx.query<Omit<ProviderInForce, 'clientSecret'> & { sealed: Buffer }>(
        `SELECT e.id AS "editionId", e.provider_id AS "providerId", e.client_secret AS sealed, e.name, e.issuer,
                e.client_id AS "clientId", e.factor_amr AS "factorAmr", e.factor_acr AS "factorAcr"
           FROM identity_provider_editions e
          WHERE e.confirmed_at IS NOT NULL AND e.ended_at IS NULL AND $1 IN (e.id, e.provider_id)`,
        ['providerId' in by ? by.providerId : by.editionId],
      );
      if (!edition) return null;
      const { sealed, ...rest } = edition;
      const key = await this.keys.recordKey(tx, 'identity_provider', edition.providerId);
      const clientSecret = open(key, secretAddress(edition.editionId), sealed).toString('utf8');
      return { ...rest, clientSecret };
    });
  }

  private async proposeIn(tx: Tx, wanted: NewEdition, providerId: string | null) {
    const provider = providerId ?? randomUUID();
    if (providerId === null)
      await tx.query('INSERT INTO identity_providers (id) VALUES ($1)', [provider]);
    else if (!(await tx.query('SELECT 1 FROM identity_providers WHERE id = $1', [provider]))[0])
      throw notFound();
    const key = await this.keys.recordKey(tx, 'identity_provider', provider);
    const id = randomUUID();
    const secret = wanted.clientSecret ?? (await this.presentSecret(tx, key, provider, wanted));
    await tx.query(
      `INSERT INTO identity_provider_editions (id, provider_id, name, issuer, client_id, client_secret, organisation_id,
                                               domains, factor_amr, factor_acr, only_way)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        id,
        provider,
        JSON.stringify(wanted.name),
        wanted.issuer,
        wanted.clientId,
        seal(key, secretAddress(id), secret),
        wanted.organisationId,
        wanted.domains.map((domain) => domain.toLowerCase()),
        wanted.factorAmr,
        wanted.factorAcr,
        wanted.onlyWay,
      ],
    );
    await record(tx, {
      action: 'identity_providers.propose',
      ...about({ id, providerId: provider }),
    });
    return { id, providerId: provider };
  }

  /** Goes to the issuer that it was given for and to no other. */
  private async presentSecret(
    tx: Tx,
    key: Buffer,
    providerId: string,
    { issuer }: NewEdition,
  ): Promise<Buffer> {
    const [present] = await tx.query<{ id: string; sealed: Buffer }>(
      `SELECT id, client_secret AS sealed FROM identity_provider_editions
        WHERE provider_id = $1 AND issuer = $2 AND confirmed_at IS NOT NULL AND ended_at IS NULL`,
      [providerId, issuer],
    );
    if (!present) throw new DomainError('invalid', 'access.provider_secret', {}, 'clientSecret');
    return open(key, secretAddress(present.id), present.sealed);
  }
}

const about = ({ id, providerId }: { id: string; providerId: string }) => ({
  kind: 'identity_provider',
  ids: [providerId, id],
});

async function openEdition(tx: Tx, id: string): Promise<IdentityProviderEdition> {
  const [actor] = await tx.query<{ may: boolean }>('SELECT mawa_manages_accounts() AS may');
  if (!actor!.may) throw new DomainError('forbidden', 'access.not_yours');
  // Serialises concurrent changes, so that the second sees the result of the first.
  await tx.query(
    `SELECT pg_advisory_xact_lock(hashtextextended('identity provider ' || provider_id, 0))
       FROM identity_provider_editions WHERE id = $1`,
    [id],
  );
  const [edition] = await tx.query<IdentityProviderEdition>(`${EDITIONS} WHERE e.id = $1`, [id]);
  if (!edition) throw notFound();
  if (edition.state === 'ended') throw new DomainError('conflict', 'access.provider_over');
  return edition;
}

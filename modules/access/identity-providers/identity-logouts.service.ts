import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RateLimiterPostgres } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { record, Refusals } from '../../audit';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { Transactions } from '../../platform/database/transactions';
import { refusalsTotal } from '../../platform/metrics';
import { NOBODY } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import { networkOf } from '../guessing/network.rules';
import { IdentityLinks } from './identity-links.service';
import { IdentityProviders, type ProviderInForce } from './identity-providers.service';
import { type LogoutRequest, logoutRequestOf } from './logout-token.rules';
import { OpenIdClients } from './openid-clients.service';
import { logoutRefusal } from './openid.errors';

/** Logout tokens of one network in 15 minutes that were refused. */
const WRONG = { points: 40, duration: 15 * 60 };

export interface ReceivedLogoutToken {
  readonly providerId: string;
  readonly token: unknown;
  readonly address: string;
}

/** Processes sign-outs reported by identity providers (OpenID Connect Back-Channel Logout 1.0). */
@Injectable()
export class IdentityLogouts {
  private readonly wrong: RateLimiterPostgres;

  constructor(
    private readonly transactions: Transactions,
    private readonly providers: IdentityProviders,
    private readonly clients: OpenIdClients,
    private readonly links: IdentityLinks,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
    dataSource: DataSource,
  ) {
    this.wrong = rateLimiter(dataSource, 'openid-logout-wrong', WRONG);
  }

  /**
   * Ends the sessions that the token is about, and no others. A refusal is counted, and in the audit log where the token was
   * the provider's: what anybody can send fills no log. Errors: `access.logout_token`, `access.too_many_attempts`.
   */
  async acceptToken({ providerId, token, address }: ReceivedLogoutToken): Promise<void> {
    let isVerified = false;
    try {
      const provider = await this.providers.find({ providerId });
      if (!provider) throw logoutRefusal('provider');
      if (typeof token !== 'string') throw logoutRefusal('logout_token');
      const signed = await this.clients.verifyLogoutToken(provider, token);
      isVerified = true;
      const request = logoutRequestOf(signed, provider, this.clock.now());
      if (typeof request === 'string') throw logoutRefusal(request);
      await this.end(provider, request);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (isVerified) await this.writeRefusal(providerId, address);
      else refusalsTotal.inc({ outcome: 'refused' });
      await count(this.wrong, networkOf(address), 'access.too_many_attempts');
      throw error;
    }
  }

  private writeRefusal(providerId: string, address: string): Promise<void> {
    return this.refusals.write(null, address, {
      action: 'session.end_by_provider',
      kind: 'identity_provider',
      ids: [providerId],
      outcome: 'refused',
    });
  }

  private end({ issuer, providerId }: ProviderInForce, { id, sub, sid, until }: LogoutRequest) {
    const tokenDigest = createHash('sha256').update(`${issuer}\0${id}`).digest();
    const subject = sub === null ? null : this.links.digestOf(issuer, sub);
    const session = this.links.sessionDigestOf(issuer, sid);
    return this.transactions.run(NOBODY, async (tx) => {
      const [ended] = await tx.query<{ accounts: string[] | null }>(
        'SELECT end_sessions_by_provider($1, $2, $3, $4, $5) AS accounts',
        [providerId, tokenDigest, until, subject, session],
      );
      const { accounts } = ended!;
      if (accounts === null) throw logoutRefusal('replay');
      await record(tx, {
        action: 'session.end_by_provider',
        kind: 'user',
        ids: accounts,
        fields: [`provider:${providerId}`],
      });
    });
  }
}

/** One address for each provider, which the agency registers. */
export const logoutUri = (publicUrl: string, providerId: string): string =>
  new URL(`/api/v1/identity-providers/${providerId}/logout-tokens`, publicUrl).href;

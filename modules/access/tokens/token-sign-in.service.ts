import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RateLimiterMemory, type RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { record, Refusals } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { queryPrepared } from '../../platform/database/prepared-statements';
import { programmeTime } from '../../platform/database/programme-time';
import { count, rateLimiter } from '../../platform/database/rate-limiter';
import { Transactions } from '../../platform/database/transactions';
import { type Actor, HOUSEKEEPING_ACTOR, type Role } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { DomainError } from '../../platform/shared/domain.errors';
import { civilDateOf, type ProgrammeTime } from '../../platform/shared/nights.rules';
import { networkOf } from '../guessing/network.rules';
import { WINDOW_SECONDS } from '../guessing/guess-limits.rules';
import { ACTOR_COLUMNS, type SessionRow, Sessions, toActor } from '../sessions.service';
import { actingThrough, type KeptScope } from './token-scope.rules';
import { digestOfToken, isToken } from './token-text.rules';

/** Limit of wrong tokens from one network; beyond it they are refused for a while. Valid tokens still work. */
const WRONG_TOKENS = { points: 40, duration: WINDOW_SECONDS };
/** Minimum time between updates of a token's last use. */
const TOUCH_AFTER_MS = 60_000;

interface FoundToken extends KeptScope, SessionRow {
  readonly expires_at: Date;
  readonly used_at: Date | null;
  readonly revoked_at: Date | null;
  readonly factor_since: Date | null;
  readonly service: boolean;
  readonly is_open: boolean;
  /** Requests a minute. */
  readonly most: number;
  readonly factor_roles: Role[];
}

/** Authentication by `Authorization: Bearer …`, in one statement like a session. */
@Injectable()
export class TokenSignIn {
  private readonly wrong: RateLimiterPostgres;
  /** Rate limiters by allowed requests a minute; each web process counts for itself. */
  private readonly limits = new Map<number, RateLimiterMemory>();
  private readonly time: ProgrammeTime;

  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly sessions: Sessions,
    private readonly refusals: Refusals,
    private readonly clock: Clock,
    @Inject(ENV) env: Env,
  ) {
    this.wrong = rateLimiter(dataSource, 'token-network', WRONG_TOKENS);
    this.time = programmeTime(env);
  }

  /**
   * Errors: `access.token_wrong`, `access.token_revoked`, `access.token_expired`, `access.token_account_closed`,
   * `access.second_factor_missing`, `access.token_too_many`, `access.too_many_attempts`.
   */
  async actorOf(text: string, address: string): Promise<Actor> {
    const found = isToken(text) ? await this.find(text) : null;
    const refusal = found ? this.refusalOf(found) : 'access.token_wrong';
    if (!found || refusal) return this.refuse(refusal!, found?.id ?? null, address);
    await this.countRequest(found);
    const actor = actingThrough(toActor(found), found);
    if (await this.touch(text, found, address))
      await this.transactions.run(actor, (tx) =>
        record(tx, { action: 'token.new_network', kind: 'token', ids: [found.id] }),
      );
    return actor;
  }

  /** Actor of a job requested with a token: present rights within the scope; null if the token has ended. */
  async actorOfJob(userId: string, tokenId: string): Promise<Actor | null> {
    const owner = await this.sessions.actorById(userId);
    const kept = await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const [row] = await tx.query<KeptScope>(
        'SELECT id, permissions, reads_only AS "readsOnly", places FROM access_token_by_id($1)',
        [tokenId],
      );
      return row ?? null;
    });
    return owner && kept && actingThrough(owner, kept);
  }

  private async find(text: string): Promise<FoundToken | null> {
    const now = this.clock.now();
    const [found] = await queryPrepared<FoundToken>(
      this.dataSource,
      `SELECT t.id, t.user_id, t.permissions, t.reads_only AS "readsOnly", t.places, t.expires_at, t.used_at, t.revoked_at,
              t.factor_since, t.service, t.is_open, t.most, ${ACTOR_COLUMNS},
              ARRAY(SELECT q.role FROM role_requirements q WHERE q.requires_second_factor) AS factor_roles
         FROM access_token_find($1, $2, $3) t JOIN users u ON u.id = t.user_id`,
      [digestOfToken(text), now, civilDateOf(now, this.time)],
    );
    return found ?? null;
  }

  private refusalOf(found: FoundToken): string | null {
    if (found.revoked_at) return 'access.token_revoked';
    if (found.expires_at <= this.clock.now()) return 'access.token_expired';
    return found.is_open ? null : 'access.token_account_closed';
  }

  private async refuse(code: string, id: string | null, address: string): Promise<never> {
    await count(this.wrong, networkOf(address), 'access.too_many_attempts');
    await this.refusals.write(null, address, {
      action: 'token.use',
      kind: 'token',
      ids: id ? [id] : [],
      outcome: 'refused',
    });
    throw new DomainError('unauthenticated', code);
  }

  private async countRequest(found: FoundToken): Promise<void> {
    const { id, most, roles } = found;
    const lacksFactor = roles.some((role) => found.factor_roles.includes(role));
    if (lacksFactor && !found.factor_since && !found.service)
      throw new DomainError('forbidden', 'access.second_factor_missing');
    const limit =
      this.limits.get(most) ??
      new RateLimiterMemory({ keyPrefix: 'token', points: most, duration: 60 });
    this.limits.set(most, limit);
    try {
      await limit.consume(id);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
      throw new DomainError('too_many', 'access.token_too_many', { seconds });
    }
  }

  /** Records the use. Returns whether the token was used from a new network. */
  private async touch(text: string, { used_at }: FoundToken, address: string): Promise<boolean> {
    const now = this.clock.now();
    const network = networkOf(address);
    if (used_at && now.getTime() - used_at.getTime() <= TOUCH_AFTER_MS) return false;
    const [row] = (await this.dataSource.query('SELECT access_token_seen($1, $2, $3) AS new', [
      digestOfToken(text),
      now,
      network,
    ])) as { new: boolean }[];
    return row!.new;
  }
}

/** Bearer token of the request; null if there is none. Other schemes are left to proxies. */
export function bearerOf({ headers, url }: FastifyRequest): string | null {
  const [, text] = /^Bearer +(\S.*)$/i.exec(headers.authorization ?? '') ?? [];
  if (text === undefined) return null;
  // /metrics on the ordinary port accepts MAWA_METRICS_TOKEN as a bearer token.
  return url.startsWith('/api/') || text.startsWith('mawa_') ? text.trim() : null;
}

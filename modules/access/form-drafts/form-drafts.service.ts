import { createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource, type EntityManager } from 'typeorm';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { NOBODY } from '../../platform/shared/actor';
import { Clock } from '../../platform/shared/clock';
import { open, seal, type SealedFieldAddress } from '../../platform/shared/seal';
import { cookieName } from '../../platform/web/cookie-name';
import type { FormDraft } from './form-draft.rules';

const DRAFT_COOKIE = 'mawa_draft';
export const draftCookieOf = (env: Env): string => cookieName(env, DRAFT_COOKIE);
const KEPT_MINUTES = 30;
/** Drafts kept for one account; beyond that the oldest is deleted. */
const MOST_KEPT = 20;
const PURGE_EVERY_MS = 10 * 60_000;
const SECRET = /^[\w-]{43}$/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const holderOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();
const keyOf = (secret: string, id: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, id, 'mawa form draft', 32));
const placeOf = (id: string): SealedFieldAddress => ({
  table: 'form_drafts',
  column: 'sealed',
  row: id,
});

/**
 * Forms that were not accepted, kept for half an hour: sealed under a key that only a cookie of the browser holds, and
 * given back to the same person alone. The database without that cookie opens none of them.
 */
@Injectable()
export class FormDrafts implements OnModuleInit, OnModuleDestroy {
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    const purge = () => this.as(NOBODY.userId, null, purgeExpired).catch(() => undefined); // the next one does it
    this.timer = setInterval(() => void purge(), PURGE_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * Stores a draft. `id`: the draft that the form was filled from, which is replaced, so that a form refused again
   * keeps its address.
   */
  async keep(
    request: FastifyRequest,
    reply: FastifyReply,
    userId: string,
    draft: FormDraft,
    id: string = randomUUID(),
  ): Promise<string> {
    const secret = this.secretIn(request) ?? this.newSecret(reply);
    const sealed = seal(keyOf(secret, id), placeOf(id), JSON.stringify(draft));
    const now = this.clock.now();
    await this.as(userId, secret, async (manager) => {
      await manager.query(
        `INSERT INTO form_drafts (id, holder, user_id, sealed, kept_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5::timestamptz + make_interval(mins => ${KEPT_MINUTES}))
         ON CONFLICT (id) DO UPDATE SET user_id = EXCLUDED.user_id, sealed = EXCLUDED.sealed,
           kept_at = EXCLUDED.kept_at, expires_at = EXCLUDED.expires_at`,
        [id, holderOf(secret), userId, sealed, now],
      );
      await manager.query(
        `DELETE FROM form_drafts WHERE user_id = $1 AND id <> $2 AND id NOT IN (
           SELECT id FROM form_drafts WHERE user_id = $1 AND id <> $2
            ORDER BY kept_at DESC LIMIT ${MOST_KEPT - 1})`,
        [userId, id],
      );
    });
    return id;
  }

  /** Reads a draft; null if it has expired or belongs to another account or browser. */
  async read(request: FastifyRequest, userId: string, id: string): Promise<FormDraft | null> {
    const secret = this.secretIn(request);
    if (!secret || !ID.test(id)) return null;
    const [row] = await this.as(
      userId,
      secret,
      (manager) =>
        manager.query(
          `SELECT sealed FROM form_drafts
            WHERE id = $1 AND holder = $2 AND user_id = $3 AND expires_at > $4`,
          [id, holderOf(secret), userId, this.clock.now()],
        ) as Promise<{ sealed: Buffer }[]>,
    );
    if (!row) return null;
    return JSON.parse(open(keyOf(secret, id), placeOf(id), row.sealed).toString()) as FormDraft;
  }

  /** The form was accepted. */
  async remove(request: FastifyRequest, id: string): Promise<void> {
    const secret = this.secretIn(request);
    if (!secret || !ID.test(id)) return;
    await this.as(NOBODY.userId, secret, (manager) =>
      manager.query('DELETE FROM form_drafts WHERE id = $1 AND holder = $2', [
        id,
        holderOf(secret),
      ]),
    );
  }

  /** Somebody leaves this browser: nothing of hers stays. */
  async forget(request: FastifyRequest): Promise<void> {
    const secret = this.secretIn(request);
    if (!secret) return;
    await this.as(NOBODY.userId, secret, (manager) =>
      manager.query('DELETE FROM form_drafts WHERE holder = $1', [holderOf(secret)]),
    );
  }

  private newSecret(reply: FastifyReply): string {
    const secret = randomBytes(32).toString('base64url');
    void reply.setCookie(draftCookieOf(this.env), secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.env.MAWA_TLS,
    });
    return secret;
  }

  private secretIn(request: FastifyRequest): string | null {
    const secret = request.cookies[draftCookieOf(this.env)];
    return secret !== undefined && SECRET.test(secret) ? secret : null;
  }

  private as<T>(
    userId: string,
    secret: string | null,
    work: (manager: EntityManager) => Promise<T>,
  ): Promise<T> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(
        `SELECT set_config('mawa.form_holder', $1, true), set_config('mawa.now', $2, true),
                set_config('mawa.actor', $3, true)`,
        [secret ? holderOf(secret).toString('hex') : '', this.clock.now().toISOString(), userId],
      );
      return work(manager);
    });
  }
}

const purgeExpired = (manager: EntityManager): Promise<unknown> =>
  manager.query('DELETE FROM form_drafts WHERE expires_at <= mawa_now()');

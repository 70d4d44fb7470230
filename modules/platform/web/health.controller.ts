import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, Get, Header, Headers, Inject, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import type { Env } from '../config/env';
import { ENV } from '../config/env.token';
import { JobQueue } from '../queue';
import { notFound } from '../shared/domain.errors';
import { databaseUp, registry } from '../metrics';
import { Drain } from './drain';
import { PublicRoute } from './public-route';

const ASKED_AGAIN_MS = 1_000;

interface Health {
  readonly database: 'up' | 'down';
  readonly queue: 'up' | 'down';
}

@ApiExcludeController()
@Controller()
export class HealthController {
  private askedAt = -Infinity;
  private answer: Promise<Health> = Promise.resolve({ database: 'down', queue: 'down' });

  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: JobQueue,
    private readonly drain: Drain,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Alive: the process answers. */
  @PublicRoute()
  @Get('healthz')
  live() {
    return { status: 'live' };
  }

  /**
   * Ready: the database answers, and the process is not about to end. Without the queue pages are served and jobs wait.
   * Anybody may ask; database and queue are asked once a second.
   */
  @PublicRoute()
  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const now = performance.now();
    if (now - this.askedAt > ASKED_AGAIN_MS) {
      this.askedAt = now;
      this.answer = this.ask();
    }
    const { database, queue } = await this.answer;
    const ready = database === 'up' && !this.drain.isOn;
    reply.status(ready ? 200 : 503);
    return { status: ready ? 'ready' : 'not ready', database, queue };
  }

  /** Requires the token on this port, because usage by route is confidential. */
  @PublicRoute()
  @Get('metrics')
  @Header('content-type', registry.contentType)
  metrics(@Headers('authorization') authorization?: string): Promise<string> {
    if (!isBearer(authorization, this.env.MAWA_METRICS_TOKEN)) throw notFound();
    return registry.metrics();
  }

  private async ask(): Promise<Health> {
    const database = await this.dataSource.query('SELECT 1').then(
      () => 'up' as const,
      () => 'down' as const,
    );
    databaseUp.set(database === 'up' ? 1 : 0);
    return { database, queue: await this.queue.health() };
  }
}

/** Compared as digests: a difference in time would disclose how much of the token was right. */
function isBearer(authorization: string | undefined, token: string | undefined): boolean {
  if (!authorization || !token) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization), digest(`Bearer ${token}`));
}

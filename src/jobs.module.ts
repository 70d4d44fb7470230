import {
  Global,
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Sessions, TokenSignIn } from '../modules/access';
import type { Env } from '../modules/platform/config/env';
import {
  JobActors,
  JobHandlers,
  JobQueue,
  JobRunner,
  Jobs,
  openJobQueue,
  type JobKind,
} from '../modules/platform/queue';
import {
  DUPLICATE_FINDER,
  HOLD_EXPIRY_ACTOR,
  NIGHT_CLOSING,
  HOUSEKEEPING_ACTOR,
  type Actor,
} from '../modules/platform/shared/actor';

const SYSTEM: Readonly<Partial<Record<JobKind, Actor>>> = {
  'close-night': NIGHT_CLOSING,
  'lapse-holds': HOLD_EXPIRY_ACTOR,
  'find-duplicates': DUPLICATE_FINDER,
};

/** Whoever asked for a job, with the rights of now; what happens by itself has its own system user. */
class SessionJobActors extends JobActors {
  constructor(
    private readonly sessions: Sessions,
    private readonly tokens: TokenSignIn,
  ) {
    super();
  }
  async actorOf(userId: string, tokenId: string | null): Promise<Actor | null> {
    if (tokenId !== null) return this.tokens.actorOfJob(userId, tokenId);
    const system = [NIGHT_CLOSING, HOLD_EXPIRY_ACTOR, HOUSEKEEPING_ACTOR, DUPLICATE_FINDER].find(
      (actor) => actor.userId === userId,
    );
    if (system) return system;
    const actor = await this.sessions.actorById(userId);
    return actor && { ...actor, origin: 'job' };
  }
  async systemFor(kind: JobKind): Promise<Actor> {
    return SYSTEM[kind] ?? HOUSEKEEPING_ACTOR;
  }
}

@Global()
@Module({})
export class JobsModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly runner: JobRunner,
    private readonly queue: JobQueue,
  ) {}

  /** Stops jobs before the database is closed; requests that end later can still notify workers. */
  async beforeApplicationShutdown(): Promise<void> {
    this.runner.stop();
    await this.queue.stopWorking();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.queue.close();
  }

  static with(env: Env, databaseUrl: string): DynamicModule {
    return {
      module: JobsModule,
      providers: [
        {
          provide: JobQueue,
          useFactory: () => openJobQueue({ databaseUrl, redisUrl: env.REDIS_URL }),
        },
        {
          provide: JobActors,
          useFactory: (sessions: Sessions, tokens: TokenSignIn) =>
            new SessionJobActors(sessions, tokens),
          inject: [Sessions, TokenSignIn],
        },
        Jobs,
        JobHandlers,
        JobRunner,
      ],
      exports: [JobQueue, Jobs, JobHandlers, JobRunner],
    };
  }
}

import { Global, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { Sessions } from '../modules/access';
import type { Env } from './config/env';
import {
  Askers,
  JobHandlers,
  JobQueue,
  JobRunner,
  Jobs,
  openJobQueue,
  type JobKind,
} from './queue';
import { DUPLICATE_FINDER, LAPSING, NIGHT_CLOSING, SWEEPING, type Actor } from './shared/actor';

const SYSTEM: Readonly<Partial<Record<JobKind, Actor>>> = {
  'close-night': NIGHT_CLOSING,
  'lapse-holds': LAPSING,
  'find-duplicates': DUPLICATE_FINDER,
};

/** Whoever asked for a job, with the rights of now; what happens by itself has its own system user. */
class AskersOfSessions extends Askers {
  constructor(private readonly sessions: Sessions) {
    super();
  }
  async actorOf(userId: string): Promise<Actor | null> {
    const system = [NIGHT_CLOSING, LAPSING, SWEEPING, DUPLICATE_FINDER].find(
      (actor) => actor.userId === userId,
    );
    return system ?? this.sessions.actorById(userId);
  }
  async systemFor(kind: JobKind): Promise<Actor> {
    return SYSTEM[kind] ?? SWEEPING;
  }
}

@Global()
@Module({})
export class JobsModule implements OnApplicationShutdown {
  constructor(
    private readonly runner: JobRunner,
    private readonly queue: JobQueue,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    this.runner.stop();
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
          provide: Askers,
          useFactory: (sessions: Sessions) => new AskersOfSessions(sessions),
          inject: [Sessions],
        },
        Jobs,
        JobHandlers,
        JobRunner,
      ],
      exports: [JobQueue, Jobs, JobHandlers, JobRunner],
    };
  }
}

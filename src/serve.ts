import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { refuseForeignKeyFile } from '../modules/access';
import { AuditChainSchedule } from '../modules/audit';
import type { Env } from '../modules/platform/config/env';
import { refuseOpenHost } from '../modules/platform/config/public-url';
import { createApp } from './create-app';
import { Drain } from '../modules/platform/web/drain';
import { JobRunner } from '../modules/platform/queue';
import { serveMetrics } from '../modules/platform/metrics';
import { startTracing } from '../modules/platform/tracing';
import type { Clock } from '../modules/platform/shared/clock';
import { loggedError } from '../modules/platform/shared/logged-error';

/** A report is rendered in a thread of its own; two jobs at a time leave the web process its core. */
const JOBS_AT_ONCE = 2;

export interface RunningServer {
  readonly app: NestFastifyApplication;
  readonly address: string | null;
}

/**
 * Starts what MAWA_ROLE asks for. `nextPort` takes the next free port where PORT is taken; `worksLater` leaves
 * jobs and schedules to a later `startWorking`.
 */
export async function serve(
  env: Env,
  databaseUrl: string,
  options: { clock?: Clock; nextPort?: boolean; worksLater?: boolean } = {},
): Promise<RunningServer> {
  refuseOpenHost(env);
  await refuseForeignKeyFile(env, databaseUrl);
  const app = await createApp({ env, databaseUrl, clock: options.clock });
  for (const side of [await serveMetrics(env), await startTracing(env)])
    if (side)
      app
        .getHttpAdapter()
        .getInstance()
        .addHook('onClose', () => side.close());
  closeOnSignal(app, env);
  await app.init();
  if (env.MAWA_ROLE !== 'web' && !options.worksLater) await startWorking(app);
  if (env.MAWA_ROLE === 'worker') return { app, address: null };
  return { app, address: await listen(app, env, options.nextPort ?? false) };
}

/** Jobs and schedules run in this process from here on. */
export async function startWorking(app: NestFastifyApplication): Promise<void> {
  await app.get(JobRunner).start({ concurrency: JOBS_AT_ONCE });
  app.get(AuditChainSchedule).start();
}

/** SIGTERM, once or several times, lets a web process drain first; Ctrl+C and the others end it at once. */
function closeOnSignal(app: NestFastifyApplication, env: Env): void {
  app.enableShutdownHooks(['SIGINT', 'SIGHUP', 'SIGQUIT']);
  let ending: Promise<void> | undefined;
  const onTerm = () => void (ending ??= end());
  process.on('SIGTERM', onTerm);
  async function end(): Promise<void> {
    const server = app.getHttpServer();
    try {
      if (env.MAWA_DRAIN_SECONDS > 0 && server.listening)
        await app.get(Drain).run(server, env.MAWA_DRAIN_SECONDS);
      await app.close();
    } catch (error) {
      process.stderr.write(`Mawa did not close in order: ${loggedError(error).words}\n`);
      process.exit(1);
    }
    process.off('SIGTERM', onTerm);
    process.kill(process.pid, 'SIGTERM');
  }
}

async function listen(app: NestFastifyApplication, env: Env, nextPort: boolean): Promise<string> {
  for (let port = env.PORT; ; port += 1) {
    try {
      await app.listen(port, env.HOST);
      return await app.getUrl();
    } catch (error) {
      const taken = (error as { code?: string }).code === 'EADDRINUSE';
      if (!taken || !nextPort || port >= env.PORT + 50) throw error;
    }
  }
}

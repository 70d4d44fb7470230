import 'reflect-metadata';
import { readEnv } from './config/env';
import { refuseOpenHost } from './config/open-host';
import { connect } from './database/connect';
import { serve } from './serve';

/** The web process, the worker or both, as MAWA_ROLE says. */
async function main(): Promise<void> {
  const env = readEnv();
  if (env.MAWA_ROLE !== 'worker') refuseOpenHost(env);
  const connection = await connect(env);
  const { address } = await serve(env, connection.appUrl);
  process.stdout.write(`Mawa (${env.MAWA_ROLE}) ${address ?? 'without a port'}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

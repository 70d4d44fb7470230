import 'reflect-metadata';
import { keyRingOf, KeyWrappingError } from '../modules/access';
import { readEnv } from '../modules/platform/config/env';
import { publicUrl, refuseOpenHost } from '../modules/platform/config/public-url';
import { connect } from '../modules/platform/database/connect';
import { FirstSetup } from '../modules/setup';
import { sentenceOfError } from './cli/system-errors.words';
import { serve } from './serve';
import { setupSentence } from './setup-sentence';

/** The web process, the worker or both, as MAWA_ROLE says. */
async function main(): Promise<void> {
  const env = readEnv();
  // What is missing is said before a database is started for it.
  refuseOpenHost(env);
  keyRingOf(env);
  const connection = await connect(env);
  try {
    const { app, address } = await serve(env, connection.appUrl);
    process.stdout.write(`Mawa (${env.MAWA_ROLE}) ${address ?? 'without a port'}\n`);
    if (address === null) return;
    const setup = await app.get(FirstSetup).newToken();
    if (setup) process.stdout.write(setupSentence(setup, publicUrl(env, portOf(address))));
  } catch (error) {
    // The embedded database would keep a process alive that serves nobody.
    await connection.stop();
    throw error;
  }
}

const portOf = (address: string): number => Number(new URL(address).port);

/** EX_CONFIG of sysexits.h: the units of systemd do not start what ends with it again, for that would lock a token. */
const PIN_IS_REFUSED = 78;

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? sentenceOfError(error) : String(error)}\n`);
  process.exit(error instanceof KeyWrappingError && error.isPinRefusal ? PIN_IS_REFUSED : 1);
});

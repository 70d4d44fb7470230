import { readFacts } from './cluster';
import { endRun } from './end-run';

export default async function globalTeardown(): Promise<void> {
  await endRun(readFacts().run);
}

import { spawnSync } from 'node:child_process';

/** Whether a system package is there; `npm test` needs none, and MAWA_TEST_DEPLOY=required insists on each. */
export function hasProgram(program: string, without: string): boolean {
  // They differ in how they are asked for their version; one that is not there cannot be started at all.
  if (spawnSync(program, ['--help']).error === undefined) return true;
  if (process.env.MAWA_TEST_DEPLOY === 'required')
    throw new Error(`MAWA_TEST_DEPLOY=required, and there is no ${program}`);
  process.stderr.write(`No ${program} here: ${without}.\n`);
  return false;
}

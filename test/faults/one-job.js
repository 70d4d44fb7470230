/**
 * Answers one job in a process of its own: `node one-job.js KIND ID KILL_AT [broken]`. At its n-th step, once that is
 * written down, the process kills itself as a power cut would. `broken` says
 * "done" in a transaction of its own before that, which is the mistake that the drill must see.
 */
const support = require('./support.js');

const [kind, id, at, how] = process.argv.slice(2);

async function main() {
  const { JobRunner, Jobs } = support.from('modules/platform/queue/index.js');
  const db = { folder: process.env.MAWA_DATA, appUrl: process.env.DATABASE_URL };
  const app = await support.application(db, { runs: false });
  const jobs = app.get(Jobs);
  const progress = jobs.progress.bind(jobs);
  let steps = 0;
  let reached = null;
  jobs.progress = async (tx, run, percent, step) => {
    const answer = await progress(tx, run, percent, step);
    // A heartbeat is no step.
    if (percent > 0) steps += 1;
    if (percent > 0 && steps === Number(at)) reached = run;
    return answer;
  };
  const runner = app.get(JobRunner);
  const runAsSystem = runner.runAsSystem.bind(runner);
  // Killed once the transaction that records the step has ended, before anything else is done.
  runner.runAsSystem = async (work) => {
    const result = await runAsSystem(work);
    if (reached && how === 'broken') await runAsSystem((tx) => jobs.finish(tx, reached, {}));
    if (reached) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  await runner.handle(kind, id);
  await app.close();
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(2);
  },
);

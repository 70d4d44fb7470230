/**
 * A plan for a group, in the thread that the application plans it in: how long, how close to the proved
 * best, and how many people more than first come, first served. Nights of synthetic people, by seed.
 */
const { join } = require('node:path');
const support = require('../test/faults/support.js');
const { groupNight } = require('../test/support/group-night.js');

/** One per cent from the proved optimum; five seconds on two cores. */
const AIM = { gap: 0.01, seconds: 5 };
/** More time than the application takes: a busy machine is seen in the seconds, not in a worse plan. */
const LIMITS = { seconds: 60, gap: 0.005 };

module.exports = async function group({ short, say }) {
  const { runInWorker } = support.from('modules/platform/shared/worker.js');
  const settings = support.from('modules/shelter-beds/placing/age.rules.js').PLACING_DEFAULTS;
  const thread = join(support.ROOT, 'dist/modules/shelter-beds/groups/group.worker');
  const nights = [];
  for (let seed = 1; seed <= (short ? 2 : 8); seed += 1) {
    const night = groupNight({ people: 60, beds: 200, settings, seed });
    const at = process.hrtime.bigint();
    const used = process.cpuUsage();
    const plan = await runInWorker(
      thread,
      { group: night, limits: LIMITS },
      { timeoutMs: 120_000 },
    );
    const seconds = Number(process.hrtime.bigint() - at) / 1e9;
    const { user, system } = process.cpuUsage(used);
    const cpu = (user + system) / 1e6;
    const { figures, firstCome, proof } = plan;
    nights.push({ seed, seconds, cpu, figures, firstCome: firstCome.figures, proof });
    say(
      `night ${seed}: ${figures.people} of 60 placed, first come, first served ${firstCome.figures.people}; ` +
        `gap ${proof ? (proof.gap * 100).toFixed(2) : 'unknown'} %; ${seconds.toFixed(1)} s (${cpu.toFixed(1)} s of a core)`,
    );
  }
  const times = nights.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  const worst = Math.max(...nights.map(({ proof }) => proof?.gap ?? 1));
  const ahead = nights.map(({ figures, firstCome }) => figures.people - firstCome.people);
  say(
    `median ${median.toFixed(1)} s, slowest ${times.at(-1).toFixed(1)} s (aim ${AIM.seconds}); widest gap ${(worst * 100).toFixed(2)} % (aim ${AIM.gap * 100}); ` +
      `${Math.min(...ahead)} to ${Math.max(...ahead)} people ahead`,
  );
  return { nights, median, widestGap: worst, ahead, aim: AIM };
};

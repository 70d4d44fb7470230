/** Cold start of the web process until it answers, and its memory at rest. */
const support = require('../test/faults/support.js');
const { residentMiB } = require('./measure.js');

module.exports = async function start({ short, say }) {
  const db = await support.database();
  try {
    const times = [];
    let memory = null;
    for (let n = 0; n < (short ? 2 : 5); n += 1) {
      const at = process.hrtime.bigint();
      const web = await support.webProcess(db, 'both');
      times.push(Number(process.hrtime.bigint() - at) / 1e6);
      await support.pause(short ? 1_000 : 5_000);
      memory = residentMiB(web.pid());
      await web.stop();
    }
    const sorted = [...times].sort((a, b) => a - b);
    const node = bareNode();
    say(
      `cold start until the first answer: median ${sorted[Math.floor(sorted.length / 2)].toFixed(0)} ms of ${times.length}`,
    );
    say(
      `memory at rest, web and worker in one: ${memory ?? 'not known here'} MiB resident (bare Node ${node} MiB)`,
    );
    return { times, memoryMiB: memory, bareNodeMiB: node };
  } finally {
    await db.stop();
  }
};

const bareNode = () => {
  const { spawnSync } = require('node:child_process');
  const script = 'console.log(Math.round(process.memoryUsage().rss / 2 ** 20))';
  return Number(spawnSync(process.execPath, ['-e', script]).stdout.toString());
};

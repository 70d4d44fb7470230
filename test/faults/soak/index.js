/**
 * MINUTES (120) of work by thirty people on a cluster (cluster/start.js), with a fault every FAULT_SECONDS (300): a worker,
 * a web process, Redis with its memory and the database are lost in turn. Aims: no invariant broken and nothing
 * acknowledged lost, looked at after each fault and at the end; the heap after a collection grows under 5 % from the
 * middle to the end; pages answer within 300 ms (95th of a hundred), 15 seconds after each fault left out.
 *
 * The second web process and the second worker are the ones that die; the heap is that of the first ones, which live
 * from the beginning to the end.
 */
const { readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { Client } = require('pg');
const { DATABASE, isSynchronous, startCluster, until } = require('../cluster/start.js');
const { network, pause } = require('../support.js');
const { brokenOf, lostOf } = require('./invariants.js');
const { People } = require('./people.js');

const MINUTES = Number(process.env.MINUTES ?? 120);
const FAULT_SECONDS = Number(process.env.FAULT_SECONDS ?? 300);
const SAMPLE_SECONDS = 30;
/** Fewer say nothing of a growth. */
const LEAST_SAMPLES = 10;
const LEFT_OUT_MS = 15_000;
const AIMS = { pageMs: 300, growth: 0.05 };
/** Processes compile and fill their caches; figures of the heap begin after this part. */
const MIDDLE = 0.5;

const FAULTS = [
  ['a worker', async ({ workers }) => workers[1].kill()],
  ['a web process', async ({ webs }) => webs[1].kill()],
  ['Redis, with its data', loseRedis],
  ['the database, restarted', restartDatabase],
];

module.exports = async function soak() {
  const preload = join(__dirname, 'heap-on-signal.js');
  const say = (line) => console.log(`       ${line}`);
  const cluster = await startCluster(say, ['--expose-gc', '-r', preload]);
  try {
    return await run(cluster, say);
  } finally {
    await cluster.stop();
  }
};

async function run(cluster, say) {
  const { primary, balancer, webs, workers, folder } = cluster;
  const query = (text, values) => primary.query(text, values, DATABASE);
  const people = new People(balancer.port, query);
  await people.start(await beds(primary));
  const began = performance.now();
  const end = began + MINUTES * 60_000;
  const faults = [];
  const heaps = { web: [], worker: [] };
  const broken = [];
  let nextFault = began + FAULT_SECONDS * 1_000;
  for (let sampleAt = began; performance.now() < end; sampleAt += SAMPLE_SECONDS * 1_000) {
    await pause(Math.max(0, Math.min(sampleAt, end) - performance.now()));
    heaps.web.push(await heapOf(webs[0], folder));
    heaps.worker.push(await heapOf(workers[0], folder));
    // The last fault has its time, too.
    if (performance.now() < nextFault || end - performance.now() < 2 * LEFT_OUT_MS) continue;
    nextFault += FAULT_SECONDS * 1_000;
    const [what, lose] = FAULTS[faults.length % FAULTS.length];
    const at = performance.now();
    await lose(cluster);
    faults.push({ what, at });
    await pause(LEFT_OUT_MS);
    broken.push(await brokenOf(query));
    say(`${Math.round((at - began) / 1_000)} s: lost ${what}`);
  }
  await people.end();
  await pause(LEFT_OUT_MS);
  broken.push(await brokenOf(query));
  const lost = await lostOf(query, people.acknowledged);
  return results({ people, faults, heaps, broken, lost, say });
}

/** Beds, people and requests of an officer of their own, on the demonstration. */
async function beds(primary) {
  const admin = new Client({ connectionString: primary.url(DATABASE) });
  await admin.connect();
  try {
    const firstNight = new Date().toISOString().slice(0, 10);
    return await network({ admin }, { beds: 24, people: 60, firstNight, nights: 3 });
  } finally {
    await admin.end();
  }
}

async function loseRedis({ redis }) {
  redis.kill();
  await pause(3_000);
  redis.wipe();
  await redis.start();
}

async function restartDatabase({ primary }) {
  await primary.stop();
  await primary.start();
  await until(() => isSynchronous(primary), 60, 'the replica does not follow');
}

/** MiB after a collection, asked for by a signal. */
async function heapOf({ pid }, folder) {
  const path = join(folder, `heap-${pid}`);
  rmSync(path, { force: true });
  process.kill(pid, 'SIGUSR2');
  for (let n = 0; n < 200; n += 1) {
    await pause(50);
    try {
      return Number(readFileSync(path, 'utf8')) / 2 ** 20;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error('a process did not say what its heap holds');
}

function results({ people, faults, heaps, broken, lost, say }) {
  const { answers, acknowledged } = people;
  const isNearFault = ({ at, ms }) =>
    faults.some((fault) => at + ms > fault.at && at < fault.at + LEFT_OUT_MS);
  const calm = answers.filter((answer) => !isNearFault(answer));
  const pages = calm.filter(({ isPage, isAnswered }) => isPage && isAnswered);
  const [near, failed] = [answers.filter(isNearFault), calm.filter((one) => !one.isAnswered)];
  table(pages, say);
  const p95 = quantile(pages, 0.95);
  const worst = Object.keys(broken[0]).map((name) => [
    name,
    Math.max(...broken.map((each) => each[name])),
  ]);
  const figure = (pairs) => pairs.map(([name, n]) => `${name}: ${n}`).join(', ');
  const nearFailed = near.filter(({ isAnswered }) => !isAnswered);
  const written = acknowledged.services.length + acknowledged.people.length;
  return [
    {
      title: `${People.count} people worked for ${MINUTES} minutes, with ${faults.length} faults`,
      good: faults.length >= Math.floor((MINUTES * 60) / FAULT_SECONDS) - 1 && written > MINUTES,
      figure: `${answers.length} requests, ${acknowledged.services.length} services, ${acknowledged.people.length} people, ${acknowledged.held.size} beds held, ${acknowledged.exports} exports; lost: ${faults.map(({ what }) => what).join(', ')}`,
    },
    {
      title: `no invariant was broken, at ${broken.length} looks`,
      good: worst.every(([, n]) => n === 0),
      figure: figure(worst),
    },
    {
      title: 'nothing that was acknowledged is lost, or without its audit row',
      good: Object.values(lost).every((n) => n === 0),
      figure: figure(Object.entries(lost)),
    },
    {
      title: `outside ${LEFT_OUT_MS / 1_000} s after each fault every request was answered`,
      good: failed.length === 0,
      figure: `${failed.length} of ${calm.length} failed${kindsOf(failed)}; within them ${nearFailed.length} of ${near.length}${kindsOf(nearFailed)}`,
    },
    {
      title: `pages answer within ${AIMS.pageMs} ms, 95th of a hundred`,
      good: p95 <= AIMS.pageMs,
      figure: `${Math.round(p95)} ms; 50th ${Math.round(quantile(pages, 0.5))} ms, ${pages.length} pages`,
    },
    ...Object.entries(heaps).map(([name, samples]) => heapResult(name, samples)),
  ];
}

function heapResult(name, samples) {
  const [from, to] = [meanNear(samples, MIDDLE), meanNear(samples, 1)];
  const growth = to / from - 1;
  return {
    title: `the heap of a ${name} after a collection grows under ${AIMS.growth * 100} % from the middle to the end`,
    good: growth < AIMS.growth && samples.length >= LEAST_SAMPLES,
    figure: `${(growth * 100).toFixed(1)} %: ${from.toFixed(1)} to ${to.toFixed(1)} MiB, at first ${samples[0].toFixed(1)}; ${samples.length} samples`,
  };
}

/** Of a tenth of the samples, three at least, that end at this part of them. */
function meanNear(samples, part) {
  const last = Math.max(3, Math.round(samples.length * part));
  const some = samples.slice(
    Math.max(0, last - Math.max(3, Math.round(samples.length / 10))),
    last,
  );
  return some.reduce((sum, each) => sum + each, 0) / some.length;
}

function quantile(answers, part) {
  const times = answers.map(({ ms }) => ms).sort((a, b) => a - b);
  return times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Infinity;
}

function kindsOf(answers) {
  const kinds = new Map();
  for (const { status, method, what } of answers) {
    const kind = `${status} ${method} ${what}`;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds.size ? ` (${[...kinds].map(([kind, n]) => `${n} × ${kind}`).join(', ')})` : '';
}

/** Times of each page. */
function table(pages, say) {
  const byPage = Map.groupBy
    ? Map.groupBy(pages, ({ what }) => what)
    : pages.reduce((all, one) => all.set(one.what, [...(all.get(one.what) ?? []), one]), new Map());
  say('page                  number   50th   95th   slowest, ms');
  for (const [what, some] of [...byPage].sort(([a], [b]) => a.localeCompare(b))) {
    const times = [0.5, 0.95, 1].map((part) =>
      String(Math.round(quantile(some, part))).padStart(6),
    );
    say(`${what.padEnd(20)} ${String(some.length).padStart(7)} ${times.join(' ')}`);
  }
}

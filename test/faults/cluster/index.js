/**
 * Officers work through the balancer of a cluster (start.js) while it is restarted process by process, and while each
 * of its parts is lost as by a power cut: worker, web process, Redis with its memory, replica and primary. Nothing that
 * was acknowledged is lost, jobs among it; what fails fails visibly. The commands that the drill types in the place of an
 * operator are those of docs/operation.md.
 */
const { Clients } = require('./clients.js');
const {
  DATABASE,
  requireReplica,
  isSynchronous,
  makeReplica,
  startCluster,
  until,
} = require('./start.js');
const { pause } = require('../support.js');

/** Between two restarts: nginx leaves out what did not answer for two seconds. */
const BETWEEN_MS = 3_000;
/** How long an operator is taken to look before a command is typed. */
const OPERATOR_MS = 3_000;
const SETTLES_MS = 6_000;

module.exports = async function cluster({ short = false } = {}) {
  const parts = await startCluster((line) => console.log(`       ${line}`));
  try {
    return await losses(parts, short ? 1_500 : 10_000);
  } finally {
    await parts.stop();
  }
};

async function losses(parts, requests) {
  const { primary, replica, webs, workers, redis, balancer } = parts;
  const server = { current: primary };
  const query = (text, values) => server.current.query(text, values, DATABASE);
  const clients = await Clients.signIn(query, balancer.port);
  clients.start();
  await pause(SETTLES_MS);
  const rolling = await clients.measure(() => rollingRestart(parts, clients, requests));
  const settling = (work) =>
    clients.measure(async () => {
      const result = await work();
      await pause(SETTLES_MS);
      return result;
    });
  const table = [
    ['a worker', await settling(async () => workers[0].kill())],
    ['a web process', await settling(async () => webs[0].kill())],
    ['Redis, with its data', await settling(() => loseRedis(redis, query))],
    ['the replica', await settling(() => loseReplica(primary, replica))],
  ];
  const jobsAgain = table[2][1].result;
  await restartReplica(primary, replica);
  table.push([
    'the primary',
    await settling(async () => {
      await losePrimary(parts);
      server.current = replica;
    }),
  ]);
  const rebuilt = await makeReplica(replica, primary.folder);
  parts.started(rebuilt);
  await rebuilt.start();
  await requireReplica(replica);
  await pause(2_000);
  await clients.end();
  const lost = await lostOf(query, clients.acknowledged);
  const jobs = await jobsOf(query);
  return [
    {
      title: 'web processes and workers are restarted one by one, and nobody notices',
      good: rolling.requests >= requests && failedOf(rolling) === 0 && rolling.result.late === 0,
      figure: `${rolling.requests} requests, ${failedOf(rolling)} failed${kindsOf(rolling)}; ${rolling.result.restarts} restarts, slowest ${rolling.slowest} ms`,
    },
    ...table.map(([what, loss]) => ({
      title: `${what} is lost, and everybody is served again`,
      good: loss.requests > 0 && loss.seconds < 60,
      figure: `served again after ${loss.seconds} s; ${loss.requests} requests, failed: ${loss.failed.GET} reads, ${loss.failed.POST} writes${kindsOf(loss)}`,
    })),
    {
      title: 'jobs that Redis forgot are put back from their rows',
      good: jobsAgain.waited > 0 && jobsAgain.begun < 30,
      figure: `${jobsAgain.waited} jobs waited, the first began ${jobsAgain.begun} s and the last was done ${jobsAgain.done} s after Redis was back`,
    },
    {
      title: 'nothing that was acknowledged is lost',
      good: lost.services === 0 && lost.people === 0 && lost.written > 100,
      figure: `${lost.services} of ${clients.acknowledged.services.length} services, ${lost.people} of ${clients.acknowledged.people.length} people`,
    },
    {
      title: 'every job was done once',
      good: jobs.open === 0 && jobs.failed === 0 && jobs.twice === 0 && jobs.done > 20,
      figure: JSON.stringify(jobs),
    },
  ];
}

/** Each process in turn: SIGTERM, start, ready; again until there were enough requests. */
async function rollingRestart({ webs, workers }, clients, requests) {
  let [restarts, late] = [0, 0];
  for (const end = Date.now() + 600_000; Date.now() < end;) {
    for (const each of [...workers, ...webs]) {
      if (!(await each.stop())) late += 1;
      await each.start();
      await pause(BETWEEN_MS);
      restarts += 1;
    }
    if (clients.requests >= requests) break;
  }
  return { restarts, late };
}

/** Killed, away for a while in which people are registered, and back with nothing in it: when the first job that waited begins. */
async function loseRedis(redis, query) {
  redis.kill();
  await pause(5_000);
  redis.wipe();
  const waiting = await query(`SELECT id FROM jobs WHERE state = 'waiting'`);
  await redis.start();
  const back = Date.now();
  const ids = waiting.map(({ id }) => id);
  const open = () => query(`SELECT FROM jobs WHERE id = ANY ($1) AND finished_at IS NULL`, [ids]);
  await until(async () => (await open()).length === 0, 300, 'jobs still wait');
  const [{ first, last }] = await query(
    'SELECT min(started_at) AS first, max(finished_at) AS last FROM jobs WHERE id = ANY ($1)',
    [ids],
  );
  const since = (at) => Math.round((at - back) / 100) / 10;
  return { waited: ids.length, begun: since(first), done: since(last) };
}

/** Writes wait for it, and are not acknowledged where the wait is given up, until an operator lets the primary go on alone. */
async function loseReplica(primary, replica) {
  replica.kill();
  await pause(OPERATOR_MS);
  // As statement_timeout does after a minute: PostgreSQL commits, and warns that the replica does not have it.
  await primary.query(
    `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep' LIMIT 3`,
  );
  await pause(1_000);
  await primary.set('synchronous_standby_names', '');
}

async function restartReplica(primary, replica) {
  await replica.start();
  await requireReplica(primary);
}

/** The replica becomes the primary, alone for the time being, and the address leads to it. */
async function losePrimary({ primary, replica, address }) {
  if (!(await isSynchronous(primary))) throw new Error('the replica does not follow');
  primary.kill();
  await pause(OPERATOR_MS);
  await replica.query('SELECT pg_promote(true, 60)');
  await replica.set('synchronous_standby_names', '');
  address.moveTo(replica.port);
}

const failedOf = ({ failed }) => failed.GET + failed.POST;
const kindsOf = ({ kinds }) =>
  kinds.size ? ` (${[...kinds].map(([what, count]) => `${count} × ${what}`).join(', ')})` : '';

async function lostOf(query, { services, people }) {
  const [{ kept }] = await query('SELECT count(*)::int AS kept FROM services WHERE id = ANY ($1)', [
    services,
  ]);
  const [{ known }] = await query('SELECT count(*)::int AS known FROM cases WHERE id = ANY ($1)', [
    people,
  ]);
  return {
    services: services.length - kept,
    people: people.length - known,
    written: services.length + people.length,
  };
}

/** Once all that was asked for has had its time. */
async function jobsOf(query) {
  const counts = async () =>
    (
      await query(
        `SELECT count(*) FILTER (WHERE state = 'done')::int AS done,
                count(*) FILTER (WHERE state IN ('waiting', 'running'))::int AS open,
                count(*) FILTER (WHERE state IN ('failed', 'refused'))::int AS failed,
                (SELECT count(*)::int FROM (SELECT job_id FROM job_states WHERE to_state = 'done' GROUP BY job_id HAVING count(*) > 1) t) AS twice
           FROM jobs WHERE kind = 'find-duplicates' AND asked_at > now() - interval '1 hour'`,
      )
    )[0];
  await until(async () => (await counts()).open === 0, 120, 'jobs still wait').catch(
    () => undefined,
  );
  return counts();
}

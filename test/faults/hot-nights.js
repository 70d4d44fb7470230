/**
 * One bed, one night, thirty-two callers at once, round after round: one of them gets it. Then families
 * of four on four beds, each asking in an order of its own: all of a family or nobody.
 *
 * The control takes constraints and locks away: rounds with more than one winner must be found. A last
 * part keeps no worker at all: holds run out by the time alone.
 */
const { randomUUID } = require('node:crypto');
const {
  database,
  webProcess,
  call,
  session,
  network,
  pause,
  chance,
  takeLocksAway,
  dropConstraints,
} = require('./support.js');

const CALLERS = 32;
const AIM_MS = 1_000;

module.exports = async function hotNights({ short }) {
  return [
    ...(await contest('one bed', { size: 1, rounds: short ? 15 : 300 })),
    ...(await contest('families of four', { size: 4, rounds: short ? 5 : 75 })),
    ...(await contest('control: constraints dropped, locks and looking away', {
      size: 1,
      rounds: short ? 5 : 40,
      open: true,
    })),
    ...(await holdsRunOut({ holds: short ? 4 : 20 })),
  ];
};

async function contest(name, { size, rounds, open = false }) {
  const db = await database();
  const web = await webProcess(db);
  try {
    const firstNight = new Date().toISOString().slice(0, 10);
    const people = CALLERS * size;
    const net = await network(db, {
      beds: size,
      people,
      firstNight,
      nights: 1,
      sizeAt: () => size,
    });
    if (open) {
      await takeLocksAway(db);
      await dropConstraints(db);
    }
    const headers = await session(db, web, net.officer);
    const random = chance(20_261);
    const tally = { winners: [], slow: [], halves: 0, other: new Map() };
    for (let round = 0; round < rounds; round += 1) {
      const answers = await Promise.all(
        net.requests.map((request) => ask(web, headers, request, shuffled(net.bedIds, random))),
      );
      const won = answers.filter(({ status }) => status === 201);
      tally.winners.push(won.length);
      tally.slow.push(Math.max(...answers.map(({ ms }) => ms)));
      for (const { status, body } of answers) {
        if (status === 201 || body?.code === 'beds.taken') continue;
        const what = `${status} ${body?.code}`;
        tally.other.set(what, (tally.other.get(what) ?? 0) + 1);
      }
      tally.halves += await partlyPlaced(db);
      // In the control nobody sees what is booked: there is nothing to give back.
      if (open) continue;
      for (const { body } of won) await giveBack(web, headers, body.bookings[0].id);
    }
    return judge(name, { tally, rounds, size, open, deadlocks: await deadlocks(db) });
  } finally {
    await web.stop();
    await db.stop();
  }
}

async function ask(web, headers, { id, cases }, bedIds) {
  const at = Date.now();
  const answer = await call(web.port, 'POST', `/api/v1/bed-requests/${id}/holds`, {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: { placements: cases.map((caseId, n) => ({ caseId, bedId: bedIds[n] })) },
  });
  return { ...answer, ms: Date.now() - at };
}

async function giveBack(web, headers, bookingId) {
  const answer = await call(web.port, 'POST', `/api/v1/bookings/${bookingId}/release`, {
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: {},
  });
  if (answer.status >= 300) throw new Error(`not given back: ${answer.status} ${answer.text}`);
}

function judge(name, { tally, rounds, size, open, deadlocks: dead }) {
  const more = tally.winners.filter((won) => won > 1).length;
  if (open) {
    return [
      { title: `${name}: rounds with two winners are found`, good: more > 0, figure: `${more}` },
    ];
  }
  const one = tally.winners.filter((won) => won === 1).length;
  const slow = tally.slow.toSorted((a, b) => a - b);
  const slowest = `${slow.at(-1)} ms in round ${tally.slow.indexOf(slow.at(-1)) + 1}`;
  const others = [...tally.other].map(([what, times]) => `${times}× ${what}`).join(', ');
  const figures = `${CALLERS} callers, slowest answer ${slowest}, of the median round ${slow[rounds >> 1]} ms (aim under ${AIM_MS})`;
  return [
    {
      title: `${name}: one winner in each of ${rounds} rounds`,
      good: one === rounds,
      figure: `${one}; ${figures}`,
    },
    {
      title: `${name}: everybody else reads that it is taken`,
      good: tally.other.size === 0,
      figure: others || `${rounds * (CALLERS - 1)} times`,
    },
    { title: `${name}: no deadlock`, good: dead === 0, figure: `${dead}` },
    ...(size > 1
      ? [
          {
            title: `${name}: never part of one placed`,
            good: tally.halves === 0,
            figure: `${tally.halves}`,
          },
        ]
      : []),
  ];
}

/** Three seconds for each hold, and nothing that runs jobs: whoever comes after finds the bed free. */
async function holdsRunOut({ holds }) {
  const name = 'holds without a worker';
  const db = await database();
  const web = await webProcess(db);
  try {
    await db.admin.query(
      `UPDATE settings SET value = '${SECONDS_HELD / 60}' WHERE key = 'hold_minutes'`,
    );
    const firstNight = new Date().toISOString().slice(0, 10);
    const net = await network(db, {
      beds: holds,
      people: holds * 2,
      firstNight,
      nights: 1,
      sizeAt: () => 1,
    });
    const headers = await session(db, web, net.officer);
    const waits = await Promise.all(
      net.bedIds.map((bedId, n) =>
        waitFor(web, headers, bedId, net.requests[n * 2], net.requests[n * 2 + 1]),
      ),
    );
    const early = waits.filter(({ after }) => after < 0).length;
    const late = waits.reduce((sum, { refusedLate }) => sum + refusedLate, 0);
    const latest = Math.max(...waits.map(({ after }) => after));
    const { rows } = await db.admin.query(
      `SELECT (SELECT count(*)::int FROM jobs WHERE started_at IS NOT NULL) AS jobs,
              (SELECT count(*)::int FROM booking_changes WHERE reason = 'lapsed') AS lapsed`,
    );
    return [
      { title: `${name}: none taken early`, good: early === 0, figure: `${holds} holds` },
      {
        title: `${name}: nobody who asked after its time was refused`,
        good: late === 0,
        figure: `${late} refused, the last bed given ${latest} ms after its time (a call's length)`,
      },
      {
        title: `${name}: no job ran`,
        good: rows[0].jobs === 0 && rows[0].lapsed === holds,
        figure: `${rows[0].jobs} jobs, ${rows[0].lapsed} holds lapsed by who came after`,
      },
    ];
  } finally {
    await web.stop();
    await db.stop();
  }
}

const SECONDS_HELD = 3;

/** Milliseconds between the end of the first hold and the second's placing, and who asked in between in vain. */
async function waitFor(web, headers, bedId, first, second) {
  const held = await ask(web, headers, first, [bedId]);
  if (held.status !== 201) throw new Error(`not held: ${held.status} ${held.text}`);
  const until = Date.parse(held.body.holdUntil);
  let refusedLate = 0;
  for (let n = 0; n < 400; n += 1) {
    const sent = Date.now();
    const answer = await ask(web, headers, second, [bedId]);
    if (answer.status === 201) return { after: sent + answer.ms - until, refusedLate };
    if (sent >= until) refusedLate += 1;
    await pause(25);
  }
  throw new Error('the bed never came free');
}

/** How many families have some of their people in a bed and some not, seen while nothing runs. */
async function partlyPlaced(db) {
  const { rows } = await db.admin.query(
    `SELECT count(*)::int AS n FROM (
       SELECT p.request_id, count(b.case_id) AS placed, count(*) AS size
         FROM request_people p
         LEFT JOIN booking_people b ON b.case_id = p.case_id AND b.request_id = p.request_id AND b.state <> 'void'
        GROUP BY p.request_id) t WHERE placed NOT IN (0, size)`,
  );
  return rows[0].n;
}

async function deadlocks(db) {
  await pause(1_200); // a backend tells its counts at most once a second
  const { rows } = await db.admin.query(
    'SELECT deadlocks::int AS n FROM pg_stat_database WHERE datname = current_database()',
  );
  return rows[0].n;
}

function shuffled(values, random) {
  const order = [...values];
  for (let n = order.length - 1; n > 0; n -= 1) {
    const other = random(n + 1);
    [order[n], order[other]] = [order[other], order[n]];
  }
  return order;
}

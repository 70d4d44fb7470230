/**
 * Twenty beds, thirty-two callers, a web process that is killed: nobody may sleep in two beds, no
 * bed may be given twice, nothing acknowledged may be lost, no party may be placed in part.
 *
 * Two controls: with the constraints dropped and the locks away the drill must find overlaps; with
 * the locks away and the constraints in place there must be none.
 */
const { randomUUID } = require('node:crypto');
const {
  database,
  webProcess,
  callUntilAnswered,
  session,
  network,
  takeLocksAway,
  dropConstraints,
  pause,
  chance,
} = require('./support.js');

const CALLERS = 32;
const BEDS = 20;
const NIGHTS = 6;

module.exports = async function hotBeds({ short }) {
  const attempts = short ? 600 : 10_000;
  const few = short ? 300 : 2_000;
  return [
    ...(await drill('as built', { attempts, kills: short ? 2 : 5 })),
    ...(await drill('locks away, constraints in place', {
      attempts: few,
      kills: 0,
      locksAway: true,
    })),
    ...(await drill('control: constraints dropped, locks and looking away', {
      attempts: few,
      kills: 0,
      locksAway: true,
      constraintsDropped: true,
    })),
  ];
};

async function drill(name, { attempts, kills, locksAway, constraintsDropped }) {
  const db = await database();
  const web = await webProcess(db);
  try {
    const tonight = new Date().toISOString().slice(0, 10);
    const net = await network(db, {
      beds: BEDS,
      people: 240,
      sizeAt: (n) => (n % 10 < 2 ? 2 + (n % 2) : 1),
      firstNight: tonight,
      nights: NIGHTS,
    });
    if (locksAway) await takeLocksAway(db);
    if (constraintsDropped) await dropConstraints(db);
    const headers = await session(db, web, net.officer);
    const started = Date.now();
    const tally = await place({ db, web, net, headers, attempts, kills });
    const seconds = (Date.now() - started) / 1000;
    return await judge(name, {
      db,
      tally,
      attempts,
      seconds,
      web,
      kills,
      control: constraintsDropped,
    });
  } finally {
    await web.stop();
    await db.stop();
  }
}

/** Every caller asks for random beds for random requests; what was won is often given back. */
async function place({ web, net, headers, attempts, kills }) {
  const tally = {
    held: new Map(),
    released: new Set(),
    conflicts: 0,
    other: new Map(),
    slowest: 0,
    done: 0,
  };
  let left = attempts;
  const killAt = Array.from({ length: kills }, (_, n) =>
    Math.floor((attempts * (n + 1)) / (kills + 1)),
  );
  const caller = async (number) => {
    const random = chance(7919 * (number + 1));
    while (left > 0) {
      left -= 1;
      const request = net.requests[random(net.requests.length)];
      const start = random(net.bedIds.length);
      const placements = request.cases.map((caseId, n) => ({
        caseId,
        bedId: net.bedIds[(start + n) % net.bedIds.length],
      }));
      const at = Date.now();
      const answer = await callUntilAnswered(
        web.port,
        'POST',
        `/api/v1/bed-requests/${request.id}/holds`,
        { headers: { ...headers, 'idempotency-key': randomUUID() }, body: { placements } },
      );
      tally.slowest = Math.max(tally.slowest, Date.now() - at);
      if (answer.status === 201) {
        const ids = answer.body.bookings.map(({ id }) => id);
        for (const id of ids) tally.held.set(id, ids);
        if (random(10) < 8) await giveBack(web, headers, ids, tally);
      } else if (answer.status === 409) tally.conflicts += 1;
      else {
        const what = `${answer.status} ${answer.body?.code ?? answer.text.slice(0, 80)}`;
        tally.other.set(what, (tally.other.get(what) ?? 0) + 1);
      }
      tally.done += 1;
    }
  };
  const killer = async () => {
    for (const at of killAt) {
      while (tally.done < at && left > 0) await pause(5);
      web.kill();
      await pause(300);
    }
  };
  await Promise.all([killer(), ...Array.from({ length: CALLERS }, (_, n) => caller(n))]);
  return tally;
}

async function giveBack(web, headers, ids, tally) {
  for (const id of ids) {
    const answer = await callUntilAnswered(web.port, 'POST', `/api/v1/bookings/${id}/release`, {
      headers: { ...headers, 'idempotency-key': randomUUID() },
      body: {},
    });
    if (answer.status < 300)
      for (const released of answer.body?.released ?? [id]) tally.released.add(released);
    else tally.released.add(id); // asked for, answer not clear: counted neither as kept nor as lost
  }
}

async function judge(name, { db, tally, attempts, seconds, web, kills, control }) {
  const one = async (sql) => Number((await db.admin.query(sql)).rows[0].n);
  const beds = await one(
    `SELECT count(*) AS n FROM bookings a JOIN bookings b ON a.bed_id = b.bed_id AND a.id < b.id AND a.nights && b.nights
      WHERE a.state <> 'void' AND b.state <> 'void'`,
  );
  const people = await one(
    `SELECT count(*) AS n FROM booking_people a JOIN booking_people b ON a.case_id = b.case_id AND a.booking_id < b.booking_id
        AND a.nights && b.nights WHERE a.state <> 'void' AND b.state <> 'void'`,
  );
  const halves = await one(
    `SELECT count(*) AS n FROM (
       SELECT p.request_id, count(*) FILTER (WHERE b.case_id IS NOT NULL) AS placed, count(*) AS size
         FROM request_people p
         LEFT JOIN booking_people b ON b.case_id = p.case_id AND b.request_id = p.request_id AND b.state <> 'void'
        GROUP BY p.request_id) t WHERE placed NOT IN (0, size)`,
  );
  const { rows } = await db.admin.query(`SELECT id FROM bookings WHERE state <> 'void'`);
  const kept = new Set(rows.map(({ id }) => id));
  const lost = [...tally.held.keys()].filter(
    (id) => !kept.has(id) && !tally.released.has(id),
  ).length;
  const others = [...tally.other].map(([what, times]) => `${times}× ${what}`).join(', ');
  const figure =
    `${attempts} attempts in ${seconds.toFixed(1)} s, ${tally.held.size} beds held, ${tally.conflicts} conflicts, ` +
    `slowest ${tally.slowest} ms${others ? `, others: ${others}` : ''}`;
  if (control) {
    return [
      {
        title: `${name}: overlaps are found`,
        good: beds > 0 && people > 0,
        figure: `${beds} of a bed, ${people} of a person`,
      },
    ];
  }
  const result = [
    {
      title: `${name}: the callers placed people`,
      good: tally.held.size > 50 && tally.other.size === 0,
      figure,
    },
    {
      title: `${name}: no bed given twice`,
      good: beds === 0,
      figure: beds === 0 ? '0' : `${beds}: ${await givenTwice(db)}`,
    },
    { title: `${name}: nobody in two beds`, good: people === 0, figure: `${people}` },
    { title: `${name}: nothing acknowledged was lost`, good: lost === 0, figure: `${lost}` },
    { title: `${name}: no party placed in part`, good: halves === 0, figure: `${halves}` },
  ];
  if (kills) {
    result.push({
      title: `${name}: the web process was killed and came back`,
      good: web.starts() > kills,
      figure: `${web.starts() - 1} times`,
    });
  }
  return result;
}

/** The pairs of bookings that overlap, with the transactions that wrote them and all that happened to them. */
async function givenTwice({ admin }) {
  const { rows } = await admin.query(
    `SELECT json_agg(json_build_object('bed', a.bed_id, 'rows', json_build_array(
              json_build_object('by', a.xmin::text, 'at', a.ctid::text, 'booking', to_json(a)),
              json_build_object('by', b.xmin::text, 'at', b.ctid::text, 'booking', to_json(b))),
            'changes', (SELECT json_agg(c) FROM booking_changes c WHERE c.booking_id IN (a.id, b.id)))) AS pairs
       FROM bookings a JOIN bookings b ON a.bed_id = b.bed_id AND a.id < b.id AND a.nights && b.nights
      WHERE a.state <> 'void' AND b.state <> 'void'`,
  );
  return JSON.stringify(rows[0].pairs);
}

/**
 * The superuser of the database, who has not the key file, changes the audit log: edits, deletions, swaps, truncations and
 * rows in somebody else's name, sealed ones and such that are not sealed yet. Each attack is made, looked for and taken
 * back: all are found at their row, and nothing is found in the log that nobody touched. Then rows are written by
 * 32 transactions at a time while a worker seals, is killed and goes on: how many a second, and that all are sealed once.
 */
const { spawn } = require('node:child_process');
const { randomUUID } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const support = require('./support.js');

const ROWS = 2_000;
const WRITERS = 32;
const AT_LEAST_A_SECOND = 1_500;
/** The short form runs beside other work. */
const AT_LEAST_BESIDE_OTHERS = 500;

module.exports = async function auditChain({ short }) {
  const least = short ? AT_LEAST_BESIDE_OTHERS : AT_LEAST_A_SECOND;
  const db = await support.database();
  const app = await support.application(db, { runs: false });
  try {
    const fixture = await aLog(db, app);
    const untouched = await fixture.found();
    const attacks = await attack(fixture, short ? 100 : 1_000);
    const untouchedAfter = await fixture.found();
    const blind = await withoutComparing(fixture);
    const speed = await throughput(db, app, fixture, short ? 4_000 : 30_000);
    const killed = await killedWorkers(db, fixture, short ? 2 : 5);
    return [
      {
        title: 'nothing is found in a log that nobody touched, before and after the attacks',
        good: untouched.length + untouchedAfter.length === 0,
        figure: `${fixture.rows()} rows`,
      },
      {
        title: 'each change by the superuser is found, at its row or batch',
        good: attacks.missed.length === 0 && attacks.made > 0,
        figure: `${attacks.made - attacks.missed.length} of ${attacks.made}: ${Object.entries(
          attacks.byKind,
        )
          .map(([kind, count]) => `${count} ${kind}`)
          .join(
            ', ',
          )}${attacks.missed.length ? `; missed: ${attacks.missed.slice(0, 5).join('; ')}` : ''}`,
      },
      {
        title:
          'control: with the digests of rows not compared, changes of rows without a mac go by, and no others',
        good: blind.missed === 5 && blind.missedSigned === 0,
        figure: `${blind.missed + blind.missedSigned} of ${blind.made} missed, ${blind.missedSigned} of them with a mac`,
      },
      {
        title: `at least ${least} rows a second are written and sealed by one worker`,
        good: speed.perSecond >= least && speed.unsealed === 0,
        figure: `${speed.perSecond} a second written and sealed together, ${speed.sealedPerSecond} a second sealed alone, ${speed.verifiedPerSecond} a second verified`,
      },
      {
        title: 'a worker that is killed while it seals leaves whole batches, and the next goes on',
        good: killed.findings === 0 && killed.rows === killed.sealed && killed.kills > 0,
        figure: `${killed.kills} kills, ${killed.sealed} of ${killed.rows} rows sealed once, ${killed.findings} findings`,
      },
    ];
  } finally {
    await app.close();
    await db.stop();
  }
};

/** A log of several batches by several people, with acts of functions and gaps, and its anchors. */
async function aLog(db, app) {
  const audit = support.from('modules/audit/index.js');
  const { Transactions } = support.from('modules/platform/database/transactions.js');
  const { Clock } = support.from('modules/platform/shared/clock.js');
  const clock = app.get(Clock);
  const transactions = app.get(Transactions);
  const sealer = app.get(audit.AuditSealer);
  const verifier = app.get(audit.AuditVerifier);
  const anchors = app.get(audit.AuditAnchors);
  const people = [];
  for (const role of ['reintegration_officer', 'shelter_manager', 'auditor'])
    people.push(await support.account(db, app, role));
  const write = (actor, action = 'people.read') =>
    transactions.run(actor, (tx) =>
      audit.record(tx, { action, kind: 'case', ids: [randomUUID()], fields: ['names'] }),
    );
  const undone = (actor) =>
    transactions
      .run(actor, async (tx) => {
        await audit.record(tx, { action: 'people.read', kind: 'case' });
        await tx.query('SELECT 1');
        throw new Error('undone');
      })
      .catch(() => undefined);
  for (let n = 0; n < ROWS; n += 1) {
    const actor = people[n % people.length];
    if (n % 10 === 3) await undone(actor);
    if (n % 25 === 7)
      await transactions.run(people[0], (tx) =>
        tx.query('SELECT blind_known_document($1::bytea[])', [[]]),
      );
    else await write(actor);
    if (n % 100 !== 99) continue;
    // Numbers that stay empty are given up minutes later.
    clock.advance(61_000);
    await sealer.seal();
  }
  await sealer.seal();
  await anchors.anchor();
  const file = join(db.folder, 'audit-anchors.jsonl');
  const kept = readFileSync(file, 'utf8');
  const { rows: sealed } = await db.admin.query(
    `SELECT seq::text, mac IS NOT NULL AS signed FROM audit_log ORDER BY audit_log.seq`,
  );
  await db.admin.query(
    `CREATE TABLE kept_rows AS TABLE audit_log; CREATE TABLE kept_batches AS TABLE audit_batches`,
  );
  return {
    db,
    app,
    people,
    sealed,
    sealer,
    transactions,
    write,
    rows: () => sealed.length,
    verify: () => verifier.verify({ sealedWithinMs: 0 }),
    found: async () => (await verifier.verify({ sealedWithinMs: 0 })).findings,
    takeBack: async () => {
      await db.admin.query(
        `TRUNCATE audit_log, audit_batches;
         INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE kept_rows;
         INSERT INTO audit_batches TABLE kept_batches`,
      );
      writeFileSync(file, kept);
    },
  };
}

const CHANGES = [
  `at = at - interval '3 days'`,
  `action = action || 'x'`,
  `subject_ids = ARRAY[gen_random_uuid()]`,
  `fields = fields || 'story'::text`,
  `outcome = CASE outcome WHEN 'done' THEN 'refused' ELSE 'done' END`,
  `body = body || ' '`,
  `subject_kind = 'document'`,
  `request_id = 'other'`,
  `lane = (lane + 1) % 16`,
  `mac = NULL, action = 'blind.apart'`,
];

/** `make` changes the log and answers what of a finding must be there. */
function kindsOf({ db, people, sealed, sealer, write }, below) {
  const run = (sql, values) => db.admin.query(sql, values);
  const any = () => sealed[below(sealed.length)];
  const signed = () => {
    for (;;) {
      const row = any();
      if (row.signed) return row;
    }
  };
  const other = () => people[below(people.length)].userId;
  const atSeq =
    (seq, ...kinds) =>
    (finding) =>
      kinds.includes(finding.kind) && (finding.seq === seq || finding.otherSeq === seq);
  /** A copy of a row under another number, changed. */
  const copy = async (seq, newSeq, change) => {
    await run(`CREATE TEMP TABLE forged AS SELECT * FROM audit_log WHERE seq = ${seq}`);
    await run(`UPDATE forged SET seq = ${newSeq}`);
    if (change) await run(`UPDATE forged SET ${change}`);
    await run('INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE forged');
    await run('DROP TABLE forged');
  };
  const gap = async () => {
    const { rows } = await run(
      `SELECT (seq + 1)::text AS seq FROM audit_log a
        WHERE NOT EXISTS (SELECT FROM audit_log b WHERE b.seq = a.seq + 1)
          AND seq < (SELECT max(seq) FROM audit_log) ORDER BY a.seq`,
    );
    return rows[below(rows.length)].seq;
  };
  const last = sealed.at(-1).seq;
  const next = String(BigInt(last) + 1_000_000n + BigInt(below(1_000)));
  return {
    edits: async () => {
      const { seq } = any();
      const change = CHANGES[below(CHANGES.length)];
      const isSame = change.includes('blind.apart') ? `AND mac IS NOT NULL` : '';
      const { rowCount } = await run(`UPDATE audit_log SET ${change} WHERE seq = ${seq} ${isSame}`);
      if (rowCount === 0) await run(`UPDATE audit_log SET body = '' WHERE seq = ${seq}`);
      return atSeq(seq, 'row_changed');
    },
    'changes of the actor': async () => {
      const { seq } = any();
      const { rowCount } = await run(
        `UPDATE audit_log SET actor_id = $1 WHERE seq = ${seq} AND actor_id <> $1`,
        [other()],
      );
      if (rowCount === 0) await run(`UPDATE audit_log SET actor_id = NULL WHERE seq = ${seq}`);
      return atSeq(seq, 'row_changed');
    },
    deletions: async () => {
      const { seq } = any();
      await run(`DELETE FROM audit_log WHERE seq = ${seq}`);
      return atSeq(seq, 'row_missing');
    },
    'deletions with their batch made smaller': async () => {
      const { seq } = any();
      await run(`DELETE FROM audit_log WHERE seq = ${seq}`);
      const { rows } = await run(
        `UPDATE audit_batches SET seqs = seqs - int8multirange(int8range(${seq}, ${seq} + 1)),
                row_count = greatest(row_count - 1, 1), digests = substr(digests, 1, 16 * greatest(row_count - 1, 1))
          WHERE log = 'audit_log' AND seqs @> ${seq}::bigint RETURNING number::text`,
      );
      return (finding) => finding.kind === 'batch_changed' && finding.batch === rows[0].number;
    },
    swaps: async () => {
      const one = signed().seq;
      let two = signed().seq;
      while (two === one) two = signed().seq;
      await run(
        `CREATE TEMP TABLE both_rows AS SELECT * FROM audit_log WHERE seq IN (${one}, ${two})`,
      );
      await run(`DELETE FROM audit_log WHERE seq IN (${one}, ${two})`);
      await run(`UPDATE both_rows SET seq = ${one}::bigint + ${two}::bigint - seq`);
      await run('INSERT INTO audit_log OVERRIDING SYSTEM VALUE TABLE both_rows');
      await run('DROP TABLE both_rows');
      return (finding) =>
        finding.kind === 'rows_swapped' && [finding.seq, finding.otherSeq].includes(one);
    },
    'logs cut off at their end': async () => {
      const { rows } = await run(
        `DELETE FROM audit_batches WHERE log = 'audit_log' AND number > $1 RETURNING number`,
        [below(18) + 1],
      );
      await run(`DELETE FROM audit_log WHERE seq > (SELECT max(top) FROM audit_batches)`);
      if (below(2) === 0) {
        await write(people[0]);
        await sealer.seal();
      }
      return ({ kind }) =>
        rows.length > 0 && (kind === 'chain_ends_before_anchor' || kind === 'anchor_differs');
    },
    'batches taken away with their rows': async () => {
      const number = String(below(18) + 1);
      await run(
        `DELETE FROM audit_log WHERE seq <@ ANY (SELECT unnest(seqs) FROM audit_batches WHERE log = 'audit_log' AND number = ${number})`,
      );
      await run(`DELETE FROM audit_batches WHERE log = 'audit_log' AND number = ${number}`);
      return (finding) => finding.kind === 'batch_missing' && finding.batch === number;
    },
    'rows put in a gap in another name': async () => {
      const seq = await gap();
      await copy(signed().seq, seq, `actor_id = '${other()}'`);
      return atSeq(seq, 'row_inserted', 'row_of_another_writer', 'row_copied');
    },
    'rows added in another name': async () => {
      await copy(signed().seq, next, `actor_id = '${randomUUID()}'`);
      if (below(2) === 0) await sealer.seal();
      return atSeq(next, 'row_of_another_writer');
    },
    'rows added without a mac': async () => {
      await copy(signed().seq, next, `mac = NULL, actor_id = '${other()}'`);
      if (below(2) === 0) await sealer.seal();
      return atSeq(next, 'row_without_mac');
    },
    'rows added again': async () => {
      const { seq } = signed();
      await copy(seq, next);
      if (below(2) === 0) await sealer.seal();
      return atSeq(next, 'row_copied');
    },
    'edits of rows that are not sealed yet': async () => {
      await write(people[0]);
      const { rows } = await run(
        `UPDATE audit_log SET subject_ids = ARRAY[gen_random_uuid()]
          WHERE seq = (SELECT max(seq) FROM audit_log) RETURNING seq::text`,
      );
      if (below(2) === 0) await sealer.seal();
      return atSeq(rows[0].seq, 'row_of_another_writer');
    },
  };
}

async function attack(fixture, times) {
  const below = support.chance(20_261_130);
  const byKind = {};
  const missed = [];
  for (let n = 0; n < times; n += 1) {
    const kinds = kindsOf(fixture, below);
    const kind = Object.keys(kinds)[n % Object.keys(kinds).length];
    const isFound = await kinds[kind]();
    const findings = await fixture.found();
    if (!findings.some(isFound)) missed.push(`${kind} (${JSON.stringify(findings.slice(0, 2))})`);
    byKind[kind] = (byKind[kind] ?? 0) + 1;
    await fixture.takeBack();
  }
  return { made: times, missed, byKind };
}

/**
 * Edits looked for by a verification whose rows all have the digest that is expected: of a row with a mac any finding at
 * its number is left, of one without none.
 */
async function withoutComparing(fixture) {
  const compare = Buffer.prototype.equals;
  const below = support.chance(7);
  const blind = { made: 0, missed: 0, missedSigned: 0 };
  for (const signed of [true, false]) {
    const rows = fixture.sealed.filter((row) => row.signed === signed);
    for (let n = 0; n < 5; n += 1) {
      const { seq } = rows[below(rows.length)];
      await fixture.db.admin.query(`UPDATE audit_log SET body = body || ' ' WHERE seq = ${seq}`);
      Buffer.prototype.equals = function (other) {
        return this.length === 16 || compare.call(this, other);
      };
      try {
        blind.made += 1;
        const isFound = (await fixture.found()).some((finding) => finding.seq === seq);
        if (!isFound) blind[signed ? 'missedSigned' : 'missed'] += 1;
      } finally {
        Buffer.prototype.equals = compare;
      }
      await fixture.takeBack();
    }
  }
  return blind;
}

/** Transactions that write one row each, as acts do, with a worker that seals beside them. */
async function throughput(db, app, fixture, many) {
  const { sealer, people, write } = fixture;
  const began = performance.now();
  let written = 0;
  let isWriting = true;
  const sealing = (async () => {
    let sealed = 0;
    while (isWriting) {
      sealed += await sealer.seal();
      await support.pause(50);
    }
    return sealed + (await sealer.seal());
  })();
  await insertMany(fixture, many, () => (written += 1));
  isWriting = false;
  await sealing;
  const seconds = (performance.now() - began) / 1_000;
  await insertMany(fixture, many, () => undefined);
  const alone = performance.now();
  await sealer.seal();
  const sealSeconds = (performance.now() - alone) / 1_000;
  await write(people[0]);
  await sealer.seal();
  const verifying = performance.now();
  const { logs } = await fixture.verify();
  const verifySeconds = (performance.now() - verifying) / 1_000;
  return {
    perSecond: Math.round(written / seconds),
    sealedPerSecond: Math.round(many / sealSeconds),
    verifiedPerSecond: Math.round(logs[0].rows / verifySeconds),
    unsealed: logs[0].unsealed,
  };
}

/** One transaction writes ten rows, as a page with several readings. */
async function insertMany({ transactions, people }, many, wrote) {
  const { record } = support.from('modules/audit/index.js');
  let left = many;
  await Promise.all(
    Array.from({ length: WRITERS }, async (_, at) => {
      while (left > 0) {
        left -= 10;
        await transactions.run(people[at % people.length], async (tx) => {
          for (let n = 0; n < 10; n += 1) {
            await record(tx, { action: 'people.read', kind: 'case', ids: [randomUUID()] });
            wrote();
          }
        });
      }
    }),
  );
}

/** Workers of their own, killed within their first seconds, while rows are written. */
async function killedWorkers(db, fixture, kills) {
  let isWriting = true;
  const writing = (async () => {
    while (isWriting) {
      await insertMany(fixture, 100, () => undefined);
      await support.pause(200);
    }
  })();
  for (let n = 0; n < kills; n += 1) {
    const worker = spawn(process.execPath, [join(support.ROOT, 'dist/src/main.js')], {
      env: {
        ...process.env,
        DATABASE_URL: db.appUrl,
        MAWA_DATA: db.folder,
        MAWA_ROLE: 'worker',
        LOG_LEVEL: 'fatal',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = new Promise((done) => worker.once('exit', done));
    await new Promise((done) => worker.stdout.once('data', done));
    await support.pause((n * 97) % 700);
    worker.kill('SIGKILL');
    await gone;
  }
  isWriting = false;
  await writing;
  // PostgreSQL may still end the transaction of the last one, which holds the lock of the sealing.
  let counts = await countsOf(db);
  for (let turn = 0; turn < 600 && counts.sealed < counts.rows; turn += 1) {
    if ((await fixture.sealer.seal()) === 0) await support.pause(200);
    counts = await countsOf(db);
  }
  const { findingCount } = await fixture.verify();
  return { kills, findings: findingCount, ...counts };
}

async function countsOf({ admin }) {
  const { rows } = await admin.query(
    `SELECT (SELECT count(*)::int FROM audit_log) AS rows,
            (SELECT sum(row_count)::int FROM audit_batches WHERE log = 'audit_log') AS sealed`,
  );
  return rows[0];
}

/**
 * The jobs of a report, each in a process of its own that is killed as a power cut would kill it: after every step of
 * the draft and of the making of its files (the middle one in the short form). The process that takes it over ends it
 * once: one document, its files once, progress that never goes back. Killed three times it has failed with a reason,
 * and asked for again it is done.
 *
 * A control: a job that says "done" apart from its result must be caught without one.
 */
const { execFile } = require('node:child_process');
const { join } = require('node:path');
const support = require('./support.js');
const { grantsOf } = require('./reproductions.js');

const PEOPLE = 6;
const FILES = 18;
const SILENT = `UPDATE jobs SET heartbeat_at = heartbeat_at - interval '1 minute' WHERE id = $1`;

module.exports = async function killedReports({ short }) {
  const db = await support.database();
  const app = await support.application(db, { runs: false });
  try {
    const people = await support.people(db, app, PEOPLE);
    const second = await support.account(db, app, 'programme_officer');
    await watchProgress(db);
    const grants = await grantsOf(db, 60);
    const report = () => aReport(db, app, { ...people, second }, grants.pop());
    const whole = await report();
    const steps = { draft: await whole.drafted(), render: await whole.frozen() };
    const judged = [];
    for (const stage of ['draft', 'render'])
      for (const at of stagesOf(steps[stage], short)) {
        const one = await report();
        if (stage === 'draft') await one.drafted(at);
        else {
          await one.drafted();
          await one.frozen(at);
        }
        if (stage === 'draft') await one.frozen();
        judged.push({ stage, at, ...(await one.kept()) });
      }
    const exhausted = await report();
    const failed = await exhausted.killedUntilItFails();
    const repeated = await exhausted.again();
    const control = await report();
    await control.drafted(steps.draft, 'broken');
    const twice = await control.kept();
    const once = judged.filter(({ documents, files }) => documents === 2 && files === FILES);
    const back = await wentBack(db);
    return [
      {
        title: 'killed after a step and taken over, a report is drafted once and frozen once',
        good: once.length === judged.length && judged.every(({ left }) => left === 0),
        figure: `${once.length} of ${judged.length} kills over ${steps.draft} + ${steps.render} steps`,
      },
      { title: 'progress never goes back', good: back === 0, figure: `${back} steps back` },
      {
        title: 'killed three times it has failed with a reason, and asked for again it is done',
        good: failed.state === 'failed' && failed.error !== null && repeated === 'done',
        figure: `${failed.state} (${failed.error}), then ${repeated}`,
      },
      {
        title: 'control: "done" said apart from its result is caught',
        good: twice.documents !== 1,
        figure: `${twice.documents} documents of one draft`,
      },
    ];
  } finally {
    await app.close();
    await db.stop();
  }
};

const stagesOf = (steps, short) =>
  short ? [Math.ceil(steps / 2)] : Array.from({ length: steps }, (_, n) => n + 1);

/** One report of its own grant, and what may happen to it. */
async function aReport(db, app, { programme, second }, grantId) {
  const { ApproveReport, DraftReport } = support.from('modules/donor-reports/index.js');
  const asked = { kind: 'iom-quarterly', grantId, period: '2026-Q3' };
  const { id, jobId } = await app.get(DraftReport).begin(programme, asked, null);
  const count = async (table) =>
    Number(
      (await db.admin.query(`SELECT count(*) AS n FROM ${table} WHERE report_id = $1`, [id]))
        .rows[0].n,
    );
  let left = 0;
  /** Killed at a step, then taken over by another process, once the first has not been heard of for long enough. */
  const run = async (kind, job, at, how) => {
    const [table, before] = kind === 'draft-report' ? ['report_documents', 0] : ['report_files', 0];
    if (at) {
      await killedAt(db, kind, job, at, how);
      if (how !== 'broken' && (await count(table)) !== before) left += 1;
      await db.admin.query(SILENT, [job]);
    }
    return answer(app, kind, job);
  };
  return {
    drafted: (at = 0, how) => run('draft-report', jobId, at, how),
    frozen: async (at = 0) => {
      const sight = { readAgain: true, seen: true, reason: { reason: 'ledger_open' } };
      const approved = await app.get(ApproveReport).approve(second, id, sight, null);
      return run('render-report', approved.jobId, at);
    },
    kept: async () => ({
      documents: await count('report_documents'),
      files: await count('report_files'),
      left,
    }),
    killedUntilItFails: async () => {
      for (let n = 0; n < 3; n += 1) {
        await killedAt(db, 'draft-report', jobId, 1);
        await db.admin.query(SILENT, [jobId]);
      }
      await answer(app, 'draft-report', jobId);
      const { rows } = await db.admin.query(
        'SELECT state, error_code AS error FROM jobs WHERE id = $1',
        [jobId],
      );
      return rows[0];
    },
    again: async () => {
      const next = await app.get(DraftReport).again(programme, id);
      await answer(app, 'draft-report', next.jobId);
      const { rows } = await db.admin.query('SELECT state FROM jobs WHERE id = $1', [next.jobId]);
      return rows[0].state;
    },
  };
}

/** Answers the job in this process to its end, and says how many steps it took. */
async function answer(app, kind, id) {
  const { JobRunner, Jobs } = support.from('modules/platform/queue/index.js');
  const { Clock } = support.from('modules/platform/shared/clock.js');
  // The clock of this process stands still, that of the killed one went on.
  app.get(Clock).set(new Date());
  const jobs = app.get(Jobs);
  const progress = jobs.progress.bind(jobs);
  let steps = 0;
  jobs.progress = (tx, run, percent, step) => {
    if (percent > 0) steps += 1;
    return progress(tx, run, percent, step);
  };
  await app.get(JobRunner).handle(kind, id);
  delete jobs.progress;
  return steps;
}

/** Answers the job in a process of its own that kills itself at the step `at`. */
function killedAt(db, kind, id, at, how = '') {
  const env = { ...process.env, DATABASE_URL: db.appUrl, MAWA_DATA: db.folder };
  const words = [join(__dirname, 'one-job.js'), kind, id, String(at), how];
  return new Promise((tell, fail) => {
    execFile(process.execPath, words, { env }, (error, out, err) => {
      if (error?.signal === 'SIGKILL') tell();
      else fail(new Error(err || `${kind} was not killed at step ${at}`));
    });
  });
}

/** Every step of every job, in the order in which it was written. */
const watchProgress = ({ admin }) =>
  admin.query(`
    CREATE TABLE drill_progress (place bigint GENERATED ALWAYS AS IDENTITY, job uuid, progress integer);
    CREATE FUNCTION drill_watch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN INSERT INTO public.drill_progress (job, progress) VALUES (NEW.id, NEW.progress); RETURN NULL; END $$;
    CREATE TRIGGER drill_watch AFTER UPDATE OF progress ON jobs FOR EACH ROW EXECUTE FUNCTION drill_watch();`);

const wentBack = async ({ admin }) =>
  Number(
    (
      await admin.query(
        `SELECT count(*) AS n FROM (SELECT progress - lag(progress) OVER (PARTITION BY job ORDER BY place) AS step
           FROM drill_progress) s WHERE step < 0`,
      )
    ).rows[0].n,
  );

/**
 * Reports of quarters, half-years and years told one after the other to donors and to the public, each planned against
 * all that its readers have, and attacked together. Where people are entered late between two reports, each report is
 * attacked by itself and no shown number may move by fewer than the threshold.
 */
const { from } = require('../support.js');
const { attack } = require('./ask-attacker.js');
const { AGES, PERIODS, Programme } = require('./periods.js');
const { numbersFrom } = require('./people.js');

const { maskDocument, planFinest } = from('modules/disclosure/index.js');
const { AGE_HIERARCHIES } = from('modules/disclosure/suppression/age-groupings.data.js');

const { cpuSince } = require('./cpu-time.js');

const THRESHOLDS = { donor: 5, public: 11 };
const NEVER = { from: '2000-01-01', until: '2000-01-02' };
/** What is public is read by donors too. */
const readBy = (audience, all) =>
  all.filter((one) => audience === 'donor' || one.audience === 'public');

async function release(programme, before, audience, period) {
  const earlier = (circle) =>
    readBy(circle, before).map((one) => ({ ...one.release, forOthers: one.audience !== circle }));
  const threshold = THRESHOLDS[audience];
  const policy = { audience, threshold, zeros: 'hide' };
  const known = {
    about: { scope: 'programme', period, before: NEVER },
    others:
      audience === 'public' ? [{ threshold: 5, zeros: 'hide', earlier: earlier('donor') }] : [],
    earlier: earlier(audience),
    hierarchies: AGE_HIERARCHIES,
  };
  const started = process.cpuUsage();
  const { document, plan } = await planFinest(
    AGES.map((ages) => programme.document(period, ages)),
    policy,
    known,
  );
  const ms = cpuSince(started);
  const { released, lines } = plan;
  const published = maskDocument(document, policy, plan.marks).blocks;
  return {
    audience,
    period,
    ms,
    published,
    plan,
    refused: plan.refused.figures.length > 0,
    release: {
      id: `r${before.length}`,
      scope: 'programme',
      period,
      before: NEVER,
      released,
      lines,
      threshold,
    },
  };
}

async function sequence(seed) {
  const random = numbersFrom(77_000 + seed);
  const programme = new Programme(random);
  const moves = seed % 3 === 2;
  const released = [];
  const refused = [];
  for (let n = 3 + Math.floor(random() * 5); n > 0; n -= 1) {
    const audience = seed % 2 === 1 && random() < 0.4 ? 'public' : 'donor';
    const made = await release(programme, released, audience, PERIODS[Math.floor(random() * 7)]);
    (made.refused ? refused : released).push(made);
    if (!moves) continue;
    if (random() < 0.5) programme.add(1 + Math.floor(random() * 6));
    if (random() < 0.2) programme.remove(1 + Math.floor(random() * 3));
  }
  return { seed, moves, released, refused };
}

const documentsOf = (circle, released) =>
  released.map((one) => ({
    period: one.period.code,
    tables: one.published,
    isOwn: one.audience === circle,
  }));
/** Only that there is such a table: what it would say with all of it hidden. */
const blank = (document) => ({
  ...document,
  tables: JSON.parse(JSON.stringify(document.tables), (key, value) =>
    key === 'cells'
      ? Object.fromEntries(
          Object.entries(value).map(([column, cell]) => [
            column,
            typeof cell === 'number' ? { hidden: true, mark: '•' } : cell,
          ]),
        )
      : value,
  ),
});

const width = ({ low, high }) => high - low + 1;

/** Numbers that all documents together tell more narrowly than promised, and that were not known before they were hidden. */
async function leaks(all) {
  const circles = all.flatMap(({ seed, moves, released }) =>
    ['donor', 'public'].flatMap((circle) => {
      const documents = documentsOf(circle, readBy(circle, released));
      const groups = moves ? documents.map((one) => [one]) : [documents];
      return groups
        .filter((group) => group.some(({ isOwn }) => isOwn))
        .map((group, n) => ({
          id: `${seed} ${circle} ${n}`,
          threshold: THRESHOLDS[circle],
          documents: group,
        }));
    }),
  );
  const found = await attack(circles);
  let cells = 0;
  const narrow = [];
  const again = [];
  for (const question of circles) {
    const own = found.get(question.id);
    cells += own.length;
    for (const cell of own.filter((one) => width(one) < question.threshold)) {
      narrow.push({ ...cell, question });
      const first = question.documents.findIndex(
        ({ period, isOwn }) => isOwn && cell.name.startsWith(`${period}|`),
      );
      again.push({
        id: String(again.length),
        threshold: question.threshold,
        documents: [...question.documents.slice(0, first), blank(question.documents[first])],
      });
    }
  }
  const before = again.length > 0 ? await attack(again) : new Map();
  const isKnown = ({ name, question }, n) => {
    const cell = before.get(String(n)).find((one) => one.name === name);
    return cell === undefined || width(cell) < question.threshold;
  };
  const known = narrow.filter(isKnown);
  return { cells, known: known.length, leaks: narrow.filter((one) => !known.includes(one)) };
}

/** Numbers shown twice with values that differ by fewer than the threshold. */
function smallMoves({ released }) {
  const moves = [];
  for (const circle of ['donor', 'public']) {
    const shown = new Map();
    for (const { period, published } of readBy(circle, released))
      for (const { key, rows, total } of published)
        for (const row of [...rows, total])
          for (const [column, cell] of Object.entries(row.cells)) {
            if (typeof cell !== 'number') continue;
            const name = `${period.code} ${key}/${row.key}/${column}`;
            const values = shown.get(name) ?? [];
            for (const value of values)
              if (value !== cell && Math.abs(value - cell) < THRESHOLDS[circle])
                moves.push(`${circle} ${name}: ${value}, ${cell}`);
            shown.set(name, [...values, cell]);
          }
  }
  return moves;
}

async function sequences({ short }) {
  const count = short ? 4 : 30;
  const all = [];
  for (let seed = 0; seed < count; seed += 1) all.push(await sequence(seed));
  const { cells, known, leaks: found } = await leaks(all);
  const moves = all.flatMap(smallMoves);
  const reports = all.flatMap(({ released, refused }) => [...released, ...refused]);
  const refused = all.flatMap((one) => one.refused);
  const times = reports.map(({ ms }) => ms).sort((a, b) => a - b);
  return [
    {
      title: `no number of ${count} sequences of reports is narrower than promised`,
      good: found.length === 0 && moves.length === 0,
      figure: [
        `${reports.length} reports, ${cells} numbers attacked, ${found.length} narrower, ${known} known before they were hidden, ${moves.length} small moves shown`,
        ...found
          .slice(0, 5)
          .map(({ name, low, high, question }) => `${question.id} ${name}: ${low} to ${high}`),
        ...moves.slice(0, 3),
      ].join('; '),
    },
    {
      title: 'no report of a sequence is refused',
      good: refused.length === 0,
      figure: `${refused.length} of ${reports.length}`,
    },
    {
      title: 'planning a report against what was told takes at most 3 s',
      good: times.at(-1) <= 3_000,
      figure: `median ${times[Math.floor(times.length / 2)]} ms, longest ${times.at(-1)} ms of processor time`,
    },
  ];
}

module.exports = { sequences, sequence };

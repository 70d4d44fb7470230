/**
 * Tables of the shapes of reports, published by the compiled product, and attacked by a process of its own that is given
 * what is published and nothing else (attacker.js). No hidden number may keep fewer whole numbers than the threshold,
 * rows that were rolled up among them, and no small number may be shown. Controls: a planner that does not know one
 * of the four facts that readers know must be caught by the same attacker.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { from } = require('../support.js');
const { KINDS, documentOf } = require('./tables.js');
const { drawPeople, numbersFrom } = require('./people.js');
const { attack } = require('./ask-attacker.js');
const { cpuSince } = require('./cpu-time.js');
const { sequences } = require('./sequences.js');

const { planSuppression, maskDocument, NO_PRIOR_KNOWLEDGE, READER_FACTS, withholdTables } = from(
  'modules/disclosure/index.js',
);

/** The kinds of tables that each fact is about. */
const CONTROLS = {
  people_within_given: ['services'],
  unknown_apart: ['means', 'linked'],
  named_at_least: ['nationality', 'regions'],
  absent_below: ['regions'],
};

async function publish(kind, n, facts = READER_FACTS) {
  const random = numbersFrom(1_000 * Object.keys(KINDS).indexOf(kind) + n);
  const threshold = n % 3 === 2 ? 11 : 5;
  const people = drawPeople(30 + Math.floor(random() * 771), random);
  const document = documentOf(KINDS[kind](people, threshold));
  const policy = { audience: 'attacked', threshold, zeros: 'hide' };
  const started = process.cpuUsage();
  const plan = withholdTables(
    document,
    await planSuppression(document, policy, NO_PRIOR_KNOWLEDGE, facts),
  );
  const ms = cpuSince(started);
  const published = maskDocument(document, policy, plan.marks);
  return {
    id: `${kind} ${n}`,
    threshold,
    ms,
    plan,
    blocks: published.blocks,
    people: people.length,
  };
}

const isHidden = (cell) => typeof cell === 'object' && cell !== null && cell.hidden === true;
const countsOf = (tables) =>
  tables.flatMap(({ rows, total, columns }) =>
    [...rows, ...(total ? [total] : [])].flatMap((row) =>
      columns
        .filter(({ protection }) => protection?.rule === 'count')
        .map(({ key }) => row.cells[key]),
    ),
  );

/** What these files import besides each other, Node's own modules and the solver's library. */
const importsOf = (files) =>
  files
    .flatMap((file) => [
      ...readFileSync(join(__dirname, file), 'utf8').matchAll(/require\('([^']+)'\)/g),
    ])
    .map(([, name]) => name)
    .filter((name) => !name.startsWith('node:') && name !== 'highs')
    .filter((name) => !files.some((file) => name === `./${file}`));

/** The tables of these kinds, and what the attacker found in them. */
async function attacked(kinds, each, facts) {
  const made = [];
  for (const kind of kinds)
    for (let n = 0; n < each; n += 1) made.push(await publish(kind, n, facts));
  const found = await attack(
    made.map(({ id, threshold, blocks }) => ({ id, threshold, documents: [{ tables: blocks }] })),
  );
  const width = ({ low, high }) => high - low + 1;
  const cells = made.flatMap(({ id, threshold }) =>
    found.get(id).map((cell) => ({ id, threshold, ...cell })),
  );
  const narrow = cells.filter((cell) => width(cell) < cell.threshold);
  return {
    made,
    cells,
    narrow,
    exact: narrow.filter((cell) => width(cell) === 1),
    small: made.flatMap(({ id, threshold, blocks }) =>
      countsOf(blocks)
        .filter((cell) => !isHidden(cell) && cell < threshold)
        .map((cell) => `${id}: ${cell}`),
    ),
  };
}

module.exports = async function suppressionAttack({ short }) {
  const kinds = Object.keys(KINDS);
  const each = short ? 3 : 20;
  const { made, cells, narrow, exact, small } = await attacked(kinds, each);
  const times = made.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  const hidden = made.flatMap(({ blocks }) => countsOf(blocks)).filter(isHidden).length;
  const all = made.flatMap(({ blocks }) => countsOf(blocks)).length;
  const results = [
    {
      title: `no number of ${made.length} tables is narrower than promised`,
      good: narrow.length === 0 && small.length === 0,
      figure: [
        `${cells.length} numbers attacked, ${narrow.length} narrower, ${exact.length} exact, ${small.length} small ones shown`,
        `${hidden} of ${all} counts hidden`,
        ...narrow.slice(0, 5).map(({ id, name, low, high }) => `${id} ${name}: ${low} to ${high}`),
        ...small.slice(0, 3),
      ].join('; '),
    },
    {
      title: 'planning takes at most 3 s a report',
      good: at(1) <= 3_000,
      figure: `median ${at(0.5).toFixed(0)} ms, 95 % ${at(0.95).toFixed(0)} ms, longest ${at(1).toFixed(0)} ms of processor time`,
    },
  ];
  const foreign = importsOf(['attacker.js', 'attacker-problem.js', 'solve.js', 'time.js']);
  results.push({
    title: 'the attacker imports nothing of the product',
    good: foreign.length === 0,
    figure: foreign.join(', '),
  });
  for (const fact of READER_FACTS) {
    const others = READER_FACTS.filter((one) => one !== fact);
    const without = await attacked(CONTROLS[fact], short ? 10 : 40, others);
    results.push({
      title: `control: a planner that does not know ${fact} is caught`,
      good: without.narrow.length > 0,
      figure: `${without.narrow.length} of ${without.cells.length} numbers narrower, ${without.exact.length} exact`,
    });
  }
  return [...results, ...(await sequences({ short }))];
};
module.exports.attacked = attacked;

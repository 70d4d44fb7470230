/**
 * Looking through encrypted names against opening them alone (unwrap the key, decrypt the names field,
 * nothing else). In turns, over the same rows, with the very functions that the search and the finding of
 * duplicates run in their threads.
 */
const { randomBytes, randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

const QUERIES = [
  'Mohamed',
  'فاطمة الزهراء بناني',
  'Aminata Diallo',
  'Blessing',
  'عبد اللطيف',
  'Ouafae Zerktouni',
];
/** A mother, and three who came with her. */
const NEWCOMERS = 4;
const AIM = 2;

module.exports = async function names({ short, say }) {
  const people = short ? 20_000 : 100_000;
  const rounds = short ? 3 : 7;
  const { searchNames } = support.from('modules/beneficiaries/search-names.rules.js');
  const { findDuplicates } = support.from(
    'modules/beneficiaries/duplicates/find-duplicates.rules.js',
  );
  const { runInWorker } = support.from('modules/platform/shared/worker.js');
  const master = randomBytes(32);
  const { rows, words } = sealedPeople(people, master);
  say(`${people} people, ${words} different words in their names`);
  const work = (query) => ({ query, language: 'fr', from: 0, limit: 50, master, rows });

  const turns = QUERIES.map((query) => ({ query, alone: [], scan: [] }));
  const given = newcomers(rows, master);
  const compared = { alone: [], scan: [] };
  const threads = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const { query, alone, scan } of turns) {
      alone.push(timed(() => openAlone(master, rows)));
      scan.push(timed(() => searchNames(work(query))));
    }
    compared.alone.push(timed(() => openAlone(master, rows)));
    compared.scan.push(timed(() => findDuplicates(given)));
    const at = process.hrtime.bigint();
    const thread = join(support.ROOT, 'dist/modules/beneficiaries/search.worker');
    await runInWorker(thread, work(QUERIES[0]), { timeoutMs: 60_000 });
    threads.push(sinceMs(at));
  }
  for (const { query, alone, scan } of turns) {
    const { matched } = searchNames(work(query));
    say(
      `searching ${query} (${matched} met): ${median(scan).toFixed(0)} ms, ratio ${ratioOf(alone, scan)}`,
    );
  }
  const alone = turns.flatMap((turn) => turn.alone);
  const scan = turns.flatMap((turn) => turn.scan);
  const ratio = ratioOf(alone, scan);
  say(
    `opening them alone: ${median(alone).toFixed(0)} ms; searching: ${median(scan).toFixed(0)} ms, ratio ${ratio} (aim ${AIM})`,
  );
  say(
    `comparing ${NEWCOMERS} newly registered with all: ${median(compared.scan).toFixed(0)} ms, ratio ${ratioOf(compared.alone, compared.scan)}`,
  );
  say(
    `the search in a thread of its own, started and given the rows: ${median(threads).toFixed(0)} ms`,
  );
  return { people, words, turns, compared, threads, ratio: Number(ratio), aim: AIM };
};

/** Each turn against the one just before it: what else the machine does weighs on both. */
const ratioOf = (alone, scan) => median(scan.map((time, turn) => time / alone[turn])).toFixed(2);

/** What the finding of duplicates is given after a registration. */
const newcomers = (rows, master) => ({
  master,
  people: rows.map((row, place) => ({
    ...row,
    sex: null,
    born: { first: 1970 + (place % 40), last: 1970 + (place % 40), margin: 3 },
    nationality: place % 3 === 0 ? 'CI' : 'MA',
    families: [],
    waiting: place < NEWCOMERS,
  })),
  sameDocument: [],
  all: false,
});

/** The yardstick: one key and one field a person, opened and left. */
function openAlone(master, rows) {
  const { wrappedKeyAddress, open } = support.from('modules/platform/shared/seal.js');
  let bytes = 0;
  for (const { id, wrapped, sealed } of rows) {
    const key = open(master, wrappedKeyAddress('case', id), wrapped);
    bytes += open(key, { table: 'case_seals', column: 'names', row: id }, sealed).length;
  }
  return bytes;
}

/** Names put together from the spellings of the fixture, four in ten of their words misspelt somehow. */
function sealedPeople(count, master) {
  const { wrappedKeyAddress, newKey, seal } = support.from('modules/platform/shared/seal.js');
  const spelt = { given: [], family: [] };
  let part = 'given';
  for (const line of readFileSync(
    join(support.ROOT, 'test/fixtures/names/spellings.txt'),
    'utf8',
  ).split('\n')) {
    if (line.startsWith('#')) part = line.slice(2).split(' ')[0];
    else if (line) spelt[part]?.push(...line.split(' =')[0].split(', '));
  }
  const random = seeded(20261124);
  const one = (list) => list[random(list.length)];
  const slip = (name) => {
    if (random(10) >= 4) return name;
    const place = 1 + random(name.length - 1);
    const letter = /[a-z]/i.test(name) ? one([...'aeiouhlmnrst']) : one([...'اويهلمنر']);
    return name.slice(0, place) + letter + name.slice(place + random(2));
  };
  const words = new Set();
  const rows = Array.from({ length: count }, () => {
    const names = {
      given: slip(one(spelt.given)),
      family: slip(one(spelt.family)),
      aliases: random(5) === 0 ? [slip(one(spelt.given))] : [],
    };
    for (const name of [names.given, names.family, ...names.aliases])
      name.split(' ').forEach((word) => words.add(word));
    const id = randomUUID();
    const key = newKey();
    return {
      id,
      wrapped: seal(master, wrappedKeyAddress('case', id), key),
      sealed: seal(key, { table: 'case_seals', column: 'names', row: id }, JSON.stringify(names)),
    };
  });
  return { rows, words: words.size };
}

const seeded = (seed) => (below) => {
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return (seed >>> 8) % below;
};

const sinceMs = (at) => Number(process.hrtime.bigint() - at) / 1e6;

function timed(work) {
  const at = process.hrtime.bigint();
  work();
  return sinceMs(at);
}

/**
 * The fault drills. `-- --list` names them, `-- NAME` runs one, `-- --short` the short form of those that need nothing
 * but the project, `--part=1/2` every second of them.
 */
const DRILLS = {
  'hot-beds': require('./hot-beds.js'),
  'hot-nights': require('./hot-nights.js'),
  canaries: require('./canaries.js'),
  erasures: require('./erasures.js'),
  reproductions: require('./reproductions.js'),
  'killed-reports': require('./killed-reports.js'),
  'killed-exports': require('./killed-exports.js'),
  'every-number': require('./every-number.js'),
  'malformed-imports': require('./malformed-imports.js'),
  'malformed-past': require('./malformed-past.js'),
  'last-dirham': require('./last-dirham.js'),
  'ledger-storm': require('./ledger-storm.js'),
  'random-plans': require('./random-plans.js'),
  'last-seats': require('./last-seats.js'),
  'suppression-attack': require('./suppression-attack'),
  'field-flood': require('./field-flood.js'),
  formulas: require('./formulas.js'),
  'guessing-storm': require('./guessing-storm.js'),
  'account-takeover': require('./account-takeover.js'),
  backups: require('./backups.js'),
  'backup-recipe': require('./backup-recipe.js'),
  'writes-without-policy': require('./writes-without-policy.js'),
  'audience-walk': require('./audience-walk.js'),
  'route-probes': require('./route-probes.js'),
  accessibility: require('./accessibility.js'),
  keyboard: require('./keyboard.js'),
  'audit-chain': require('./audit-chain.js'),
  'stored-payloads': require('./stored-payloads'),
  'new-module': require('./new-module.js'),
  package: require('./package.js'),
  upgrade: require('./upgrade.js'),
  cluster: require('./cluster'),
  'replica-reads': require('./replica-reads.js'),
  soak: require('./soak'),
  'point-in-time': require('./point-in-time.js'),
  'full-disk': require('./full-disk.js'),
};

/** Asked for by name alone: a spec that does the same (audience-walk), Chromium, LibreOffice, PostgreSQL's client programs, the history of Git, nginx and Redis, the rights to mount, Jest, or a programme of their own. */
const BY_NAME = [
  'accessibility',
  'keyboard',
  'audience-walk',
  'stored-payloads',
  'new-module',
  'formulas',
  'every-number',
  'backup-recipe',
  'route-probes',
  'upgrade',
  'cluster',
  'replica-reads',
  'soak',
  'point-in-time',
  'full-disk',
];

/** `--part=2/3`: the second of three parts, whose drills take turns. */
function partOf(names, word) {
  if (word === undefined) return names;
  const [, part, parts] = /^--part=(\d)\/(\d)$/.exec(word) ?? [];
  if (!(part >= 1 && Number(part) <= Number(parts))) throw new Error(`${word}: a part as in 1/2`);
  return names.filter((_, place) => place % parts === part - 1);
}

async function main() {
  const words = process.argv.slice(2);
  if (words.includes('--list')) return Object.keys(DRILLS).forEach((name) => console.log(name));
  const short = words.includes('--short');
  const named = words.filter((word) => !word.startsWith('--'));
  const unknown = named.filter((name) => !DRILLS[name]);
  if (unknown.length) throw new Error(`no such drill: ${unknown.join(', ')} (--list names them)`);
  let passed = 0;
  let failed = 0;
  const all = partOf(
    Object.keys(DRILLS).filter((name) => !BY_NAME.includes(name)),
    words.find((word) => word.startsWith('--part=')),
  );
  for (const name of named.length ? named : all) {
    const from = Date.now();
    for (const { title, good, figure } of await DRILLS[name]({ short })) {
      console.log(`${good ? 'ok    ' : 'FAILED'} ${name}: ${title}${figure ? ` — ${figure}` : ''}`);
      if (good) passed += 1;
      else failed += 1;
    }
    console.log(`${((Date.now() - from) / 1000).toFixed(0).padStart(6)} s: ${name}`);
  }
  console.log(
    `Tests:       ${failed ? `${failed} failed, ` : ''}${passed} passed, ${passed + failed} total`,
  );
  process.exitCode = failed ? 1 : 0;
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

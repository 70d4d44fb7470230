/**
 * Every journey of test/journeys by keyboard alone, one after another, with how many presses of Tab each took. In the
 * short form the journeys of daily work. `MAWA_JOURNEYS=board` runs those whose name says so.
 *
 * Control: test/journeys/acts-by-keyboard.journey.ts, whose pages have what must be found.
 */
const { spawnSync } = require('node:child_process');
const { existsSync, readFileSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT } = require('./support.js');

const END = '.journey.ts';
const DAILY = [
  'board',
  'choose-a-person',
  'from-a-call-to-a-partner',
  'note-a-service',
  'place-a-family',
];
const CONTROL = 'acts-by-keyboard';
/** Looks at pages and acts on none. */
const WITHOUT_ACTS = 'examined-page';

module.exports = async function keyboard({ short }) {
  const wanted = new RegExp(process.env.MAWA_JOURNEYS ?? '');
  const all = readdirSync(join(ROOT, 'test/journeys'))
    .filter((file) => file.endsWith(END))
    .map((file) => file.slice(0, -END.length))
    .filter((name) => name !== WITHOUT_ACTS);
  const journeys = all.filter(
    (name) => name === CONTROL || ((!short || DAILY.includes(name)) && wanted.test(name)),
  );
  return journeys.map(resultOf);
};

function resultOf(name) {
  const counted = join(ROOT, 'out/journeys', `${name}.keyboard.json`);
  rmSync(counted, { force: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      '--config',
      'test/journeys/jest.config.js',
      '--runInBand',
      '--runTestsByPath',
      join('test/journeys', `${name}${END}`),
    ],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      env: { ...process.env, MAWA_KEYBOARD: '1' },
    },
  );
  if (status !== 0) process.stderr.write(stderr);
  if (name === CONTROL) {
    return { title: 'control: what cannot be used by keyboard is found', good: status === 0 };
  }
  return {
    title: `${name}: each act by keyboard, where the focus is seen`,
    good: status === 0 && existsSync(counted),
    figure: existsSync(counted) ? figureOf(JSON.parse(readFileSync(counted, 'utf8'))) : undefined,
  };
}

const figureOf = ({ acts, tabs, longest }) =>
  `${acts} acts, ${tabs} presses of Tab, longest ${longest.tabs} to ${longest.on}`;

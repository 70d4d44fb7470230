/** Format and lint beside types and boundaries: on two cores they take half as long. */
const { spawn } = require('node:child_process');

const LANES = [
  ['check:format', 'check:lint'],
  ['check:types', 'check:boundaries'],
];

/** What a check says comes in one piece, when it is done. */
const check = (name) =>
  new Promise((done) => {
    const npm = spawn('npm', ['run', '--silent', name], { shell: process.platform === 'win32' });
    let said = `> ${name}\n`;
    for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (part) => (said += part));
    npm.on('error', (error) => (said += error.message));
    npm.on('close', (code) => {
      process.stdout.write(said);
      done(code === 0);
    });
  });

async function lane(names) {
  let passed = true;
  for (const name of names) passed = (await check(name)) && passed;
  return passed;
}

void Promise.all(LANES.map(lane)).then((passed) => {
  process.exitCode = passed.every(Boolean) ? 0 : 1;
});

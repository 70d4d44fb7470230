/** The checks, two at a time, those that take longest first; each remembers in node_modules/.cache what it has checked. */
const { spawn } = require('node:child_process');

const CHECKS = ['check:lint', 'check:types', 'check:format', 'check:boundaries'];
const AT_ONCE = 2;

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

async function work(waiting) {
  let passed = true;
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    passed = (await check(name)) && passed;
  }
  return passed;
}

void Promise.all(Array.from({ length: AT_ONCE }, () => work(CHECKS))).then((passed) => {
  process.exitCode = passed.every(Boolean) ? 0 : 1;
});

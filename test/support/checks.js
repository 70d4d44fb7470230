/** The checks, two at a time, those that take longest first; types and boundaries remember in node_modules/.cache. */
const { spawn } = require('node:child_process');

const CHECKS = ['check:types', 'check:boundaries', 'check:lint', 'check:format'];
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

/** Hands published documents to the attacker, a process of its own, and reads what it found. */
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { join } = require('node:path');
const { createInterface } = require('node:readline');

/** By the id of a question the intervals of its hidden numbers. */
async function attack(questions) {
  const child = spawn(process.execPath, [join(__dirname, 'attacker.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH },
  });
  const ended = once(child, 'close');
  const found = new Map();
  const reading = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const { id, cells } = JSON.parse(line);
      found.set(id, cells);
    }
  })();
  for (const question of questions)
    if (!child.stdin.write(`${JSON.stringify(question)}\n`)) await once(child.stdin, 'drain');
  child.stdin.end();
  const [[code]] = await Promise.all([ended, reading]);
  if (code !== 0 || found.size !== questions.length)
    throw new Error(`the attacker ended with ${code} after ${found.size} of ${questions.length}`);
  return found;
}

module.exports = { attack };

/**
 * A reader with an integer program. A process of its own that is given published tables and nothing else: it imports
 * nothing of the product, and writes down by itself what docs/disclosure-control.md says that every reader knows.
 * One published document a line comes in, and for each the interval of every number that is not shown goes out.
 */
const { createInterface } = require('node:readline');
const { AttackerProblem } = require('./attacker-problem.js');
const { loadSolver } = require('./solve.js');

async function main() {
  const solver = await loadSolver();
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, threshold, documents } = JSON.parse(line);
    const riddle = new AttackerProblem(threshold);
    for (const document of documents) riddle.read(document);
    riddle.finish();
    process.stdout.write(`${JSON.stringify({ id, cells: solver.intervals(riddle, threshold) })}\n`);
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

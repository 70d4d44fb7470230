/**
 * Protecting all tables of a quarter against computing their figures, in turns on the same rows: a programme of some
 * thousand people, where many cells are small. Protecting is the whole making of both versions in three languages.
 */
const { history } = require('./reports.js');
const { median } = require('./measure.js');

const AIM = 5;

module.exports = async function disclosure({ short, say }) {
  const programme = await history(1, 1 / 50);
  try {
    const turns = { computing: [], protecting: [] };
    let released;
    for (let round = 0; round < (short ? 5 : 15); round += 1) {
      const [gathered, computing] = await timed(programme.whole);
      const [versions, protecting] = await timed(() => programme.versions(gathered.figures));
      turns.computing.push(computing);
      turns.protecting.push(protecting);
      released = versions;
    }
    const [computing, protecting] = [turns.computing, turns.protecting].map(median);
    const { released: numbers, marks } = released.plan;
    const ratio = protecting / computing;
    say(
      `${programme.size.people} people; ${numbers.length} numbers, ${marks.size} hidden: computing ${computing.toFixed(0)} ms, ` +
        `protecting ${protecting.toFixed(0)} ms, ratio ${ratio.toFixed(2)} (aim ${AIM})`,
    );
    return { size: programme.size, turns, ratio, aim: AIM };
  } finally {
    await programme.stop();
  }
};

async function timed(work) {
  const start = performance.now();
  const made = await work();
  return [made, performance.now() - start];
}

/** After a long run: which files took longest, so that the order of sequencer.js and our patience stay right. */
module.exports = class {
  onRunComplete(_contexts, { testResults }) {
    if (testResults.length < 50) return;
    const took = testResults
      .map(({ testFilePath, perfStats }) => ({ testFilePath, seconds: perfStats.runtime / 1000 }))
      .sort((one, other) => other.seconds - one.seconds);
    const whole = took.reduce((sum, { seconds }) => sum + seconds, 0);
    const lines = took.slice(0, 10).map(({ testFilePath, seconds }) => {
      const path = testFilePath.slice(process.cwd().length + 1);
      return `${seconds.toFixed(0).padStart(6)} s  ${path}`;
    });
    const head = `The ten slowest of ${took.length} files, ${whole.toFixed(0)} s in all:`;
    process.stderr.write(`\n${[head, ...lines].join('\n')}\n`);
  }
};

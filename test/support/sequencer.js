const Sequencer = require('@jest/test-sequencer').default;

/** Those that take longest, the longest first. */
const LONG = [
  'test/access/second-wall',
  'test/access/two-walls',
  'test/duplicates/read-by-person',
  'test/complaints/who-reads',
  'test/rights/rights',
  'test/queue/job-queue',
  'test/unit/donor-reports/renderers',
  'test/duplicates/joining',
  'test/assessments/forms',
  'test/duplicates/joined',
  'test/web/bad-input',
  'test/duplicates/finding',
];
const place = ({ path }) => {
  const found = LONG.findIndex((long) => path.includes(long));
  return found < 0 ? LONG.length : found;
};

/** A long file that comes last leaves the other cores with nothing to do; a new machine knows no times. */
module.exports = class extends Sequencer {
  async sort(tests) {
    return [...(await super.sort(tests))].sort((one, other) => place(one) - place(other));
  }
};

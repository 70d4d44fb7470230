const Sequencer = require('@jest/test-sequencer').default;

/** Those that take longest, the longest first. */
const LONG = [
  'test/access/row-level-security',
  'test/access/hidden-people',
  'test/web/bad-input',
  'test/rights/rights',
  'test/complaints/who-reads',
  'test/unit/report-documents/renderers',
  'test/queue/job-queue',
  'test/donor-reports/reproduce',
  'test/duplicates/read-by-person',
  'disclosure/attacked-tables',
  'test/duplicates/joining',
  'test/duplicates/joined',
  'test/duplicates/finding',
  'test/donor-reports/bad-input',
  'test/donor-reports/public-page',
  'placing/placing.property',
  'test/unit/report-documents/same-number',
  'disclosure/attacked-releases',
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

const Sequencer = require('@jest/test-sequencer').default;

/** Those that take longest, the longest first. */
const LONG = [
  'test/access/row-level-security',
  'test/web/bad-input',
  'test/access/hidden-people',
  'test/access/token-routes',
  'test/access/key-token',
  'test/rights/rights',
  'test/archive/backup',
  'test/queue/job-queue',
  'test/audit/audit-commands',
  'test/access/recorded-readings',
  'test/complaints/who-reads',
  'test/web/every-answer',
  'test/access/openid-same-rights',
  'test/archive/leaving',
  'test/web/queries',
  'test/access/audience-walk',
  'test/database/releases',
  'test/access/guessing',
  'test/donor-reports/bad-input',
  'disclosure/attacked-tables',
  'test/unit/report-documents/renderers',
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

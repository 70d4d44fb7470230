/** The job process: the same build, without a port. */
process.env.MAWA_ROLE = 'worker';
// oxlint-disable-next-line typescript/no-require-imports -- after the variable is set
require('./main');

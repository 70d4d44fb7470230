/** The job process: the same build, without a port. */
process.env.MAWA_ROLE = 'worker';
// eslint-disable-next-line @typescript-eslint/no-require-imports -- after the variable is set
require('./main');

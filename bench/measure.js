/** What several benchmarks measure alike. */
const { readFileSync } = require('node:fs');

exports.median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Memory of a process in MiB, as Linux says it; null elsewhere, or where it has gone. */
exports.residentMiB = (pid) => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024);
  } catch {
    return null;
  }
};

/** Milliseconds that the processor worked: on a machine that is shared the clock says how busy the others are. */
const cpuSince = (started) => {
  const { user, system } = process.cpuUsage(started);
  return Math.round((user + system) / 1_000);
};

module.exports = { cpuSince };

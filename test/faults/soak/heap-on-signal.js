/** Preloaded into a process of the soak (`node --expose-gc -r`): at SIGUSR2 it collects, and writes what its heap holds then. */
const { renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { getHeapStatistics } = require('node:v8');

process.on('SIGUSR2', () => {
  globalThis.gc();
  const path = join(process.env.MAWA_DATA, `heap-${process.pid}`);
  writeFileSync(`${path}.new`, String(getHeapStatistics().used_heap_size), { mode: 0o600 });
  renameSync(`${path}.new`, path);
});

/** `npm run cluster`: starts the cluster and stops it at Ctrl+C. `npm run test:faults -- cluster` is the drill of its losses. */
const { startCluster } = require('./start.js');

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

async function main() {
  const interrupted = () => process.exit(130);
  for (const signal of SIGNALS) process.on(signal, interrupted);
  const cluster = await startCluster((line) => console.log(line));
  const { settings, folder } = cluster;
  console.log(`\nEverything is in ${folder}. An account, and commands of Mawa on this cluster:`);
  const named = ['DATABASE_URL', 'REDIS_URL', 'MAWA_DATA'].map(
    (name) => `${name}=${settings[name]}`,
  );
  console.log(
    `${named.join(' ')} \\\n  MAWA_PUBLIC_URL=https://127.0.0.1:${cluster.balancer.port} npx mawa user create --email me@example.org --role administrator`,
  );
  console.log('\nCtrl+C stops everything and removes the folder.');
  const goesOn = setInterval(() => undefined, 60_000);
  let stopping;
  const stop = () => {
    clearInterval(goesOn);
    stopping ??= cluster.stop();
  };
  for (const signal of SIGNALS) process.off(signal, interrupted).on(signal, stop);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(1);
});

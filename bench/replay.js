/** The bare side of bench/placements.js: the recorded statements over `pg`, nothing else. */
const { randomUUID } = require('node:crypto');
const { Client } = require('pg');

process.on('message', (work) => {
  replay(work)
    .then((perSecond) => process.send({ perSecond }))
    .catch((error) => process.send({ error: error.message }))
    .finally(() => process.disconnect());
});

async function replay({ url, recorded, net, seconds, connections }) {
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new Client({ connectionString: url, options: '-c timezone=UTC' });
      await client.connect();
      return client;
    }),
  );
  const until = Date.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    clients.map(async (client, number) => {
      for (let n = number; Date.now() < until; n += connections) {
        const request = net.requests[n % net.requests.length];
        const bed = net.bedIds[(n * 7 + Math.floor(n / net.requests.length)) % net.bedIds.length];
        const own = {
          request: request.id,
          person: request.cases[0],
          bed,
          booking: randomUUID(),
          key: randomUUID(),
        };
        try {
          for (const { sql, params } of recorded) await client.query(sql, fill(params, own));
          done += 1;
        } catch (error) {
          if (!['23P01', '23505'].includes(error.code)) throw error;
          await client.query('ROLLBACK');
        }
      }
    }),
  );
  await Promise.all(clients.map((client) => client.end()));
  return done / seconds;
}

const fill = (value, own) => {
  if (typeof value === 'string')
    return value.replaceAll(/\u00ab(\w+)\u00bb/g, (_, name) => own[name]);
  if (Array.isArray(value)) return value.map((item) => fill(item, own));
  if (value && typeof value === 'object')
    return '$bytes' in value ? Buffer.from(value.$bytes, 'base64') : value;
  return value;
};

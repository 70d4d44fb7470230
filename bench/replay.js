/** The bare side of bench/placements.js: the recorded statements over `pg`, nothing else. */
const { randomUUID } = require('node:crypto');
const { Client } = require('pg');
const { bedOf } = require('./places.js');

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
  const began = Date.now();
  const until = began + seconds * 1000;
  let done = 0;
  await Promise.all(
    clients.map(async (client, number) => {
      for (let n = number; Date.now() < until; n += connections) {
        const request = net.requests[n];
        if (!request) break;
        const own = {
          request: request.id,
          person: request.cases[0],
          bed: net.bedIds[bedOf(n)],
          booking: randomUUID(),
          nights: request.nights,
          key: randomUUID(),
        };
        for (const { sql, params } of recorded) await client.query(sql, fill(params, own));
        done += 1;
      }
    }),
  );
  const took = (Date.now() - began) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return done / took;
}

const fill = (value, own) => {
  if (typeof value === 'string')
    return value.replaceAll(/\u00ab(\w+)\u00bb/g, (_, name) => own[name]);
  if (Array.isArray(value)) return value.map((item) => fill(item, own));
  if (value && typeof value === 'object')
    return '$bytes' in value ? Buffer.from(value.$bytes, 'base64') : value;
  return value;
};

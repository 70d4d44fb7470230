// Connects NocoDB to the benchmark database as an external source through its own API and adds the lookup columns that the list needs.
// Owner's token: the community edition has no row-level rules to switch on.
export async function setupNoco(base, { port, db }) {
  let auth = {};
  const call = async (method, path, body) => {
    const r = await fetch(base + path, {
        method,
        headers: { 'content-type': 'application/json', ...auth },
        body: body && JSON.stringify(body),
      }),
      text = await r.text();
    if (r.status >= 300) throw new Error(`${method} ${path} -> ${r.status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };
  for (let i = 0; ; i++) {
    try {
      auth = {
        'xc-auth': (
          await call('POST', '/api/v1/auth/user/signin', {
            email: 'admin@example.org',
            password: 'Bench-only-1',
          })
        ).token,
      };
      break;
    } catch (e) {
      if (i > 50) throw e;
      await new Promise((r) => setTimeout(r, 200));
    }
  }
  const b = await call('POST', '/api/v2/meta/bases', {
    title: 'shelter',
    external: true,
    sources: [
      {
        type: 'pg',
        inflection_column: 'none',
        inflection_table: 'none',
        config: {
          client: 'pg',
          connection: {
            host: '127.0.0.1',
            port: String(port),
            user: 'postgres',
            password: 'unused',
            database: db,
          },
          searchPath: ['public'],
        },
      },
    ],
  });
  const ids = async () =>
    Object.fromEntries(
      (await call('GET', `/api/v2/meta/bases/${b.id}/tables`)).list.map((t) => [t.title, t.id]),
    );
  let t = {};
  for (let i = 0; i < 60 && !t.stays; i++) {
    await new Promise((r) => setTimeout(r, 500));
    t = await ids();
  }
  await new Promise((r) => setTimeout(r, 2000));
  const cols = async (name) => (await call('GET', '/api/v2/meta/tables/' + t[name])).columns;
  const col = async (name, f) => {
    const c = (await cols(name)).find(f);
    if (!c)
      throw new Error(
        'no column in ' + name + ': ' + JSON.stringify((await cols(name)).map((x) => x.title)),
      );
    return c;
  };
  const lookup = async (table, link, far, farCol, title) => {
    const l = await col(table, (c) => c.uidt === 'LinkToAnotherRecord' && c.title === link),
      f = await col(far, (c) => c.title === farCol);
    await call('POST', `/api/v2/meta/tables/${t[table]}/columns`, {
      uidt: 'Lookup',
      title,
      fk_relation_column_id: l.id,
      fk_lookup_column_id: f.id,
    });
  };
  await lookup('rooms', 'shelters', 'shelters', 'id', 'shelter_no');
  await lookup('beds', 'rooms', 'rooms', 'shelter_no', 'shelter_no');
  await lookup('beds', 'rooms', 'rooms', 'name', 'room_name');
  await lookup('stays', 'beds', 'beds', 'shelter_no', 'shelter_no');
  await lookup('stays', 'beds', 'beds', 'label', 'bed_label');
  await lookup('stays', 'beds', 'beds', 'room_name', 'room_name');
  for (const c of ['case_no', 'sex', 'birth_year', 'nationality'])
    await lookup('stays', 'persons', 'persons', c, c);
  const token = (await call('POST', '/api/v1/tokens', { description: 'bench' })).token;
  const e = encodeURIComponent;
  const residents = (shelter) =>
    `/api/v2/tables/${t.stays}/records?limit=100&sort=bed_label&fields=${e('id,start_on,end_on,status,bed_id,bed_label,room_name,person_id,case_no,sex,birth_year,nationality')}&where=` +
    e(
      `(shelter_no,eq,${shelter})~and(start_on,lte,exactDate,2026-11-29)~and(end_on,gt,exactDate,2026-11-29)~and(status,neq,cancelled)`,
    );
  const place = ({ bed_id, person_id, ...p }) => ({
    path: `/api/v2/tables/${t.stays}/records`,
    body: JSON.stringify({ ...p, beds: { id: bed_id }, persons: { id: person_id } }),
  }); // foreign keys are 'system columns': set through the link
  const probes = {};
  for (const [k, p] of Object.entries({
    place_ok: {
      bed_id: 250,
      person_id: 7,
      start_on: '2029-01-01',
      end_on: '2029-01-02',
      status: 'confirmed',
    },
    place_same_bed_again: {
      bed_id: 250,
      person_id: 8,
      start_on: '2029-01-01',
      end_on: '2029-01-02',
      status: 'confirmed',
    },
  })) {
    const q = place(p),
      r = await fetch(base + q.path, {
        method: 'POST',
        headers: { 'xc-token': token, 'content-type': 'application/json' },
        body: q.body,
      });
    probes[k] = { status: r.status, answer: (await r.text()).slice(0, 200) };
  }
  return {
    token,
    noco: { residents, place },
    notes: ['owner token; no row rules in this edition'],
    probes,
  };
}

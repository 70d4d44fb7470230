// Configures a bootstrapped Directus through its own API: collections, one o2m alias, two roles, two users with static tokens.
// Tries row-filtered rules first; if this edition refuses them (12.x without a licence key does), falls back to whole-collection rules and says so.
const ORG = 1;
export async function setupDirectus(base, adminToken, ppo) {
  const notes = [];
  const call = async (method, path, body, token = adminToken) => {
    const r = await fetch(base + path, {
      method,
      headers: { authorization: 'Bearer ' + token, 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await r.text();
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      data = text;
    }
    return {
      status: r.status,
      data: data?.data ?? data,
      error: data?.errors?.[0],
      headers: r.headers,
    };
  };
  const must = async (...a) => {
    const r = await call(...a);
    if (r.status >= 300)
      throw new Error(`${a[0]} ${a[1]} -> ${r.status} ${JSON.stringify(r.error ?? r.data)}`);
    return r.data;
  };
  const tables = [
    'organisations',
    'shelters',
    'rooms',
    'beds',
    'persons',
    'service_types',
    'budget_lines',
    'stays',
    'services',
  ];
  for (const t of tables) await must('PATCH', '/collections/' + t, { meta: { hidden: false } });
  await must('POST', '/fields/beds', {
    field: 'stays',
    type: 'alias',
    meta: { special: ['o2m'], interface: 'list-o2m' },
  });
  await must('PATCH', '/relations/stays/bed_id', {
    collection: 'stays',
    field: 'bed_id',
    related_collection: 'beds',
    meta: { one_field: 'stays' },
  });
  const viaShelter = { shelter_id: { org_id: { _eq: ORG } } };
  const rules = {
    organisations: { id: { _eq: ORG } },
    shelters: { org_id: { _eq: ORG } },
    rooms: viaShelter,
    beds: { room_id: viaShelter },
    persons: { org_id: { _eq: ORG } },
    service_types: {},
    budget_lines: {},
    stays: { bed_id: { room_id: viaShelter } },
    services: { person_id: { org_id: { _eq: ORG } } },
  };
  let rowFilter = true;
  const role = async (name, filtered) => {
    const r = await must('POST', '/roles', { name });
    const p = await must('POST', '/policies', { name, admin_access: false, app_access: false });
    await must('POST', '/access', { role: r.id, policy: p.id });
    const perm = async (collection, action, permissions) => {
      const body = {
        policy: p.id,
        collection,
        action,
        fields: ['*'],
        permissions,
        validation: null,
        presets: null,
      };
      let x = await call('POST', '/permissions', body);
      if (x.status >= 300 && permissions && Object.keys(permissions).length) {
        if (rowFilter)
          notes.push(
            `row-filtered permission refused: ${x.status} ${x.error?.extensions?.code ?? ''} ${x.error?.message ?? ''} (${JSON.stringify(x.error?.extensions ?? {})}); fell back to whole-collection rules`,
          );
        rowFilter = false;
        x = await call('POST', '/permissions', { ...body, permissions: null });
      }
      if (x.status >= 300)
        throw new Error(
          `permission ${collection}.${action} -> ${x.status} ${JSON.stringify(x.error)}`,
        );
    };
    for (const t of tables) await perm(t, 'read', filtered ? rules[t] : null);
    for (const t of ['stays', 'services']) await perm(t, 'create', null);
    return r.id;
  };
  const user = async (name, roleId) => {
    const token = name + '-token-0123456789abcdef';
    await must('POST', '/users', {
      email: name + '@example.org',
      password: 'x-' + token,
      role: roleId,
      token,
      status: 'active',
    });
    return token;
  };
  const token = await user('worker', await role('worker', true));
  const coordToken = await user('coordinator', await role('coordinator', false));

  // Probes: what the API can and cannot do (reported, not assumed).
  const probes = {};
  const probe = async (name, method, path, body, tok = token) => {
    const r = await call(method, path, body, tok);
    probes[name] = {
      status: r.status,
      answer: r.error
        ? `${r.error.extensions?.code}: ${r.error.message}`.slice(0, 200)
        : JSON.stringify(r.data).slice(0, 160),
    };
    return r;
  };
  const e = encodeURIComponent;
  await probe(
    'other_org_stays_read',
    'GET',
    '/items/stays?aggregate[count]=*&filter=' +
      e(JSON.stringify({ bed_id: { room_id: { shelter_id: { org_id: { _eq: 2 } } } } })),
  );
  await probe('own_org_stays_read', 'GET', '/items/stays?aggregate[count]=*');
  await probe(
    'groupBy_relational',
    'GET',
    '/items/services?aggregate[sum]=cost&groupBy[]=type_id&groupBy[]=person_id.sex&filter=' +
      e('{"given_on":{"_gte":"2026-07-01"}}'),
  );
  await probe(
    'groupBy_month_function',
    'GET',
    '/items/services?aggregate[sum]=cost&groupBy[]=type_id&groupBy[]=month(given_on)&filter=' +
      e('{"given_on":{"_gte":"2026-07-01"}}'),
  );
  await probe(
    'aggregate_expression',
    'GET',
    '/items/stays?aggregate[sum]=datediff(end_on,start_on)&groupBy[]=bed_id',
  );
  await probe('end_before_start', 'POST', '/items/stays', {
    bed_id: 9,
    person_id: 9,
    start_on: '2029-01-05',
    end_on: '2029-01-01',
  });
  await probe('place_ok', 'POST', '/items/stays', {
    bed_id: 250,
    person_id: 7,
    start_on: '2029-01-01',
    end_on: '2029-01-02',
  });
  await probe('place_same_bed_again', 'POST', '/items/stays', {
    bed_id: 250,
    person_id: 8,
    start_on: '2029-01-01',
    end_on: '2029-01-02',
  });
  await probe('place_in_other_organisations_bed', 'POST', '/items/stays', {
    bed_id: 1999,
    person_id: 9,
    start_on: '2029-01-01',
    end_on: '2029-01-02',
  });
  await probe('place_other_organisations_person', 'POST', '/items/stays', {
    bed_id: 249,
    person_id: ppo * 8,
    start_on: '2029-02-01',
    end_on: '2029-02-02',
  });
  await probe('license', 'GET', '/license', undefined, adminToken);
  return { token, coordToken, rowFilter, notes, probes };
}

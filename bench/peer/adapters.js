// One entry per target. A target gives, per case, a function (rnd, ctx) -> request or list of requests that together answer the case:
//   { method, path, body, headers }   (body: string; path starts with '/')
// A case that a target cannot do is left out (and said why in `cannot`). Add Mawa as a further entry: kind 'http', base, token(s), cases.
// rnd(n) is a seeded integer 1..n. ctx: { persons, ppo (persons per organisation), token, coordToken, rowFilter, ... } as setup returned it.
import { mawa } from './mawa/target.js';
export const T = '2026-11-29',
  T28 = '2026-12-27',
  Q0 = '2026-07-01',
  Q1 = '2026-10-01';
export const day = (n) => new Date(Date.UTC(2027, 2, 1 + n)).toISOString().slice(0, 10);

// The placement that every target gets: 1 of 10 aims at 20 hot bed-nights, so conflicts are certain.
export function placement(rnd, ctx) {
  const hot = rnd(10) === 1;
  const night = hot ? rnd(4) - 1 : rnd(396) + 3;
  return {
    bed_id: hot ? rnd(5) : rnd(250),
    person_id: rnd(ctx.ppo),
    start_on: day(night),
    end_on: day(night + 1),
    status: 'confirmed',
  };
}
export const service = (rnd, ctx) => ({
  person_id: rnd(ctx.ppo),
  type_id: rnd(12),
  given_on: '2026-11-24',
  cost: (rnd(20000) + 499) / 100,
  budget_line_id: rnd(60),
});

const json = (token, extra) => ({
  authorization: 'Bearer ' + token,
  'content-type': 'application/json',
  ...extra,
});
const qs = (o) =>
  '?' +
  Object.entries(o)
    .map(([k, v]) => k + '=' + encodeURIComponent(typeof v === 'string' ? v : JSON.stringify(v)))
    .join('&');

function directusCases() {
  const get = (ctx, path, q, token) => ({
    method: 'GET',
    path: path + qs(q),
    headers: json(token ?? ctx.token),
  });
  const org = (ctx, f, path) => (ctx.rowFilter ? f : { _and: [f, path] }); // with row rules on, the policy adds the organisation by itself
  const live = { status: { _neq: 'cancelled' } };
  const bySex = (ctx, extra, token) =>
    ['F', 'M', 'X'].map((sex) =>
      get(
        ctx,
        '/items/services',
        {
          'aggregate[count]': '*',
          'aggregate[sum]': 'cost',
          'groupBy[]': 'type_id',
          filter: {
            _and: [
              { given_on: { _gte: Q0 } },
              { given_on: { _lt: Q1 } },
              { person_id: { sex: { _eq: sex } } },
              ...extra,
            ],
          },
        },
        token,
      ),
    );
  return {
    a: (rnd, ctx) =>
      get(ctx, '/items/stays', {
        fields:
          'id,start_on,end_on,status,bed_id.id,bed_id.label,bed_id.room_id.name,person_id.id,person_id.case_no,person_id.sex,person_id.birth_year,person_id.nationality',
        filter: {
          _and: [
            { bed_id: { room_id: { shelter_id: { _eq: rnd(5) } } } },
            { start_on: { _lte: T } },
            { end_on: { _gt: T } },
            live,
          ],
        },
        sort: 'bed_id.label',
        limit: '100',
      }),
    b: (rnd, ctx) =>
      get(ctx, '/items/beds', {
        fields:
          'id,label,kind,room_id.name,stays.id,stays.start_on,stays.end_on,stays.status,stays.person_id.case_no',
        filter: { room_id: { shelter_id: { _eq: rnd(5) } } },
        sort: 'label',
        limit: '-1',
        deep: {
          stays: {
            _filter: { _and: [{ start_on: { _lt: T28 } }, { end_on: { _gt: T } }, live] },
            _limit: -1,
          },
        },
      }),
    c: (rnd, ctx) => ({
      method: 'POST',
      path: '/items/stays?fields=id',
      headers: json(ctx.token),
      body: JSON.stringify(placement(rnd, ctx)),
    }),
    d: (rnd, ctx) => ({
      method: 'POST',
      path: '/items/services?fields=id',
      headers: json(ctx.token),
      body: JSON.stringify(service(rnd, ctx)),
    }),
    // No groupBy over a relation: one request per sex.
    e1: (rnd, ctx) => bySex(ctx, ctx.rowFilter ? [] : [{ person_id: { org_id: { _eq: 1 } } }]),
    // No expression in an aggregate: fetch the rows, clip to the quarter and add up in the client.
    e2: (rnd, ctx) =>
      get(ctx, '/items/stays', {
        fields: 'start_on,end_on,bed_id.room_id.shelter_id',
        limit: '-1',
        filter: org(
          ctx,
          { _and: [{ start_on: { _lt: Q1 } }, { end_on: { _gt: Q0 } }, live] },
          { bed_id: { room_id: { shelter_id: { org_id: { _eq: 1 } } } } },
        ),
      }),
    e3: (rnd, ctx) => bySex(ctx, [], ctx.coordToken),
    f: (rnd, ctx) =>
      get(
        ctx,
        '/items/stays',
        {
          export: 'csv',
          limit: '-1',
          sort: 'id',
          fields: 'id,bed_id,person_id,start_on,end_on,status',
          filter: { id: { _lte: 200000 } },
        },
        ctx.coordToken,
      ),
  };
}

export const targets = {
  floor: { kind: 'floor' }, // sql/<case>.pgb, sql/f.sql
  directus12: { kind: 'directus', package: 'directus@12.4.0', cases: directusCases() },
  directus11: { kind: 'directus', package: 'directus@11.17.4', cases: directusCases() },
  nocodb: {
    kind: 'nocodb',
    package: 'nocodb@0.301.3',
    cases: {
      // NocoDB data API v3 on linked tables; nested fields come back as link objects.
      a: (rnd, ctx) => ({
        method: 'GET',
        headers: { 'xc-token': ctx.token },
        path: ctx.noco.residents(rnd(5)),
      }),
      c: (rnd, ctx) => ({
        method: 'POST',
        headers: { 'xc-token': ctx.token, 'content-type': 'application/json' },
        ...ctx.noco.place(placement(rnd, ctx)),
      }),
    },
  },
  mawa: mawa(placement), // mawa/target.js; needs MAWA_DIR
  mawa_nojit: mawa(placement, { jit: false }),
  // Any other service as a further column (mawa/target.js is a full example). All hooks run inside the loopback-only namespace.
  // other: { kind: 'http', version: 'mawa@<commit>',
  //   prepare: async ({ db, sql, scratch, pgport, persons }) => {},  // map the seed rows of the plain tables into its own schema (migrate + insert … select), in database `db`
  //   command: ({ node, port, db }) => [node, ['dist/main.js'], process.env.MAWA_DIR],  // [binary, arguments, working folder]
  //   env: ({ port, pgport, db, base }) => ({ PORT: String(port), DATABASE_URL: `postgres://postgres@127.0.0.1:${pgport}/${db}` }), ready: '/health',
  //   setup: async (base, { ppo }) => ({ token: '…', coordToken: '…' }),  // log in; what it returns is the ctx of the cases
  //   countSql: 'select count(*) from …', resetSql: ['delete from …'], checkSql: 'select …',  // only where its tables are not called stays and services; checkSql gives the number of double bookings
  //   cases: { a: (rnd, ctx) => ({ method: 'GET', path: `/api/shelters/${rnd(5)}/residents?on=${T}`, headers: json(ctx.token) }) } },
};

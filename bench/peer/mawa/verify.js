// The answers of Mawa's interface against SQL over its tables, and that rights hold, before anything is timed. Every entry ending in _ok must be true.
export async function verify({ base, ctx, db, sql, id, cases }) {
  const v = {},
    get = async (q) => {
      const r = await fetch(base + q.path, q);
      return { status: r.status, body: await r.text() };
    },
    json = async (q) => {
      const r = await get(q);
      if (r.status >= 300) throw new Error(`${q.path} ${r.status} ${r.body.slice(0, 300)}`);
      return JSON.parse(r.body);
    };
  const three = () => 3,
    house = id('shelter3');
  const roll = await json(cases.a(three, ctx)),
    inHouse = sql(
      db,
      `select c.case_number from bookings k join booking_people bp on bp.booking_id=k.id join cases c on c.id=bp.case_id where k.shelter_id='${house}' and k.state='stay' order by 1`,
    ).split('\n');
  v.a_rows = roll.people.length;
  v.a_ok =
    roll.people
      .map((x) => x.caseNumber)
      .sort()
      .join() === inHouse.join() &&
    roll.people.every((x) => x.name === `Given ${x.caseNumber} Family ${x.caseNumber}`);
  const board = await json(cases.b(three, ctx)),
    beds = board.shelters.flatMap((s) => s.rooms.flatMap((r) => r.beds)),
    bars = beds.flatMap((b) => b.bars);
  v.b_beds = beds.length;
  v.b_bars = bars.length;
  v.b_ok =
    board.nights.length === 28 &&
    beds.length === 50 &&
    bars
      .map((x) => `${x.from}/${x.until}/${x.caseNumber}`)
      .sort()
      .join() ===
      sql(
        db,
        `select lower(k.nights)||'/'||upper(k.nights)||'/'||c.case_number from bookings k join booking_people bp on bp.booking_id=k.id join cases c on c.id=bp.case_id where k.shelter_id='${house}' and k.state<>'void' and k.nights && daterange('2026-11-29','2026-12-27')`,
      )
        .split('\n')
        .sort()
        .join();
  const page = await get(cases.bh(three, ctx));
  v.bh_ok = page.status === 200 && bars.every((x) => page.body.includes(x.caseNumber));
  const table = async (c) =>
    (await json(cases[c](three, ctx))).document.blocks.find((x) => x.kind === 'table').rows;
  const cells = (rows) =>
    rows
      .filter((r) => r.key.startsWith('bench_'))
      .flatMap((r) => ['female', 'male', 'other'].map((x) => `${r.key}/${x}/${r.cells['v-' + x]}`))
      .filter((x) => !x.endsWith('/0'))
      .sort()
      .join();
  const q = (where) =>
    sql(
      db,
      `select s.type_code||'/'||c.sex||'/'||count(*) from services s join cases c on c.id=s.case_id where given_on>='2026-07-01' and given_on<'2026-10-01' and cancelled_at is null ${where} group by s.type_code, c.sex`,
    )
      .split('\n')
      .sort()
      .join();
  v.e1_ok =
    cells(await table('e1')) ===
    q(
      "and c.registered_by = bench_id('off1') and c.case_number <= 'C-' || lpad((select count(*) from cases c2 where c2.registered_by = bench_id('off2'))::text, 7, '0')",
    ); // the officer of organisation 1, women who wait left out: the filter by region gives the same people
  v.e3_ok = cells(await table('e3')) === q('');
  const nights = sql(
    db,
    `select s.code_name||'/'||sum(least(upper(k.nights),'2026-10-01')-greatest(lower(k.nights),'2026-07-01')) from bookings k join shelters s on s.id=k.shelter_id where k.state in ('stay','ended') and k.nights && daterange('2026-07-01','2026-10-01') group by s.code_name`,
  )
    .split('\n')
    .sort();
  const e2 = await table('e2'),
    values = e2
      .map(
        (r) =>
          `${r.cells.row}/${r.cells['v-value'] ?? r.cells.value ?? Object.entries(r.cells).find(([k, x]) => k !== 'row' && typeof x === 'number')?.[1]}`,
      )
      .filter((x) => x.startsWith('S') && !x.endsWith('/0'))
      .sort();
  v.e2_ok = values.join() === nights.join();
  v.table_narrowed_to_some_of_its_rows = (
    await get({ ...cases.e2(three, ctx), path: cases.e2(three, ctx).path + '&only=house:' + house })
  ).status; // 200 would let e2 ask for one organisation's houses
  const own = await json(cases.e2h(three, ctx));
  v.e2h_ok =
    own.shelters
      .map((s) => `${s.codeName}/${s.bedNights.used}`)
      .sort()
      .join() === nights.filter((x) => /^S0[1-5]/.test(x)).join();
  v.f_sql_rows = Number(sql(db, "select count(*) from bookings where state in ('stay','ended')"));
  // Rights: another organisation's manager and officer.
  v.other_house_roll = (await get({ ...cases.a(three, ctx), headers: ctx.man2 })).status;
  const foreign = JSON.parse((await get({ ...cases.b(three, ctx), headers: ctx.man2 })).body);
  v.other_board_numbers = foreign.shelters
    .flatMap((s) => s.rooms.flatMap((r) => r.beds.flatMap((b) => b.bars)))
    .filter((x) => x.caseNumber).length;
  const q2 = cases.d0(three, ctx);
  v.service_to_other_organisations_person = (
    await get({
      ...q2,
      body: JSON.stringify({ ...JSON.parse(q2.body), caseId: id('case' + (ctx.ppo + 1)) }),
    })
  ).status;
  v.without_session = (await get({ ...cases.a(three, ctx), headers: {} })).status;
  v.without_csrf_token = (
    await get({ ...q2, headers: { cookie: ctx.off.cookie, 'content-type': 'application/json' } })
  ).status;
  v.figures_by_manager = (await get({ ...cases.e3(three, ctx), headers: ctx.man })).status;
  v.rls_ok =
    v.other_house_roll === 404 &&
    v.other_board_numbers === 0 &&
    v.service_to_other_organisations_person === 404 &&
    v.without_session === 401 &&
    v.without_csrf_token === 403 &&
    v.figures_by_manager === 403;
  // One service with its cost: one row, one ledger transaction whose entries sum to zero, one audit row each.
  const n = () =>
    sql(
      db,
      "select (select count(*) from services where recorded_at > '2026-11-01Z')||'/'||(select count(*) from ledger_transactions)||'/'||(select coalesce(sum(amount),0) from ledger_entries)||'/'||(select count(*) from audit_log where action in ('services.record','ledger.charge'))",
    )
      .split('/')
      .map(Number);
  const b0 = n(),
    made = await get(cases.d(three, ctx)),
    b1 = n();
  v.d_ok =
    made.status === 201 &&
    b1[0] - b0[0] === 1 &&
    b1[1] - b0[1] === 1 &&
    b1[2] === 0 &&
    b1[3] - b0[3] === 2;
  return v;
}

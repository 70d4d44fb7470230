// node table.js results-<date>.json  -> markdown tables (medians, times slower than the floor)
import { readFileSync } from 'node:fs';
const r = JSON.parse(readFileSync(process.argv[2], 'utf8')),
  title = {
    a: 'a residents tonight (50 rows)',
    b: 'b board 50 beds x 28 nights',
    bh: 'b as a page (HTML)',
    c: 'c create a stay',
    d: 'd record a service',
    d0: 'd without a cost',
    e1: 'e1 services by type x sex, one organisation',
    e2: 'e2 bed-nights per shelter, one organisation',
    e2h: 'e2 as all figures of the houses',
    e3: 'e3 services by type x sex, all organisations',
  };
for (const [p, v] of Object.entries(r.variants)) {
  const ts = Object.keys(v).filter((k) => v[k]?.verify && !v[k].failed);
  console.log(
    `\n**${Number(p).toLocaleString('en')} persons**; ops/s (p50 ms), then how many times fewer ops/s than the floor\n\n| case | clients | floor | ${ts.join(' | ')} |\n| --- | --- | --- | ${ts.map(() => '---').join(' | ')} |`,
  );
  for (const c of Object.keys(title))
    for (const n of Object.keys(v.floor?.[c] ?? {}).length ? Object.keys(v.floor[c]) : [])
      console.log(
        `| ${title[c]} | ${n} | ${v.floor[c][n].ops} (${v.floor[c][n].p50_ms}) | ${ts.map((t) => (v[t][c]?.[n]?.skipped ? 'over 20 s' : v[t][c]?.[n] ? `${v[t][c][n].ops} (${v[t][c][n].p50_ms}) ${v.times_slower_than_floor[t][c][n]}x` : '-')).join(' | ')} |`,
      );
  if (v.floor?.f)
    console.log(
      `| f CSV of 200,000 stays, ms | 1 | ${v.floor.f.ms} | ${ts.map((t) => (v[t].f ? `${v[t].f.ms}, first byte ${v[t].f.first_byte_ms}, peak RSS ${v[t].f.peak_rss_mb} MB; ${v.times_slower_than_floor[t].f}x` : '-')).join(' | ')} |`,
    );
  if (ts.some((t) => v[t].g))
    console.log(
      `| g start to ready / first list answered, ms; RSS at rest, MB | - | - | ${ts.map((t) => (v[t].g ? `${v[t].g.ready_ms} / ${v[t].g.first_list_answered_ms}; ${v[t].g.rest_rss_mb}` : '-')).join(' | ')} |`,
    );
  console.log(
    `| c over all runs: accepted / refused / double bookings | all | ${['floor', ...ts]
      .map((t) => {
        const x = Object.values(v[t]?.c ?? {});
        return x.length
          ? `${x.reduce((s, y) => s + (y.ok ?? 0), 0)} / ${x.reduce((s, y) => s + (y.conflicts ?? 0), 0)} / ${v[t].double_bookings}`
          : '-';
      })
      .join(' | ')} |`,
  );
  for (const t of ts.filter((t) => v[t].own_floor)) {
    // a target with a schema of its own: SQL over that schema beside it
    console.log(
      `\n${t} against SQL over its own tables, ${Number(p).toLocaleString('en')} persons; ops/s (p50 ms)\n\n| case | clients | SQL | ${t} | times |\n| --- | --- | --- | --- | --- |`,
    );
    for (const c of Object.keys(title))
      for (const n of Object.keys(v[t][c] ?? {})) {
        const o = v[t].own_floor[c]?.[n];
        console.log(
          `| ${title[c]} | ${n} | ${o ? `${o.ops} (${o.p50_ms})` : '-'} | ${v[t][c][n].skipped ? 'over 20 s' : `${v[t][c][n].ops} (${v[t][c][n].p50_ms})`} | ${v[t].times_slower_than_own_floor?.[c]?.[n] ?? '-'} |`,
        );
      }
    if (v[t].f)
      console.log(
        `| f, ms | 1 | ${v[t].own_floor.f.ms} | ${v[t].f.ms} | ${v[t].times_slower_than_own_floor?.f} |`,
      );
    const policies = v[t].own_floor.f_under_policies;
    if (v[t].f && policies)
      console.log(
        `| f, ms; SQL under the same policies | 1 | ${policies.ms} | ${v[t].f.ms}, first byte ${v[t].f.first_byte_ms}, RSS ${v[t].f.rss_before_mb} to ${v[t].f.peak_rss_mb} MB | ${v[t].times_slower_than_own_floor?.f_under_policies} |`,
      );
  }
  const st = ts.filter((t) => v[t].statements);
  if (st.length) {
    console.log(
      `\nStatements an operation; ms in PostgreSQL of ms in all (one client, statements logged)\n\n| case | ${st.join(' | ')} |\n| --- | ${st.map(() => '---').join(' | ')} |`,
    );
    for (const c of Object.keys(title))
      if (st.some((t) => v[t].statements[c]))
        console.log(
          `| ${title[c]} | ${st
            .map((t) => {
              const x = v[t].statements[c];
              return x ? `${x.per_op}; ${x.db_ms} of ${x.wall_ms}` : '-';
            })
            .join(' | ')} |`,
        );
  }
}

// node growth-mawa.js growth-mawa.json -> markdown: ops/s (p50 ms) at each size, how many times slower the largest is than the smallest, and the same of SQL over the same tables.
import { readFileSync } from 'node:fs';
const r = JSON.parse(readFileSync(process.argv[2], 'utf8')),
  sizes = Object.keys(r.variants).sort((a, b) => a - b),
  of = (p) => r.variants[p].mawa,
  x = (a, b) => (a && b ? (a / b).toFixed(2) : '-');
for (const p of sizes) if (of(p)?.failed) console.log(`${p}: ${of(p).failed}`);
console.log(
  `| case | clients | ${sizes.map((p) => Number(p).toLocaleString('en') + ' people').join(' | ')} | times slower | SQL alone, times slower |\n| --- | --- | ${sizes.map(() => '---').join(' | ')} | --- | --- |`,
);
const [small, big] = [of(sizes[0]), of(sizes.at(-1))];
for (const c of r.variants[sizes[0]].mawa
  ? ['a', 'b', 'c', 'd', 'e1', 'e2', 'e3'].filter((k) => small[k])
  : [])
  for (const n of Object.keys(small[c]))
    console.log(
      `| ${c} | ${n} | ${sizes.map((p) => (of(p)?.[c]?.[n]?.ops ? `${of(p)[c][n].ops} (${of(p)[c][n].p50_ms})` : '-')).join(' | ')} | ${x(small[c][n].ops, big?.[c]?.[n]?.ops)} | ${x(small.own_floor?.[c]?.[n]?.ops, big?.own_floor?.[c]?.[n]?.ops)} |`,
    );
console.log(
  'verify:',
  sizes
    .map(
      (p) =>
        p +
        ' ' +
        Object.entries(of(p)?.verify ?? {})
          .filter(([k, v]) => k.endsWith('_ok') && !v)
          .map(([k]) => k + ' FAILED')
          .join(' '),
    )
    .join('; '),
);

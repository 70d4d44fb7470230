/** What numbers of periods tell of each other: a year is its quarters, and whoever came in a quarter came in the year. */
const PARTS = {
  H1: [['Q1', 'Q2']],
  H2: [['Q3', 'Q4']],
  Y: [
    ['H1', 'H2'],
    ['Q1', 'Q2', 'Q3', 'Q4'],
    ['H1', 'Q3', 'Q4'],
    ['Q1', 'Q2', 'H2'],
  ],
};
const WITHIN = { H1: ['Q1', 'Q2'], H2: ['Q3', 'Q4'], Y: ['H1', 'H2', 'Q1', 'Q2', 'Q3', 'Q4'] };
/** Each is registered once: these add up over time. */
const ADDS_UP = /^zones-sex\//;
/** Ages told more coarsely are those told more finely, together. */
const AGES = {
  '0-17': [['0-11', '12-17']],
  '35+': [['35-49', '50+']],
  '18+': [
    ['18-24', '25-34', '35-49', '50+'],
    ['18-24', '25-34', '35+'],
  ],
};

function addTime(riddle) {
  const names = [...riddle.unknowns.keys()];
  const has = (name) => riddle.unknowns.has(name);
  for (const long of names) {
    const [period, figure] = long.split('|');
    for (const part of WITHIN[period] ?? [])
      if (has(`${part}|${figure}`))
        riddle.row(
          [
            [long, 1],
            [`${part}|${figure}`, -1],
          ],
          0,
          Infinity,
        );
    for (const parts of PARTS[period] ?? []) {
      const own = parts.map((part) => `${part}|${figure}`);
      if (!own.every(has)) continue;
      const low = ADDS_UP.test(figure) ? 0 : -Infinity;
      riddle.row([[long, 1], ...own.map((name) => [name, -1])], low, 0);
    }
    const age = /^people-by-age\/([^/]+)\/(.+)$/.exec(figure);
    for (const parts of (age && AGES[age[1]]) ?? []) {
      const own = parts.map((part) => `${period}|people-by-age/${part}/${age[2]}`);
      if (own.every(has)) riddle.sum(long, own);
    }
  }
}

module.exports = { addTime };

/**
 * What somebody typed never runs in a spreadsheet: every exporter is fed with 72 texts that begin like a formula, its
 * file is read by LibreOffice, and laid beside the same file with harmless texts. Formulas that the product itself
 * writes (totals) are in both; not one more may be there, and not one number may be another.
 */
const { rmSync, mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { EXPORTERS, PEOPLE } = require('./formulas/exporters.js');
const { libreOffice, readAll } = require('./formulas/libre-office.js');
const { FORMULAS, HARMLESS } = require('./formulas/texts.js');

/** A file as one that guards nothing would write it: the drill must see formulas here. */
const unguarded = (texts) =>
  Buffer.from(`\uFEFF${texts.map(({ text }) => `${text};1`).join('\r\n')}\r\n`);

module.exports = async function formulas() {
  const version = libreOffice();
  if (!version) {
    const title =
      'LibreOffice is not installed here (apt-get install libreoffice-calc): nothing was read back';
    return [{ title, good: false }];
  }
  const folder = mkdtempSync(join(tmpdir(), 'mawa-formulas-'));
  try {
    const writers = [...EXPORTERS, { name: 'control', form: PEOPLE, write: unguarded }];
    const files = [];
    for (const [at, { form, write }] of writers.entries()) {
      files.push({ name: `${at}-typed`, form, bytes: await write(FORMULAS) });
      files.push({ name: `${at}-harmless`, form, bytes: await write(HARMLESS) });
    }
    const read = readAll(files, folder);
    const answers = writers.map(({ name }, at) => {
      const [typed, harmless] = [read.get(`${at}-typed`), read.get(`${at}-harmless`)];
      return {
        name,
        formulas: typed.formulas - harmless.formulas,
        numbers: moved(typed.numbers, harmless.numbers),
        held: harmless.texts >= FORMULAS.length || name.startsWith('templates'),
      };
    });
    const control = answers.pop();
    return [
      ...answers.map(({ name, formulas: ran, numbers, held }) => ({
        title: `${name}: ${FORMULAS.length} texts, 0 formulas and 0 changed numbers`,
        good: ran === 0 && numbers === 0 && held,
        figure: `${ran} formulas, ${numbers} numbers`,
      })),
      {
        title: 'a file that guards nothing is caught',
        good: control.formulas > 0,
        figure: `${control.formulas} of ${FORMULAS.length} ran, ${version}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** How many numbers are in one and not in the other. */
function moved(some, others) {
  const counts = new Map();
  for (const number of some) counts.set(number, (counts.get(number) ?? 0) + 1);
  for (const number of others) counts.set(number, (counts.get(number) ?? 0) - 1);
  return [...counts.values()].reduce((sum, count) => sum + Math.abs(count), 0);
}

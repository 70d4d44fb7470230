/** Reads spreadsheets as LibreOffice does: which cells are formulas, and which numbers there are. */
const { execFileSync } = require('node:child_process');
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

/** "LibreOffice 25.2…", or null where there is none. */
function libreOffice() {
  try {
    return execFileSync('soffice', ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}

/** Of each file by its name; those of one form are read in one go. */
function readAll(files, folder) {
  const read = new Map();
  const groups = Map.groupBy ? Map.groupBy(files, formOf) : grouped(files);
  for (const [form, own] of groups) {
    const place = join(folder, form.replaceAll(/[^a-z0-9]+/gi, '-'));
    mkdirSync(place, { recursive: true });
    const paths = own.map(({ name, bytes, form: { ends } }) => {
      const path = join(place, `${name}.${ends}`);
      writeFileSync(path, bytes);
      return path;
    });
    execFileSync('soffice', [...argumentsOf(own[0].form, folder, place), ...paths], {
      stdio: 'ignore',
      timeout: 300_000,
    });
    for (const { name } of own)
      read.set(name, cellsOf(readFileSync(join(place, `${name}.fods`), 'utf8')));
  }
  return read;
}

const formOf = ({ form: { ends, delimiter = '', language = '' } }) =>
  `${ends}-${delimiter === ';' ? 'people' : delimiter === ',' ? 'programs' : ''}-${language}`;
function grouped(files) {
  const groups = new Map();
  for (const file of files) groups.set(formOf(file), [...(groups.get(formOf(file)) ?? []), file]);
  return groups;
}

/** Quotes mark no text of their own, numbers are found, and a formula that stands in a cell is worked out. */
const argumentsOf = ({ ends, delimiter, language }, folder, place) => [
  `-env:UserInstallation=file://${join(folder, 'profile')}`,
  '--headless',
  ...(ends === 'csv'
    ? [
        `--infilter=CSV:${delimiter.charCodeAt(0)},34,76,1,,${language},false,true,false,false,false,-1,true`,
      ]
    : []),
  '--convert-to',
  'fods',
  '--outdir',
  place,
];

function cellsOf(xml) {
  const cells = [...xml.matchAll(/<table:table-cell\b([^>]*)>/g)].map(
    ([, attributes]) => attributes,
  );
  const numbers = cells
    .filter((one) => /office:value-type="(float|percentage|currency)"/.test(one))
    .map((one) => Number(/office:value="([^"]+)"/.exec(one)[1]));
  return {
    formulas: cells.filter((one) => one.includes('table:formula=')).length,
    numbers: numbers.sort((a, b) => a - b),
    texts: cells.filter((one) => one.includes('office:value-type="string"')).length,
  };
}

module.exports = { libreOffice, readAll };

/**
 * A report of twelve pages as PDF by the product (charts drawn, characters looked up, set in a thread of its own)
 * against bare Typst on what the product hands to it: the same template, fonts, data and standard. In turns, each
 * in processes of its own.
 */
const { execFile } = require('node:child_process');
const { mkdtempSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const support = require('../test/faults/support.js');
const { median } = require('./measure.js');

const PAGES = 12;

module.exports = async function pdf({ short, say, aim, document }) {
  const long = await ofTwelvePages(document);
  const folder = mkdtempSync(join(tmpdir(), 'mawa-pdf-'));
  const [whole, given] = [join(folder, 'document.json'), join(folder, 'given.json')];
  writeFileSync(whole, JSON.stringify(long));
  writeFileSync(given, JSON.stringify(await handedToTypst(long)));
  const turns = { ours: [], bare: [] };
  for (let round = 0; round < (short ? 3 : 9); round += 1) {
    turns.bare.push(await inAProcess('bare', given));
    turns.ours.push(await inAProcess('ours', whole));
  }
  const [ours, bare] = [turns.ours, turns.bare].map((all) => median(all.map(({ ms }) => ms)));
  const first = median(turns.ours.map((one) => one.first));
  if (new Set([...turns.ours, ...turns.bare].map(({ sha }) => sha)).size !== 1)
    throw new Error('both did not make the same file');
  say(
    `PDF of ${PAGES} pages: ${ours.toFixed(0)} ms, bare Typst ${bare.toFixed(0)} ms, ratio ${(ours / bare).toFixed(2)} (aim ${aim}); the same bytes; the first of a process ${first.toFixed(0)} ms`,
  );
  return { turns, ratio: ours / bare, first };
};

/** Its texts are as long as twelve pages need. */
async function ofTwelvePages(document) {
  const { renderPdf } = support.from('modules/report-documents/render/pdf.js');
  for (let sentences = 0; sentences < 2_000; sentences += 10) {
    const long = withTexts(document, sentences);
    const { pages } = await renderPdf(long);
    if (pages === PAGES) return long;
    if (pages > PAGES) break;
  }
  throw new Error(`no document of ${PAGES} pages`);
}

const SENTENCE =
  'Les équipes ont accompagné chaque personne selon son plan, avec l’accord de celle-ci, et les partenaires ont répondu dans les délais. ';
const withTexts = (document, sentences) => ({
  ...document,
  blocks: [
    ...document.blocks,
    ...Array.from({ length: Math.ceil(sentences / 10) }, (_, n) => ({
      kind: 'narrative',
      key: `text-${n}`,
      title: `Partie ${n + 1}`,
      paragraphs: [SENTENCE.repeat(5), SENTENCE.repeat(5)],
    })),
  ],
});

/** What the product gives to Typst for this document. */
async function handedToTypst(document) {
  const compile = support.from('modules/platform/typeset/compile.js');
  const { renderPdf } = support.from('modules/report-documents/render/pdf.js');
  const { typesetPdf } = compile;
  let given;
  compile.typesetPdf = (template, data, date) => {
    given = {
      template,
      data: JSON.stringify(data),
      timestamp: Date.parse(`${date}T00:00:00Z`) / 1000,
    };
    return { bytes: Buffer.alloc(0), pages: 0, missing: [] };
  };
  try {
    await renderPdf(document);
    return given;
  } finally {
    compile.typesetPdf = typesetPdf;
  }
}

const inAProcess = (who, file) =>
  new Promise((done, fail) => {
    execFile(
      process.execPath,
      [join(__dirname, 'report-pdf-one.js'), who, file],
      (error, out, err) => {
        if (error) fail(new Error(err || error.message));
        else done(JSON.parse(out));
      },
    );
  });

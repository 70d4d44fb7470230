/**
 * One PDF, `ours` of a document or `bare` of what Typst is given, in a process that has made one before, as the one
 * that runs jobs has; neither keeps what it has set. Tells the time of both and the digest.
 */
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT, from } = require('../test/faults/support.js');

const BY = {
  ours: (document) => {
    const { renderPdf } = from('modules/report-documents/render/pdf.js');
    return async () => (await renderPdf(document)).bytes;
  },
  bare: ({ template, data, timestamp }) => {
    const { NodeCompiler } = require('@myriaddreamin/typst-ts-node-compiler');
    const fonts = from('modules/platform/typeset/fonts.js').fontFiles();
    const workspace = join(ROOT, 'templates', 'reports');
    const source = readFileSync(join(workspace, `${template}.typ`), 'utf8');
    return () => {
      const fontBlobs = fonts.map((path) => readFileSync(path));
      const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs }] });
      const { result } = compiler.compile({ mainFileContent: source, inputs: { data } });
      const bytes = compiler.pdf(result, {
        pdfStandard: 'ua-1',
        pdfTags: true,
        creationTimestamp: timestamp,
      });
      compiler.evictCache(0);
      return bytes;
    };
  },
};

async function main([who, file]) {
  const make = BY[who](JSON.parse(readFileSync(file, 'utf8')));
  const { ms: first } = await timed(make);
  const { ms, bytes } = await timed(make);
  console.log(JSON.stringify({ first, ms, sha: createHash('sha256').update(bytes).digest('hex') }));
}

async function timed(make) {
  const at = process.hrtime.bigint();
  const bytes = await make();
  return { bytes, ms: Number(process.hrtime.bigint() - at) / 1e6 };
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});

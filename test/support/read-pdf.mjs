/** Prints what a reader of PDF finds: pages, language, tags, alternative texts and text. */
import { readFileSync } from 'node:fs';
import { getDocument, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';

const task = getDocument({
  data: new Uint8Array(readFileSync(process.argv[2])),
  verbosity: VerbosityLevel.ERRORS,
  isEvalSupported: false,
});
const pdf = await task.promise;
const { info, metadata } = await pdf.getMetadata();
const marks = await pdf.getMarkInfo();
const roles = {};
const alts = [];
const texts = [];
/** What is read aloud: the text inside tags, without the running heads and marks of a page. */
const tagged = [];

function walk(node) {
  if (node.role) roles[node.role] = (roles[node.role] ?? 0) + 1;
  if (node.alt) alts.push(node.alt);
  for (const child of node.children ?? []) walk(child);
}

for (let number = 1; number <= pdf.numPages; number += 1) {
  const page = await pdf.getPage(number);
  const tree = await page.getStructTree();
  if (tree) walk(tree);
  const { items } = await page.getTextContent({ includeMarkedContent: true });
  texts.push(items.map((item) => item.str ?? '').join(''));
  const open = [];
  for (const { type, tag, str } of items) {
    if (type?.startsWith('beginMarkedContent')) open.push(tag);
    else if (type === 'endMarkedContent') open.pop();
    else if (!open.includes('Artifact')) tagged.push(str ?? '');
  }
}
process.stdout.write(
  JSON.stringify({
    pages: pdf.numPages,
    language: info.Language ?? '',
    marked: marks?.Marked === true,
    // What it says of itself in its XMP: PDF/UA, part 1.
    conforms: (metadata?.get('pdfuaid:part') ?? '') === '1',
    title: info.Title,
    roles,
    alts,
    text: texts.join('\n'),
    texts,
    tagged: tagged.join(''),
  }),
);
await task.destroy();

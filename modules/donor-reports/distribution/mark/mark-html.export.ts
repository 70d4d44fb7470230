import { escapeText } from './escape';

const STYLE = `<style>
.report-handed { margin: 0 0 1rem; font-size: 0.8rem; color: #55656a; }
@media print {
  .report-handed--foot { position: fixed; inset-block-end: 0; inset-inline: 0; margin: 0; text-align: center; font-size: 7pt; }
  .report-handed--head { display: none; }
}
</style>`;

/** Above and below on a screen, at the foot of each page on paper. */
export function markHtml(bytes: Buffer, words: string): Buffer {
  const line = (place: string): string =>
    `<p class="report-handed report-handed--${place}">${escapeText(words)}</p>`;
  const text = bytes.toString('utf8');
  const marked = text
    .replace('</head>', () => `${STYLE}\n</head>`)
    .replace(/<body[^>]*>/, (body) => `${body}\n${line('head')}`)
    .replace(/<\/body>(?![\s\S]*<\/body>)/, () => `${line('foot')}\n</body>`);
  if (marked.split('report-handed--').length < 5)
    throw new Error('this page has no place for a mark');
  return Buffer.from(marked, 'utf8');
}

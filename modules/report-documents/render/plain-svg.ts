/** Makes a chart's SVG fit for strict pages and documents: attributes only, stable ids, a spoken text. */
import { isArabic } from '../../platform/typeset/fonts';
import { TOKENS } from '../../platform/typeset/tokens';

const KEPT = new Set(['font-size', 'font-family', 'font-weight', 'font-style', 'fill', 'stroke']);

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

function attributes(style: string): string {
  return style
    .split(';')
    .map((declaration) => declaration.split(/:(.*)/s).map((part) => part.trim()))
    .filter(([name, value]) => name && value && KEPT.has(name))
    .map(([name, value]) => ` ${name}="${value!.replace(/["']/g, '')}"`)
    .join('');
}

/**
 * SVG lays text out from left to right; Arabic needs the direction stated, and its own
 * family first: who draws the picture looks for its letters without regard to their weight elsewhere.
 */
function lettered(tag: string, content: string): string {
  if (!isArabic(content)) return tag + content;
  const family = ` font-family="${TOKENS.arabic}, ${TOKENS.latin}"`;
  return `${tag.replace(/ font-family="[^"]*"/g, '').replace(/>$/, `${family}>`)}\u2067${content}\u2069`;
}

export function plainSvg(
  svg: string,
  key: string,
  { title, alt }: { title: string; alt: string },
  { width, height }: { width: number; height: number },
): string {
  const ids = new Map<string, string>();
  const id = (old: string): string => {
    if (!ids.has(old)) ids.set(old, `${key}-${ids.size + 1}`);
    return ids.get(old)!;
  };
  const body = svg
    .replace(/^[\s\S]*?<svg[^>]*>/, '')
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<\/svg>\s*$/, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => attributes(style))
    .replace(/(<text[^>]*>)([^<]*)(?=<\/text>)/g, (_, tag: string, content: string) =>
      lettered(tag, content),
    )
    .replace(/ id="([^"]+)"/g, (_, old: string) => ` id="${id(old)}"`)
    .replace(/url\(#([^)]+)\)/g, (_, old: string) => `url(#${id(old)})`)
    .replace(/href="#([^"]+)"/g, (_, old: string) => `href="#${id(old)}"`);
  const box = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${box} ` +
    `role="img" aria-label="${escapeXml(alt)}" font-family="${TOKENS.latin}, ${TOKENS.arabic}">` +
    `<title>${escapeXml(title)}</title>${body}</svg>`
  );
}

/** A sheet to draw on from the leading side: right to left it is the same picture in the mirror. */
import { textWidth } from '../../../platform/typeset/fonts';
import { TOKENS } from '../../../platform/typeset/tokens';
import type { Drawing } from './picture';

export const SIZE = 12;

type Side = 'start' | 'middle' | 'end';

interface Words {
  readonly side?: Side;
  readonly colour?: string;
  readonly bold?: boolean;
  readonly size?: number;
}

interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
  readonly dash?: string;
  readonly round?: number;
}

type Point = readonly [x: number, y: number];

const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);
const at = (value: number): string => String(Math.round(value * 100) / 100);

/** Hatching of suppressed figures. */
const HATCH =
  '<pattern id="hatch" patternUnits="userSpaceOnUse" width="6" height="6">' +
  `<rect width="6" height="6" fill="${TOKENS.paper}"/>` +
  `<path d="M-1.5 1.5 L1.5 -1.5 M0 6 L6 0 M4.5 7.5 L7.5 4.5" stroke="${TOKENS.muted}" stroke-width="1.3"/></pattern>`;

/** Dots mark the second of two series where colour alone would. */
const DOTS = (ground: string): string =>
  '<pattern id="dots" patternUnits="userSpaceOnUse" width="8" height="8">' +
  `<rect width="8" height="8" fill="${ground}"/>` +
  `<circle cx="2" cy="2" r="0.9" fill="${TOKENS.ink}"/><circle cx="6" cy="6" r="0.9" fill="${TOKENS.ink}"/></pattern>`;

export class Canvas {
  private readonly parts: string[] = [];
  private readonly patterns = new Set<string>();

  constructor(
    private readonly width: number,
    private readonly mirrored: boolean,
  ) {}

  text(x: number, y: number, words: string, how: Words = {}): void {
    const { side = 'start', colour = TOKENS.ink, bold = false, size = SIZE } = how;
    const turned = this.mirrored && side !== 'middle' ? (side === 'start' ? 'end' : 'start') : side;
    const weight = bold ? ' font-weight="600"' : '';
    this.parts.push(
      `<text x="${at(this.x(x))}" y="${at(y)}" text-anchor="${turned}" font-size="${size}"${weight} ` +
        `fill="${colour}">${escapeXml(words)}</text>`,
    );
  }

  rect(x: number, y: number, width: number, height: number, paint: Paint): void {
    const left = this.mirrored ? this.width - x - width : x;
    const round = paint.round ? ` rx="${paint.round}"` : '';
    this.parts.push(
      `<rect x="${at(left)}" y="${at(y)}" width="${at(width)}" height="${at(height)}"${round}${painted(paint)}/>`,
    );
  }

  line(from: Point, to: Point, paint: Paint): void {
    const [x1, x2] = [this.x(from[0]), this.x(to[0])];
    this.parts.push(
      `<line x1="${at(x1)}" y1="${at(from[1])}" x2="${at(x2)}" y2="${at(to[1])}"${painted(paint)}/>`,
    );
  }

  path(points: readonly Point[], paint: Paint, closed = false): void {
    const way = points.map(([x, y], i) => `${i ? 'L' : 'M'}${at(this.x(x))} ${at(y)}`).join(' ');
    this.parts.push(`<path d="${way}${closed ? ' Z' : ''}"${painted(paint)}/>`);
  }

  dot(x: number, y: number, radius: number, paint: Paint): void {
    this.parts.push(`<circle cx="${at(this.x(x))}" cy="${at(y)}" r="${radius}"${painted(paint)}/>`);
  }

  hatched(x: number, y: number, width: number, height: number, round?: number): void {
    this.patterns.add(HATCH);
    const fill = 'url(#hatch)';
    this.rect(x, y, width, height, { fill, stroke: TOKENS.muted, strokeWidth: 0.8, round });
  }

  dotted(x: number, y: number, width: number, height: number, ground: string): void {
    this.patterns.add(DOTS(ground));
    this.rect(x, y, width, height, { fill: 'url(#dots)', stroke: TOKENS.ink, strokeWidth: 0.6 });
  }

  drawing(height: number): Drawing {
    const patterns = this.patterns.size ? `<defs>${[...this.patterns].join('')}</defs>` : '';
    return { width: this.width, height: Math.ceil(height), body: patterns + this.parts.join('') };
  }

  private x(x: number): number {
    return this.mirrored ? this.width - x : x;
  }
}

function painted({ fill = 'none', stroke, strokeWidth = 1, dash }: Paint): string {
  const line = stroke ? ` stroke="${stroke}" stroke-width="${strokeWidth}"` : '';
  return ` fill="${fill}"${line}${dash ? ` stroke-dasharray="${dash}"` : ''}`;
}

/** Words broken into lines that fit: between words, in a long one after its hyphens. */
export function linesOf(words: string, width: number, size = SIZE, bold = false): string[] {
  // Readers without our faces draw wider letters.
  const fits = (line: string): boolean => textWidth(line.trimEnd(), size, bold) <= width * 0.97;
  const pieces = words
    .split(/(?<= )/)
    .flatMap((word) => (fits(word) ? [word] : word.split(/(?<=-)/)));
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && fits(last + piece)) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}

export const widest = (words: readonly string[], bold = false): number =>
  Math.max(0, ...words.map((one) => textWidth(one, SIZE, bold)));

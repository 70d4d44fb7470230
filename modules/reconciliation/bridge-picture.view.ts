/** From our total down and up to the agency's, as shapes for the server's SVG; numbers here are places on paper, not money. */
import { Decimal } from 'decimal.js';
import type { Bridge, Part } from './bridge.rules';

export const BRIDGE = { width: 900, height: 320, ground: 252, top: 40 } as const;

export interface Block {
  readonly kind: 'ours' | 'theirs' | 'less' | 'more' | 'unexplained';
  readonly part: Part | null;
  /** As it moves from ours to theirs. */
  readonly amount: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly middle: number;
  /** Base line of the amount above. */
  readonly above: number;
  /** Level at which the next block begins. */
  readonly level: number;
}

export interface BridgePicture {
  readonly blocks: readonly Block[];
  readonly links: readonly { x1: number; x2: number; y: number }[];
  /** The ground is not nothing: differences would not be seen beside the totals. */
  readonly isCut: boolean;
}

/** Mirrored for right to left. */
export function bridgePicture({ ours, theirs, parts }: Bridge, mirrored: boolean): BridgePicture {
  const levels = [new Decimal(ours)];
  for (const { amount } of parts) levels.push(levels.at(-1)!.minus(amount));
  const numbers = [...levels, new Decimal(theirs)].map(Number);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const spread = high - low;
  const isCut = low > 0 && spread < high * 0.5;
  const bottom = isCut ? low - Math.max(spread * 0.8, high * 0.02) : Math.min(0, low);
  const scale = (BRIDGE.ground - BRIDGE.top) / Math.max(high - bottom, 0.01);
  const round = (value: number) => Math.round(value * 10) / 10;
  const yOf = (level: Decimal) => round(BRIDGE.ground - (Number(level) - bottom) * scale);
  const count = parts.length + 2;
  const space = BRIDGE.width / count;
  const width = round(Math.min(110, space * 0.7));
  const place = (at: number) =>
    round((mirrored ? count - 1 - at : at) * space + (space - width) / 2);
  const block = (
    at: number,
    what: Pick<Block, 'kind' | 'part' | 'amount'>,
    from: Decimal | null,
    to: Decimal,
  ): Block => {
    const ends = [from === null ? BRIDGE.ground : yOf(from), yOf(to)];
    const y = Math.min(...ends);
    const x = place(at);
    const height = round(Math.max(2, Math.max(...ends) - y));
    return {
      ...what,
      x,
      y,
      width,
      height,
      middle: round(x + width / 2),
      above: y - 8,
      level: yOf(to),
    };
  };
  const blocks = [
    block(0, { kind: 'ours', part: null, amount: ours }, null, levels[0]!),
    ...parts.map((part, at) => {
      const moves = new Decimal(part.amount).negated();
      const kind = part.reason === null ? 'unexplained' : moves.isNegative() ? 'less' : 'more';
      return block(at + 1, { kind, part, amount: moves.toFixed(2) }, levels[at]!, levels[at + 1]!);
    }),
    block(count - 1, { kind: 'theirs', part: null, amount: theirs }, null, new Decimal(theirs)),
  ];
  const links = blocks.slice(0, -1).map(({ x, level }, at) => {
    const next = blocks[at + 1]!;
    const [x1, x2] = mirrored ? [next.x + width, x] : [x + width, next.x];
    return { x1: round(x1), x2: round(x2), y: level };
  });
  return { blocks, links, isCut };
}

/**
 * Cache of page fragments that depend on their key only: an unchanged shelter on the bed board is neither rendered nor
 * encoded again. In the rendered text an HTML comment marks the fragment; user input cannot contain one, because it is
 * escaped.
 */
const KEPT_BYTES = 16 * 1024 * 1024;
const NOTHING = Buffer.alloc(0);
const kept = new Map<string, Buffer>();
let keptBytes = 0;

/** Fragments of one page, in order. */
export class Pieces {
  private readonly used: Buffer[] = [];

  /** Placeholder to be rendered instead of the fragment. */
  mark(key: string, write: () => string): string {
    this.used.push(lookedUp(key) ?? keep(key, Buffer.from(write())));
    return `<!--piece ${this.used.length - 1}-->`;
  }

  /** The page as bytes, its pieces where their marks are. */
  bytesOf(html: string): Buffer {
    if (this.used.length === 0) return Buffer.from(html);
    const parts = html.split(/<!--piece (\d+)-->/);
    return Buffer.concat(
      parts.map((part, place) =>
        place % 2 === 0 ? Buffer.from(part) : (this.used[Number(part)] ?? NOTHING),
      ),
    );
  }
}

/** Those used last are kept longest. */
function lookedUp(key: string): Buffer | undefined {
  const piece = kept.get(key);
  if (!piece) return undefined;
  kept.delete(key);
  kept.set(key, piece);
  return piece;
}

function keep(key: string, piece: Buffer): Buffer {
  kept.set(key, piece);
  keptBytes += piece.length;
  for (const [oldest, { length }] of kept) {
    if (keptBytes <= KEPT_BYTES) break;
    kept.delete(oldest);
    keptBytes -= length;
  }
  return piece;
}

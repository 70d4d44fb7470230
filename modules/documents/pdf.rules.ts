/** Finds active contents of a PDF: scripts, launch actions, attachments, encryption, data after its end. */
import { constants, inflateSync } from 'node:zlib';

export interface PdfFacts {
  /** It runs something, sends something, or carries files inside. */
  readonly active: boolean;
  /** Locked with a password: its inside cannot be looked at. */
  readonly locked: boolean;
  /** Another file is hidden behind its end, or it has no end. */
  readonly dishonest: boolean;
}

const ACTIVE = new Set(
  ['JavaScript', 'JS', 'Launch', 'EmbeddedFile', 'EmbeddedFiles', 'RichMedia'].concat([
    'Rendition',
    'Movie',
    'Sound',
    'SubmitForm',
    'ImportData',
    'GoToE',
    'XFA',
  ]),
);
/** Names inside one object stream, all of them together at most this much. */
const MOST_INFLATED = 40_000_000;
const MOST_BEHIND = 2_048;

export function pdfFacts(bytes: Buffer): PdfFacts {
  const text = bytes.toString('latin1');
  const { outside, packed, unreadable } = apart(text, bytes);
  const names = new Set<string>();
  for (const piece of [...outside, ...packed]) gatherNames(piece, names);
  const locked = names.has('Encrypt');
  const active = [...names].some((name) => ACTIVE.has(name)) || (unreadable && !locked);
  return { active, locked, dishonest: isDishonest(text) };
}

interface Pieces {
  readonly outside: string[];
  readonly packed: string[];
  /** A list of objects that does not unpack: what it holds is not known. */
  readonly unreadable: boolean;
}

/** The objects themselves, and what object streams hold; other streams are pictures and drawing. */
function apart(text: string, bytes: Buffer): Pieces {
  const outside: string[] = [];
  const packed: string[] = [];
  let unreadable = false;
  let left = MOST_INFLATED;
  let at = 0;
  for (let start = streamAfter(text, 0); start !== null; start = streamAfter(text, at)) {
    const head = text.slice(at, start.word);
    outside.push(head);
    const end = text.indexOf('endstream', start.data);
    at = end < 0 ? text.length : end;
    if (!/\/ObjStm\b/.test(decoded(head.slice(-2_000)))) continue;
    const inner = unpacked(head, bytes.subarray(start.data, at), left);
    if (inner === null) unreadable = true;
    else packed.push(inner);
    left -= inner?.length ?? 0;
  }
  outside.push(text.slice(at));
  return { outside, packed, unreadable };
}

function streamAfter(text: string, from: number): { word: number; data: number } | null {
  const pattern = />>\s{0,20}stream\r?\n/g;
  pattern.lastIndex = from;
  const found = pattern.exec(text);
  return found ? { word: found.index, data: pattern.lastIndex } : null;
}

function unpacked(head: string, bytes: Buffer, most: number): string | null {
  if (!/\/Filter/.test(decoded(head.slice(-2_000)))) return bytes.toString('latin1');
  try {
    const flush = { maxOutputLength: Math.max(1, most), finishFlush: constants.Z_SYNC_FLUSH };
    return inflateSync(bytes, flush).toString('latin1');
  } catch {
    return null;
  }
}

/** Decodes names: viewers read "/J#61vaScript" as "/JavaScript". */
const decoded = (text: string): string =>
  text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );

function gatherNames(text: string, names: Set<string>): void {
  for (const [, name] of text.matchAll(/\/([^\s()<>[\]{}/%]{2,40})/g)) names.add(decoded(name!));
}

function isDishonest(text: string): boolean {
  const end = text.lastIndexOf('%%EOF');
  if (end < 0) return true;
  const behind = text.slice(end + 5);
  return behind.trim().length > MOST_BEHIND || text.slice(-66_000).includes('PK\u0005\u0006');
}

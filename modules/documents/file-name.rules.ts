/** Original file names: sealed, sanitised, and compared with the detected type. */
import { rejectDocument } from './documents.errors';
import type { Media } from './media.rules';

const LONGEST = 200;
const MARKS = /[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

const EXTENSIONS: Record<string, Media> = {
  pdf: 'pdf',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  jfif: 'jpeg',
  png: 'png',
  webp: 'webp',
  docx: 'docx',
  xlsx: 'xlsx',
  odt: 'odt',
};

/** Without folders and without marks that turn a name round ("photo\u202Egpj.exe"). */
export function plainName(given: string): string {
  if (given.includes('\0') || !given.isWellFormed()) {
    throw rejectDocument('name_broken');
  }
  const last = given.split(/[/\\]/).at(-1)!;
  const plain = last.normalize('NFC').replace(MARKS, '').replaceAll(/\p{C}/gu, '').trim();
  return shortened(plain) || 'document';
}

/** Shortens a long name in the middle, keeping its extension. */
function shortened(name: string): string {
  const letters = [...name];
  if (letters.length <= LONGEST) return name;
  return [...letters.slice(0, LONGEST - 11), '…', ...letters.slice(-10)].join('');
}

/** A file that calls itself one thing and is another is meant to deceive, or is broken. */
export function checkExtension(name: string, media: Media): void {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase();
  if (extension === undefined) return;
  if (!Object.hasOwn(EXTENSIONS, extension)) {
    throw rejectDocument('type_refused');
  }
  if (EXTENSIONS[extension] !== media) {
    throw rejectDocument('name_disagrees');
  }
}

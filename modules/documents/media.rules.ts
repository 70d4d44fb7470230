/** Detects the type of a file by its first bytes; name and declared type are ignored. */
import { rejectDocument } from './documents.errors';
import { DOCX_TYPE, XLSX_TYPE } from '../platform/shared/media-types.data';

export const MEDIA = ['pdf', 'jpeg', 'png', 'webp', 'docx', 'xlsx', 'odt'] as const;
export type Media = (typeof MEDIA)[number];
export type Picture = 'jpeg' | 'png' | 'webp';

export const MIME: Readonly<Record<Media, string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  docx: DOCX_TYPE,
  xlsx: XLSX_TYPE,
  odt: 'application/vnd.oasis.opendocument.text',
};
export const EXTENSION: Readonly<Record<Media, string>> = {
  pdf: 'pdf',
  jpeg: 'jpg',
  png: 'png',
  webp: 'webp',
  docx: 'docx',
  xlsx: 'xlsx',
  odt: 'odt',
};

export const isPicture = (media: Media): media is Picture =>
  media === 'jpeg' || media === 'png' || media === 'webp';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** `office`: a ZIP file whose parts have yet to tell the type. */
export function firstLook(bytes: Buffer): Media | 'office' {
  if (bytes.length === 0) throw rejectDocument('empty');
  const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
  if (text(0, 5) === '%PDF-') return 'pdf';
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (PNG.every((byte, place) => bytes[place] === byte)) return 'png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
  if (text(0, 4) === 'PK\u0003\u0004') return 'office';
  if (text(4, 8) === 'ftyp' && /^(hei[cfmsx]|hev[cmsx]|mif1|msf1)$/.test(text(8, 12))) {
    throw rejectDocument('heic');
  }
  throw rejectDocument('type_refused');
}

/** Value of the `accept` attribute; without HEIC, so that telephones send JPEG. */
export const ACCEPTED = [...Object.values(MIME), ...Object.values(EXTENSION).map((e) => `.${e}`)];

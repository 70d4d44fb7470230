/** Files as people send them, and as nobody should: all made here, none kept in the repository. */
import { deflateSync } from 'node:zlib';
import { TextReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import sharp from 'sharp';
import type supertest from 'supertest';
import { showingRefusals, type SignedIn, type TestApp } from '../support/app';

/** A photograph as a telephone takes it: turned, and with the place where it was taken. */
export const photoWithPlace = (width = 640, height = 480): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: { r: 140, g: 90, b: 60 } } })
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'Telephone', Model: 'Canari 7', Artist: 'Mahjouba Tizaoui' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '34/1 3/1 5391/100',
        GPSLongitudeRef: 'W',
        GPSLongitude: '4/1 58/1 4127/100',
      },
    })
    .jpeg()
    .toBuffer();

export const png = (): Promise<Buffer> =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();

/** One page with a line of words; `extra` goes into the catalogue, `objects` stand beside. */
export function pdf(words: string, { extra = '', objects = [] as string[], trailer = '' } = {}) {
  const drawing = `BT /F1 24 Tf 72 700 Td (${words}) Tj ET`;
  const all = [
    `<< /Type /Catalog /Pages 2 0 R ${extra} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${drawing.length} >>\nstream\n${drawing}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...objects,
  ];
  let text = '%PDF-1.7\n';
  const offsets = all.map((object, place) => {
    const at = text.length;
    text += `${place + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = text.length;
  text += `xref\n0 ${all.length + 1}\n0000000000 65535 f \n`;
  for (const at of offsets) text += `${String(at).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${all.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** The same hidden in a packed list of objects, its name written in another way. */
export function pdfWithPackedScript(): Buffer {
  const packed = deflateSync(Buffer.from('9 0 << /S /J#61vaScript /JS (app.alert\\(1\\)) >>'));
  const body = packed.toString('latin1');
  return pdf('un papier', {
    objects: [
      `<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${body}\nendstream`,
    ],
  });
}

export async function zip(parts: Record<string, string>): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  for (const [name, text] of Object.entries(parts)) await writer.add(name, new TextReader(text));
  return Buffer.from(await writer.close());
}

export const docx = (parts: Record<string, string> = {}): Promise<Buffer> =>
  zip({
    '[Content_Types].xml': '<Types/>',
    'word/document.xml': '<document>un courrier</document>',
    ...parts,
  });

export interface Sent {
  readonly file?: Buffer;
  readonly name?: string;
  readonly kind?: string;
  readonly part?: string;
  readonly validUntil?: string;
}

/** The form of a page or the call of the API, by its address. */
export function send(
  mawa: TestApp,
  person: SignedIn,
  path: string,
  { file, name = 'papier.pdf', kind = 'other', ...fields }: Sent,
  requestId?: string,
): supertest.Test {
  const call = showingRefusals(mawa.http().post(path).set(person.headers));
  if (requestId) void call.set('idempotency-key', requestId);
  void call.field('kind', kind);
  for (const [field, value] of Object.entries(fields)) void call.field(field, value);
  return file ? call.attach('file', file, { filename: name }) : call;
}

/** Worker thread: opens an image or PDF and redraws it, without metadata. */
import { parentPort, workerData } from 'node:worker_threads';
import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp from 'sharp';
import type { InspectAnswer, InspectTask } from './inspect-file.service';
import type { Picture } from './media.rules';
import { pdfFacts } from './pdf.rules';

/** A telephone's largest photograph has 50 million points; unpacked, each takes three or four bytes. */
const MOST_POINTS = 50_000_000;
const LONGEST_SIDE = 4_096;
const PREVIEW = { width: 1_200, height: 1_600, fit: 'inside', withoutEnlargement: true } as const;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['Jpeg', 'Png', 'Webp'].map((kind) => `VipsForeignLoad${kind}Buffer`) });

async function picture(bytes: Buffer, kind: Picture): Promise<InspectAnswer> {
  const options = { limitInputPixels: MOST_POINTS, failOn: 'truncated', pages: 1 } as const;
  const {
    format,
    width = 0,
    height = 0,
  } = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
  if (format !== kind) return { problem: 'broken' };
  if (width * height > MOST_POINTS) return { problem: 'too_many_points' };
  // Turned upright first: the turn is written where the place is written, and both go.
  const clean = await sharp(bytes, options)
    .rotate()
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .toFormat(kind, kind === 'png' ? { compressionLevel: 9 } : { quality: 88 })
    .toBuffer();
  const preview = await sharp(clean).resize(PREVIEW).webp({ quality: 80 }).toBuffer();
  return { bytes: clean, previews: [preview], pages: null, locked: false };
}

async function pdf(bytes: Buffer, mostPages: number): Promise<InspectAnswer> {
  const { active, locked, dishonest } = pdfFacts(bytes);
  if (active) return { problem: 'active' };
  if (dishonest) return { problem: 'dishonest' };
  if (locked) return { bytes: null, previews: [], pages: null, locked };
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const pages = document.getPageCount();
  if (pages < 1) return { problem: 'broken' };
  const previews: Buffer[] = [];
  for (let place = 0; place < Math.min(pages, mostPages); place += 1) {
    const page = document.getPage(place);
    const { originalWidth, originalHeight } = page.getOriginalSize();
    const scale = Math.min(PREVIEW.width / originalWidth, PREVIEW.height / originalHeight, 3);
    const { data, width, height } = await page.render({ scale, render: 'bitmap' });
    const raw = { width, height, channels: 4 } as const;
    previews.push(await sharp(data, { raw }).webp({ quality: 80 }).toBuffer());
  }
  return { bytes: null, previews, pages, locked };
}

const { media, bytes, mostPages } = workerData as InspectTask;
const open = (): Promise<InspectAnswer> =>
  media === 'pdf' ? pdf(Buffer.from(bytes), mostPages) : picture(Buffer.from(bytes), media);
open()
  .catch((): InspectAnswer => ({ problem: 'broken' }))
  .then((answer) => parentPort!.postMessage(answer));

import { type DocumentRow, EXTENSION, MIME } from '../../documents';
import { file, FileDownload } from '../../platform/web/page-response';

/** The file name does not identify the person, since others may see a download folder. */
export const downloadOf = ({ id, media, bytes }: DocumentRow & { bytes: Buffer }): FileDownload =>
  file(bytes, `document-${id.slice(0, 8)}.${EXTENSION[media]}`, MIME[media]);

export const pictureOf = (bytes: Buffer, page: number): FileDownload =>
  new FileDownload(bytes, `page-${page}.webp`, 'image/webp', true);

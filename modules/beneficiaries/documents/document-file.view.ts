import { type DocumentRow, EXTENSION, MIME } from '../../documents';
import { file, FileDownload } from '../../platform/web/page-response';

/** The name says nothing of whose it is: a folder of downloads is read by others. */
export const downloadOf = ({ id, media, bytes }: DocumentRow & { bytes: Buffer }): FileDownload =>
  file(bytes, `document-${id.slice(0, 8)}.${EXTENSION[media]}`, MIME[media]);

export const pictureOf = (bytes: Buffer, page: number): FileDownload =>
  new FileDownload(bytes, `page-${page}.webp`, 'image/webp', true);

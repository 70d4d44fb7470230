/** Run in a process of its own: reads a document, answers the digest of its file in each format. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DisclosedDocument } from '../../modules/report-documents/document';
import { REPORT_FORMATS, renderReport } from '../../modules/report-documents/render';

async function main(): Promise<void> {
  const document = JSON.parse(readFileSync(0, 'utf8')) as DisclosedDocument;
  const digests: Record<string, string> = {};
  for (const format of REPORT_FORMATS) {
    const { bytes } = await renderReport(document, format);
    digests[format] = createHash('sha256').update(bytes).digest('hex');
  }
  process.stdout.write(JSON.stringify(digests));
}

void main();

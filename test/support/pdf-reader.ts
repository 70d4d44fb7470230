import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface PdfFacts {
  readonly pages: number;
  readonly language: string;
  readonly marked: boolean;
  readonly conforms: boolean;
  readonly title: string;
  readonly roles: Record<string, number>;
  readonly alts: readonly string[];
  readonly text: string;
  /** Of each page. */
  readonly texts: readonly string[];
  /** What is read aloud. */
  readonly tagged: string;
}

/** Read by another program's eyes: pdf.js, in a process of its own because it is ESM only. */
export function readPdf(bytes: Buffer): PdfFacts {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-pdf-'));
  try {
    const file = join(folder, 'report.pdf');
    writeFileSync(file, bytes);
    const script = join(__dirname, 'read-pdf.mjs');
    return JSON.parse(
      execFileSync(process.execPath, [script, file], { encoding: 'utf8' }),
    ) as PdfFacts;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

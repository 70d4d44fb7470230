import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { ApiDocument } from './api-document.types';

/** Where the document lies: beside the compiled application, made with it (`npm run build`). */
export const documentPath = (): string => join(__dirname, '../../openapi.json');

@Injectable()
export class ApiDocuments {
  /** It does not change while the application runs, and is too long to be read and parsed for each call. */
  private kept: string | null = null;
  private parsed: ApiDocument | null = null;

  /** As it is sent; null where the application was compiled without it, as `npm run dev` does. */
  async text(): Promise<string | null> {
    try {
      return (this.kept ??= await readFile(documentPath(), 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async read(): Promise<ApiDocument | null> {
    const text = await this.text();
    if (text === null) return null;
    return (this.parsed ??= JSON.parse(text) as ApiDocument);
  }
}

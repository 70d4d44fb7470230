import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { ApiDocument } from './api-document.types';

/** Where the document lies: beside the compiled application, made with it (`npm run build`). */
export const documentPath = (): string => join(__dirname, '../../openapi.json');

@Injectable()
export class ApiDocuments {
  /** As it is sent; null where the application was compiled without it, as `npm run dev` does. */
  async text(): Promise<string | null> {
    try {
      return await readFile(documentPath(), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async read(): Promise<ApiDocument | null> {
    const text = await this.text();
    return text === null ? null : (JSON.parse(text) as ApiDocument);
  }
}

import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/transactions';
import type { Language } from '../../platform/shared/actor';

/** A part of the person's own file that reads as it was asked: each question, and what was answered. */
export interface FileSection {
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
}
export type SectionSource = (
  tx: Tx,
  caseId: string,
  language: Language,
) => Promise<readonly FileSection[]>;

/** Port: modules whose records are more than texts supply readable sections of the whole file. */
@Injectable()
export class FileSections {
  private readonly sources: SectionSource[] = [];

  add(source: SectionSource): void {
    this.sources.push(source);
  }

  async of(tx: Tx, caseId: string, language: Language): Promise<FileSection[]> {
    const sections: FileSection[] = [];
    for (const source of this.sources) sections.push(...(await source(tx, caseId, language)));
    return sections;
  }
}

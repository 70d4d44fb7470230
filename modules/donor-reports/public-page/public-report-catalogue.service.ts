import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/shared/actor';

/** A file of open data listed beside the figures: an address of this application, public already. */
export interface CatalogueEntry {
  readonly path: string;
  readonly label: string;
  readonly note: string;
  /** Version mark that changes with the file. */
  readonly mark: string;
}
type CatalogueSource = (language: Language) => Promise<readonly CatalogueEntry[]>;

/** Port: modules that publish open data in other formats register them for the public page. */
@Injectable()
export class PublicReportCatalogue {
  private readonly shelves: CatalogueSource[] = [];

  add(shelf: CatalogueSource): void {
    this.shelves.push(shelf);
  }

  async all(language: Language): Promise<CatalogueEntry[]> {
    return (await Promise.all(this.shelves.map((shelf) => shelf(language)))).flat();
  }
}

import { Injectable } from '@nestjs/common';
import type { Language } from '../../platform/shared/actor';

/** A file of open data listed beside the figures: an address of this application, public already. */
export interface CatalogueEntry {
  readonly path: string;
  readonly label: string;
  readonly note: string;
  /** Changes with the file: the page is then drawn anew. */
  readonly mark: string;
}
type CatalogueSource = (language: Language) => Promise<readonly CatalogueEntry[]>;

/** A port: whoever publishes open data in another form lays it on the shelf of the public page. */
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

import { Injectable } from '@nestjs/common';
import type { Language } from '../../../src/shared/actor';

/** A file of open data that is told beside the figures: an address of our own, public already. */
export interface ShelfEntry {
  readonly path: string;
  readonly label: string;
  readonly note: string;
  /** Changes with the file: the page is then drawn anew. */
  readonly mark: string;
}
type Shelf = (language: Language) => Promise<readonly ShelfEntry[]>;

/** A port: whoever publishes open data in another form lays it on the shelf of the public page. */
@Injectable()
export class PublicShelf {
  private readonly shelves: Shelf[] = [];

  add(shelf: Shelf): void {
    this.shelves.push(shelf);
  }

  async all(language: Language): Promise<ShelfEntry[]> {
    return (await Promise.all(this.shelves.map((shelf) => shelf(language)))).flat();
  }
}

import { Injectable } from '@nestjs/common';

/** Port: modules register where a list is used, by a key of the locales. */
@Injectable()
export class ListUses {
  private readonly uses = new Map<string, Set<string>>();

  add(list: string, ...sentences: readonly string[]): void {
    const known = this.uses.get(list) ?? new Set();
    for (const sentence of sentences) known.add(sentence);
    this.uses.set(list, known);
  }

  of(list: string): readonly string[] {
    return [...(this.uses.get(list) ?? [])];
  }
}

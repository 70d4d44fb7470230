import { Injectable } from '@nestjs/common';

/** A port: modules that choose from a list say where, in a key of the locales. */
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

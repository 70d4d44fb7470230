import { everyName, type LocalNames } from '../../platform/shared/local-names';
import { fold } from './fold.rules';

export interface NamedOrganisation {
  readonly code: string;
  readonly name: string;
  /** By language, as pages show it. */
  readonly names: LocalNames | null;
}

/** Organisations that the rows of a file name. */
export class OrganisationNames<T extends NamedOrganisation> {
  private readonly byCode = new Map<string, readonly T[]>();
  private readonly byName = new Map<string, readonly T[]>();

  constructor(organisations: readonly T[]) {
    for (const one of organisations) {
      add(this.byCode, fold(one.code), one);
      for (const name of new Set(everyName(one.name, one.names).map(fold))) {
        add(this.byName, name, one);
      }
    }
  }

  /** Codes are unique; a name, in any language, can belong to several. */
  find(word: string): readonly T[] {
    return this.byCode.get(fold(word)) ?? this.byName.get(fold(word)) ?? [];
  }
}

const add = <T>(known: Map<string, readonly T[]>, word: string, one: T) =>
  known.set(word, [...(known.get(word) ?? []), one]);

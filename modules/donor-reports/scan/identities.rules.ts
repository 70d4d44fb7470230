import type { Language } from '../../platform/shared/actor';

/** A person or shelter that the scan searches for. */
export interface Identity {
  readonly given: string;
  readonly family: string;
  readonly aliases: readonly string[];
  readonly phones: readonly string[];
  readonly documents: readonly string[];
  readonly addresses: readonly string[];
}

export const NO_IDENTITY: Identity = {
  given: '',
  family: '',
  aliases: [],
  phones: [],
  documents: [],
  addresses: [],
};

export interface NarrativeText {
  readonly section: string;
  readonly language: Language;
  readonly text: string;
}

/** Place of a match, without what matched. */
export interface ScanHit {
  readonly section: string;
  readonly language: Language;
  readonly kind: 'name' | 'first_name' | 'phone' | 'document' | 'address' | 'case_number';
  readonly blocks: boolean;
}

type Json = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Every string inside, however it is nested. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
}

/** Parses a decrypted field; text that is no JSON is used as it is. */
export function readIdentity(field: string, opened: string): Identity {
  const value = parsed(opened);
  if (field === 'names') {
    const { given, family, aliases, working } = (value ?? {}) as Json;
    return {
      ...NO_IDENTITY,
      given: text(given),
      family: text(family),
      aliases: [...stringsIn(aliases), ...stringsIn(working)],
    };
  }
  if (field === 'contact') return { ...NO_IDENTITY, phones: stringsIn(value) };
  if (field === 'documents') return { ...NO_IDENTITY, documents: stringsIn(value) };
  return { ...NO_IDENTITY, addresses: stringsIn(value) };
}

function parsed(opened: string): unknown {
  try {
    return JSON.parse(opened) as unknown;
  } catch {
    return opened;
  }
}

export const mergeIdentities = (parts: readonly Identity[]): Identity =>
  parts.reduce(
    (all, part) => ({
      given: all.given || part.given,
      family: all.family || part.family,
      aliases: [...all.aliases, ...part.aliases],
      phones: [...all.phones, ...part.phones],
      documents: [...all.documents, ...part.documents],
      addresses: [...all.addresses, ...part.addresses],
    }),
    NO_IDENTITY,
  );

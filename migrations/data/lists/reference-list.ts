/**
 * The shape of a list of codes whose owner edits it in the application: the first version is written here, every
 * later one is drafted and approved there.
 */
export interface ListItem {
  readonly code: string;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  /** The code above it, in a list of two tiers. */
  readonly parent?: string | null;
}

export interface ReferenceList {
  readonly name: string;
  readonly ownerRole: 'programme_officer' | 'commission_officer' | 'administrator';
  readonly source: string;
  /** Its first tier has codes of this other list only. */
  readonly firstTier?: string;
  readonly items: readonly ListItem[];
}

/** A code with what it is called in the standards; `field=value`, none where a standard has no equivalent. */
export interface ClassificationItem extends ListItem {
  readonly htcds: readonly string[];
  readonly ctdc: readonly string[];
  readonly parent: string | null;
}

export interface ClassificationList extends ReferenceList {
  /** Where only people of such an organisation own it. */
  readonly ownerKind: string | null;
  /** Part of how people are classified, and so compared with the standards. */
  readonly compared: boolean;
  /** Fields of the standards that its codes can be compared with. */
  readonly htcds: readonly string[];
  readonly ctdc: readonly string[];
  readonly licence: string;
  readonly items: readonly ClassificationItem[];
}

export const PROGRAMME_LICENCE = 'programme list; no licence of others';

export const item = (code: string, fr: string, ar: string, en: string): ListItem => ({
  code,
  fr,
  ar,
  en,
});

/** Codes of the second tier, each under the same one of the first. */
export const itemsUnder = (parent: string, items: readonly ListItem[]): ListItem[] =>
  items.map((one) => ({ ...one, parent }));

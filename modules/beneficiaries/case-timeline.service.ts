import { Injectable } from '@nestjs/common';
import { type CasePart, maySeePart } from '../access';
import type { Tx } from '../platform/database/transactions';
import type { Language } from '../platform/shared/actor';

/** Kinds of timeline entries with their icons. */
export const TIMELINE_SIGNS = {
  stage: 'route',
  stay: 'bed',
  service: 'heart-handshake',
  consent: 'checks',
  share: 'share',
  referral: 'arrows-right-left',
  plan: 'target',
  assessment: 'clipboard-check',
  document: 'file-text',
  legal: 'gavel',
  return: 'map-pin',
  training: 'school',
  work: 'briefcase',
  project: 'building-store',
  change: 'pencil',
  access: 'key',
  family: 'users-group',
  call: 'phone',
} as const;
export type TimelineKind = keyof typeof TIMELINE_SIGNS;
export const TIMELINE_KINDS = Object.keys(TIMELINE_SIGNS) as TimelineKind[];

/** Part of a case that the reader's role must allow for this kind; other kinds are checked by their source. */
const PART_OF: Partial<Record<TimelineKind, CasePart>> = {
  stay: 'care',
  service: 'care',
  consent: 'care',
  share: 'care',
  plan: 'care',
  legal: 'legal',
  return: 'care',
  training: 'care',
  work: 'story',
  project: 'care',
};

export interface TimelineEntry {
  /** To filter by and to choose a sign. */
  readonly kind: TimelineKind;
  readonly at: Date | string;
  /** Description in the reader's language. */
  readonly sentence: (language: Language) => string;
  /** Where it can be read in full. */
  readonly path?: string;
  /** Who did it, where that is kept. */
  readonly by?: string;
}

export type TimelineSource = (tx: Tx, caseId: string) => Promise<readonly TimelineEntry[]>;

/** A port: modules that keep things about a person add what they know to the case file. */
@Injectable()
export class CaseTimeline {
  private readonly sources: TimelineSource[] = [];

  add(source: TimelineSource): void {
    this.sources.push(source);
  }

  /**
   * Entries of all joined cases, newest first. Each source returns the entries of one case, limited by row-level
   * security.
   */
  async of(tx: Tx, files: readonly string[]): Promise<TimelineEntry[]> {
    const entries: TimelineEntry[] = [];
    for (const file of files)
      for (const source of this.sources) entries.push(...(await source(tx, file)));
    return entries
      .filter(({ kind }) => !PART_OF[kind] || maySeePart(tx.actor, PART_OF[kind]))
      .sort((a, b) => instantOf(b.at) - instantOf(a.at));
  }
}

const instantOf = (at: Date | string): number => new Date(at).getTime();

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../../audit';
import {
  type ChosenCode,
  type ListEdition,
  Lists,
  ListUses,
  type WordsOf,
} from '../../reference-lists';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { CaseSeals } from '../case-seals.service';
import { CaseTabs } from '../case-tabs.service';
import { CaseTimeline } from '../case-timeline.service';
import { Corrections } from '../corrections/corrections.service';
import { filesOf } from '../person-files.queries';
import { exploitationOf, partsWrittenBy, type PersonRow } from '../people.queries';
import { People } from '../people.service';
import type { AgeRange } from '../person.rules';
import { ageInClear } from '../registration.rules';
import { allowedParts } from '../show-identity.service';
import {
  type ListVersions,
  classificationsOf,
  type VersionRow,
  versionsOf,
  type ClassificationVersionRow,
} from './classification.queries';
import {
  type Classification,
  type FullClassification,
  EMPTY_CLASSIFICATION,
  type ClassificationQuestion,
  QUESTION_NAMES,
  QUESTIONS,
  currentPlace,
} from './classification.rules';
import { standardRecordsOf, type StandardRecords } from './standard-records.queries';
import { classificationTimelineEntries } from './classification-timeline.queries';
import { withTowns } from './towns.queries';

type Elements = FullClassification['elements'];
export type ElementsByFile = Readonly<Record<'own' | 'joined', Elements>>;

/** What is known now, and the versions that it was read at. */
export interface CurrentClassification {
  /** Of the classification in this very file; 0 before the first, though a joined file may speak. */
  readonly version: number;
  /** Of the facts of the person, which hold the elements of article 448-1 and the regions. */
  readonly caseVersion: number;
  readonly classified: FullClassification;
  /** The elements of article 448-1 that this file names, and those that the others of the same person do. */
  readonly elements: ElementsByFile;
  readonly chosenFrom: ListVersions;
  /** Of the codes chosen, each in its version. */
  readonly words: WordsOf;
  readonly age: AgeRange | null;
  readonly mayWrite: boolean;
  /** Of this very file, newest first. */
  readonly versions: readonly VersionRow[];
}

export type Editions = Readonly<Record<(typeof QUESTIONS)[ClassificationQuestion], ListEdition>>;

/** The lists that the questions choose from. */
export const QUESTION_LISTS = [...new Set(Object.values(QUESTIONS))];

/** How a person was trafficked, in codes of lists: read with the account. */
@Injectable()
export class ReadClassifications implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly people: People,
    private readonly corrections: Corrections,
    private readonly seals: CaseSeals,
    private readonly lists: Lists,
    private readonly uses: ListUses,
    private readonly timeline: CaseTimeline,
    private readonly tabs: CaseTabs,
  ) {}

  onModuleInit(): void {
    this.timeline.add(classificationTimelineEntries);
    this.tabs.add({
      key: 'classification',
      label: 'classification:tab',
      icon: 'tags',
      permission: 'classification:read',
      part: 'story',
      order: 13,
    });
    for (const name of QUESTION_NAMES) {
      this.uses.add(QUESTIONS[name], `classification:uses.${name}`);
    }
    for (const name of ['acts', 'means', 'purposes', 'regions', 'nationalities']) {
      this.uses.add(name, 'classification:uses.registration', 'classification:uses.file');
    }
    for (const name of ['start_bands', 'duration_bands']) {
      this.uses.add(name, 'classification:uses.file');
    }
  }

  /** Recorded as a reading of the account, as are all below. */
  standing(actor: Actor, caseId: string): Promise<CurrentClassification> {
    return this.transactions.run(actor, async (tx) => {
      const standing = await this.standingIn(tx, caseId);
      await wasRead(tx, caseId);
      return standing;
    });
  }

  /** What is noted, how it came to be, and what the standards make of it. */
  file(actor: Actor, caseId: string): Promise<ClassificationFile> {
    return this.transactions.run(actor, async (tx) => {
      const standing = await this.standingIn(tx, caseId);
      const { versions } = await this.historyIn(tx, caseId);
      const row = await this.people.find(tx, caseId);
      const standards = await standardRecordsOf(tx, this.lists, row, standing.classified);
      await wasRead(tx, caseId);
      return { standing, versions, ...standards };
    });
  }

  /** With what can be chosen today. */
  form(
    actor: Actor,
    caseId: string,
  ): Promise<{ standing: CurrentClassification; editions: Editions }> {
    return this.transactions.run(actor, async (tx) => {
      const standing = await this.standingIn(tx, caseId);
      await wasRead(tx, caseId);
      return { standing, editions: await this.lists.inForce(tx, QUESTION_LISTS) };
    });
  }

  /** What was typed over, as it stood when somebody read it. */
  asOf(
    actor: Actor,
    caseId: string,
    version: number,
    caseVersion: number,
  ): Promise<FullClassification> {
    return this.transactions.run(actor, async (tx) => {
      const row = await this.mustSee(tx, caseId);
      const elements = await elementsOf(tx, caseId);
      const former = await this.corrections.formerFacts(tx, caseId, caseVersion);
      const were = { ...elements, own: former.exploitation ?? elements.own };
      await wasRead(tx, caseId);
      const all = await classificationsOf(tx, caseId);
      const isOwn = (one: { caseId: string }) => one.caseId === caseId;
      // Before its first version a file says what the joined ones say.
      const stored = all.find((one) =>
        version > 0 ? isOwn(one) && one.version === version : !isOwn(one),
      );
      const opened = stored ? await withTowns(tx, this.seals, stored) : null;
      return classifiedOf(opened, { ...row, ...former, elements: together(were) });
    });
  }

  /** Every version with its towns, newest first; those of joined files after those of the file that goes on. */
  history(actor: Actor, caseId: string): Promise<ClassificationHistory> {
    return this.transactions.run(actor, async (tx) => {
      await this.mustSee(tx, caseId);
      const history = await this.historyIn(tx, caseId);
      await wasRead(tx, caseId);
      return history;
    });
  }

  /** What the person would be in the files of the two standards. */
  inStandards(actor: Actor, caseId: string): Promise<StandardRecords> {
    return this.transactions.run(actor, async (tx) => {
      const { htcds, ctdc } = await this.inStandardsIn(tx, caseId);
      return { htcds, ctdc };
    });
  }

  /** With what it was read from, for another use case. */
  async inStandardsIn(
    tx: Tx,
    caseId: string,
  ): Promise<StandardRecords & { readonly classified: FullClassification }> {
    const { classified } = await this.standingIn(tx, caseId);
    await wasRead(tx, caseId);
    const row = await this.people.find(tx, caseId);
    return { ...(await standardRecordsOf(tx, this.lists, row, classified)), classified };
  }

  private async historyIn(tx: Tx, caseId: string): Promise<ClassificationHistory> {
    const all = await classificationsOf(tx, caseId);
    const versions: ClassifiedVersion[] = [];
    for (const stored of all) {
      // The sealed places are left out; the towns in them are opened.
      const { places, ...unsealed } = stored;
      versions.push({ ...unsealed, classification: await withTowns(tx, this.seals, stored) });
    }
    return { versions, words: await this.lists.words(tx, chosenOf(all)) };
  }

  async standingIn(tx: Tx, caseId: string): Promise<CurrentClassification> {
    const row = await this.mustSee(tx, caseId);
    const [latest] = await classificationsOf(tx, caseId, true);
    const [facts] = await tx.query<{ version: number }>('SELECT version FROM cases WHERE id = $1', [
      caseId,
    ]);
    const writes = await partsWrittenBy(tx, caseId);
    const versions = await versionsOf(tx, caseId);
    const elements = await elementsOf(tx, caseId);
    const opened = latest ? await withTowns(tx, this.seals, latest) : null;
    return {
      version: versions[0]?.version ?? 0,
      caseVersion: facts!.version,
      classified: classifiedOf(opened, { ...row, elements: together(elements) }),
      elements,
      chosenFrom: latest?.chosenFrom ?? new Map(),
      words: await this.lists.words(tx, chosenOf(latest ? [latest] : [])),
      age: ageInClear(row, tx.today),
      mayWrite: writes.includes('story') && writes.includes('facts'),
      versions,
    };
  }

  /** The account is for fewer people than the facts: a shelter that keeps a bed does not read it. */
  private async mustSee(tx: Tx, caseId: string): Promise<PersonRow> {
    const row = await this.people.find(tx, caseId);
    if ((await allowedParts(tx, caseId, ['story'])).length === 0) {
      throw new DomainError('forbidden', 'people.part_not_yours');
    }
    return row;
  }
}

async function elementsOf(tx: Tx, caseId: string): Promise<ElementsByFile> {
  const others = (await filesOf(tx, caseId)).filter((file) => file !== caseId);
  const own = await exploitationOf(tx, [caseId]);
  return { own, joined: others.length > 0 ? await exploitationOf(tx, others) : NO_ELEMENTS };
}
const NO_ELEMENTS: Elements = { acts: [], means: [], purposes: [] };

/** What is said of the person: of all files together, as in the figures. */
function together({ own, joined }: ElementsByFile): Elements {
  const all = (name: keyof Elements) => [...new Set([...own[name], ...joined[name]])].sort();
  return { acts: all('acts'), means: all('means'), purposes: all('purposes') };
}

const wasRead = (tx: Tx, caseId: string): Promise<void> =>
  record(tx, { action: 'people.read_classification', kind: 'case', ids: [caseId] });

export interface ClassificationHistory {
  readonly versions: readonly ClassifiedVersion[];
  readonly words: WordsOf;
}

export interface ClassificationFile extends StandardRecords {
  readonly standing: CurrentClassification;
  readonly versions: readonly ClassifiedVersion[];
}

export interface ClassifiedVersion extends ClassificationVersionRow {
  readonly classification: Classification;
  readonly chosenFrom: ListVersions;
}

const chosenOf = (all: readonly { readonly chosenFrom: ListVersions }[]): ChosenCode[] =>
  all.flatMap(({ chosenFrom }) =>
    [...chosenFrom].map(([key, version]) => {
      const [question, code] = key.split('/') as [ClassificationQuestion, string];
      return { list: QUESTIONS[question], code, version };
    }),
  );

interface Facts extends Pick<PersonRow, 'regionRecruitment' | 'regionExploitation'> {
  readonly elements: FullClassification['elements'];
}

const classifiedOf = (
  stored: Classification | null,
  { regionRecruitment, regionExploitation, elements }: Facts,
): FullClassification => ({
  ...(stored ?? EMPTY_CLASSIFICATION),
  recruitment: currentPlace(regionRecruitment, stored?.recruitment ?? null),
  exploitation: currentPlace(regionExploitation, stored?.exploitation ?? null),
  elements,
});

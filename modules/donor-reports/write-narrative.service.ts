import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor, Language } from '../platform/shared/actor';
import { DomainError } from '../platform/shared/domain.errors';
import { reportFrozen } from './draft-report.service';
import { definitionOf, isBeingFrozen, lockReport } from './reports.queries';
import { type ReportDefinition, writtenIn } from './report-definition.types';
import { assertFits, unusualCharacters } from './narrative.rules';
import { assertPrepares } from './preparers.rules';

export interface NarrativeInput {
  /** The key of a text of the report's definition. */
  readonly section: string;
  readonly language: Language;
  readonly text: string;
  /** The version that the author had before them; 0 for none. */
  readonly basedOn?: number;
}

export interface SavedNarrative {
  readonly version: number;
  /** Characters that files cannot show: kept in the text, left out of the files. */
  readonly unusual: string[];
}

/** Each saving is a version of its own; nothing written is lost. */
@Injectable()
export class WriteNarrative {
  constructor(private readonly transactions: Transactions) {}

  write(
    actor: Actor,
    reportId: string,
    asked: NarrativeInput,
    requestId: string | null,
  ): Promise<SavedNarrative> {
    return this.transactions.once(
      actor,
      { useCase: 'reports.narrative', body: { reportId, ...asked }, requestId },
      async (tx) => {
        const definition = await openDefinition(tx, reportId);
        assertFits(definition, asked);
        return keepInEach(tx, reportId, definition, asked);
      },
    );
  }

  /** The sections of a page, all or none. */
  writeAll(
    actor: Actor,
    reportId: string,
    sections: readonly NarrativeInput[],
  ): Promise<{ unusual: string[] }> {
    return this.transactions.run(actor, async (tx) => {
      const definition = await openDefinition(tx, reportId);
      for (const section of sections) assertFits(definition, section);
      const unusual = new Set<string>();
      for (const section of sections)
        for (const character of (await keepInEach(tx, reportId, definition, section)).unusual)
          unusual.add(character);
      return { unusual: [...unusual] };
    });
  }
}

/** Definition of a report whose texts can still be written. */
async function openDefinition(tx: Tx, reportId: string): Promise<ReportDefinition> {
  const report = await lockReport(tx, reportId);
  if (report.state === 'frozen' || report.state === 'superseded') throw reportFrozen();
  if (await isBeingFrozen(tx, reportId)) throw new DomainError('conflict', 'reports.freezing');
  const definition = await definitionOf(tx, report);
  assertPrepares(tx.actor, definition);
  return definition;
}

/** Texts are stored per language; an answer is the same in all of them. */
async function keepInEach(
  tx: Tx,
  reportId: string,
  definition: ReportDefinition,
  asked: NarrativeInput,
): Promise<SavedNarrative> {
  const kept = await keep(tx, reportId, asked);
  const isChoice = writtenIn(definition).some(
    ({ key, block }) => key === asked.section && block === 'choice',
  );
  const others = isChoice ? definition.languages.filter((one) => one !== asked.language) : [];
  for (const language of others) {
    const { section, text } = asked;
    await keep(tx, reportId, { section, language, text });
  }
  return kept;
}

async function keep(tx: Tx, reportId: string, asked: NarrativeInput): Promise<SavedNarrative> {
  const { section, language, text, basedOn } = asked;
  const [last] = await tx.query<{ version: number; text: string }>(
    `SELECT version, text FROM report_narratives
      WHERE report_id = $1 AND section = $2 AND language = $3 ORDER BY version DESC LIMIT 1`,
    [reportId, section, language],
  );
  const unusual = unusualCharacters(text);
  if ((last?.text ?? '') === text) return { version: last?.version ?? 0, unusual };
  if (basedOn !== undefined && basedOn !== (last?.version ?? 0))
    throw new DomainError('conflict', 'reports.written_meanwhile', {}, section);
  const version = (last?.version ?? 0) + 1;
  await tx.query(
    `INSERT INTO report_narratives (report_id, section, language, text, version, written_by)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [reportId, section, language, text, version, tx.actor.userId],
  );
  const fields = [`${section}/${language}`];
  await record(tx, { action: 'reports.write', kind: 'report', ids: [reportId], fields });
  return { version, unusual };
}

import type { Tx } from '../../platform/database/transactions';
import { LANGUAGES } from '../../platform/shared/actor';
import type { ReportRow } from '../reports.queries';
import type { NarrativeText } from './identities.rules';

/** Place of a match outside of the authors' texts. */
export const IN_DEFINITION = 'definition';

/** The words of the definition that a report prints, if somebody of the programme wrote it: titles, notes, answers. */
export async function definitionTexts(
  tx: Tx,
  { kind, definitionVersion }: Pick<ReportRow, 'kind' | 'definitionVersion'>,
): Promise<NarrativeText[]> {
  const [written] = await tx.query<{ body: unknown }>(
    'SELECT body FROM report_definitions WHERE kind = $1 AND version = $2 AND "by" IS NOT NULL',
    [kind, definitionVersion],
  );
  if (!written) return [];
  return LANGUAGES.map((language) => ({
    section: IN_DEFINITION,
    language,
    text: [...wordsIn(written.body, language)].join('\n'),
  }));
}

function* wordsIn(value: unknown, language: string): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === language && typeof inner === 'string') yield inner;
    else yield* wordsIn(inner, language);
  }
}

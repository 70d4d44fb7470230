import type { Tx } from '../../platform/database/transactions';
import type { Lists } from '../../reference-lists';
import type { PersonRow } from '../people.queries';
import { stageChangesOf } from '../stage.queries';
import type { FullClassification } from './classification.rules';
import { ctdcFactsOf, type CtdcRecord, ctdcRecordOf } from './ctdc.rules';
import { htcdsValuesOf } from './htcds.rules';

export interface StandardRecords {
  readonly htcds: Readonly<Record<string, readonly string[]>>;
  readonly ctdc: CtdcRecord;
}

/** The person as records of HTCDS and CTDC; their status is the latest stage. */
export async function standardRecordsOf(
  tx: Tx,
  lists: Lists,
  row: PersonRow,
  classified: FullClassification,
): Promise<StandardRecords> {
  const crosswalk = await lists.crosswalk(tx);
  const of = (name: string) => crosswalk.filter(({ standard }) => standard === name);
  const found = (await stageChangesOf(tx, row.id)).findLast(({ to }) =>
    of('htcds').some(({ list, code }) => list === 'stages' && code === to),
  );
  const { elements, answers, ageBegan } = classified;
  const codes = [
    ...elements.purposes.map((code) => ({ list: 'purposes', code })),
    ...(row.sex ? [{ list: 'sexes', code: row.sex }] : []),
    ...(found ? [{ list: 'stages', code: found.to }] : []),
    ...(found?.decidedBy ? [{ list: 'deciders', code: found.decidedBy }] : []),
  ];
  const { nationality } = row;
  return {
    htcds: htcdsValuesOf({ answers, ageBegan, nationality, codes }, of('htcds')),
    ctdc: ctdcRecordOf(ctdcFactsOf(row, classified), of('ctdc')),
  };
}

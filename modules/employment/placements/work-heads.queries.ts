import { PersonRecords } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { ApplicationState, PlacementState } from './placement-states.rules';

export const findApplication = (records: PersonRecords, tx: Tx, caseId: string, id: string) =>
  records.find<{ readonly offerId: string; readonly state: ApplicationState }>(
    tx,
    'work_applications',
    caseId,
    id,
    'offer_id AS "offerId", state',
  );

export const findPlacement = (records: PersonRecords, tx: Tx, caseId: string, id: string) =>
  records.find<{ readonly state: PlacementState }>(tx, 'work_placements', caseId, id, 'state');

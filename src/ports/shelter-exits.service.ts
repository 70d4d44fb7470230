import { Injectable } from '@nestjs/common';
import { lastExitOf } from '../../modules/shelter-beds';
import { type ShelterExit, ShelterExits } from '../../modules/voluntary-return';
import type { Tx } from '../../modules/platform/database/transactions';
import type { CivilDate } from '../../modules/platform/shared/nights.rules';

/** When somebody left a house: the port of return and reintegration, connected to the module of the beds. */
@Injectable()
export class BedShelterExits extends ShelterExits {
  of(tx: Tx, caseId: string, day: CivilDate | null): Promise<ShelterExit> {
    return lastExitOf(tx, caseId, day);
  }
}

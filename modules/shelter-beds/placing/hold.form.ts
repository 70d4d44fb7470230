import { may } from '../../access';
import type { Actor } from '../../platform/shared/actor';
import type { ProposalView } from './candidates.service';
import type { RequestRow } from '../requests/requests.queries';

export interface HoldForm {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
}

/** One press that holds all beds of a proposal; null where this is not for the reader to do. */
export function holdForm(
  { shelterId, places }: ProposalView,
  request: RequestRow,
  actor: Actor,
): HoldForm | null {
  const here =
    actor.roles.includes('reintegration_officer') || actor.shelterIds.includes(shelterId);
  if (!may(actor, 'beds:hold') || !here || request.state !== 'open') return null;
  return {
    action: `/beds/requests/${request.id}/holds`,
    fields: places.flatMap(({ caseId, bedId }, index) => [
      { name: `placements.${index}.caseId`, value: caseId },
      { name: `placements.${index}.bedId`, value: bedId },
    ]),
  };
}

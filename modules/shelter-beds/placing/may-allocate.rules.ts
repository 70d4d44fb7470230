import type { Actor } from '../../platform/shared/actor';

/** The same limit as that of a hold: one's own shelters, or anywhere for the people one accompanies. */
export const mayAllocate = ({ roles, shelterIds }: Actor, shelterId: string): boolean =>
  roles.includes('reintegration_officer') || shelterIds.includes(shelterId);

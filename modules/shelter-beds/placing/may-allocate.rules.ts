import type { Actor } from '../../platform/shared/actor';

/** Whether the actor may give a bed of this shelter: in their own shelters, or anywhere for people they accompany. */
export const mayAllocate = ({ roles, shelterIds }: Actor, shelterId: string): boolean =>
  roles.includes('reintegration_officer') || shelterIds.includes(shelterId);

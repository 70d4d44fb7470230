import type { Accused, Sorting } from '../direct-complaints.service';
import type { AccuseDto, SortDto } from './complaint.dto';

/** What was left out is not known. */
export const sortingIn = (dto: SortDto): Sorting => ({
  kind: dto.kind ?? null,
  child: dto.child === undefined ? null : dto.child === 'yes',
  about: dto.about ?? null,
  region: dto.region ?? null,
  shelterId: dto.shelterId ?? null,
});

export const accusedIn = (dto: AccuseDto): Accused => ({
  what: dto.what,
  userId: dto.accusedUserId,
  shelterId: dto.accusedShelterId,
  organisationId: dto.accusedOrganisationId,
  text: dto.accusedName,
});

import type { NewAccused, ComplaintClassification } from '../complaint-triage.service';
import type { AddAccusedDto, ClassifyComplaintDto } from './complaint.dto';

/** What was left out is not known. */
export const classificationFrom = (dto: ClassifyComplaintDto): ComplaintClassification => ({
  kind: dto.kind ?? null,
  child: dto.child === undefined ? null : dto.child === 'yes',
  about: dto.about ?? null,
  region: dto.region ?? null,
  shelterId: dto.shelterId ?? null,
});

export const accusedFrom = (dto: AddAccusedDto): NewAccused => ({
  what: dto.what,
  userId: dto.accusedUserId,
  shelterId: dto.accusedShelterId,
  organisationId: dto.accusedOrganisationId,
  text: dto.accusedName,
});

import type { DescribeOrganisationDto } from './dto/describe-organisation.dto';
import type { OrganisationFacts } from './organisations.service';

export const factsIn = (dto: DescribeOrganisationDto): OrganisationFacts => ({
  name: dto.name,
  names: dto.names,
  country: dto.country,
  language: dto.language,
  partnerType: dto.partnerType ?? null,
  region: dto.region ?? null,
  singleContact: dto.singleContact ?? false,
});

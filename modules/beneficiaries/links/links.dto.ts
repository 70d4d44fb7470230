import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotEmpty,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { says } from '../../platform/web/validation';
import { END_REASONS, type EndReason, LINK_CHOICES, type LinkChoice } from './link.rules';
import { type NetworkRole, NETWORK_ROLES } from './network-links.service';
import { Revision } from '../../platform/web/revision.decorator';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const AsList = () =>
  Transform(({ value }: { value: unknown }) => (value === undefined ? [] : [value].flat()));
const NETWORK = { name: 200, description: 5_000 };

export class AddLinkDto {
  /** What this person is to the other. */
  @IsIn(LINK_CHOICES, says('links.which_link'))
  kind: LinkChoice;

  @IsUUID()
  otherCaseId: string;

  /** Since when it holds, YYYY-MM-DD, where that is known. */
  @IsOptional()
  @Matches(DAY, says('common.not_date'))
  since?: string;
}

export class EndDto {
  @IsIn(END_REASONS, says('links.why_ended'))
  reason: EndReason;
}

export class JoinFamilyDto {
  @IsUUID()
  otherCaseId: string;

  /** Code of the list relations, to the reference person of the family. */
  @IsString()
  @MaxLength(40)
  relation: string;

  /** One of this person's families; the one they are the reference of, or a new one, where left out. */
  @IsOptional()
  @IsUUID()
  familyId?: string;
}

export class SplitFamilyDto {
  @AsList()
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID('all', { each: true })
  caseIds: string[] = [];
}

export class NetworkLinkDto {
  @IsOptional()
  @IsUUID()
  networkId?: string;

  /** Of a network that nobody named yet; sealed. */
  @IsOptional()
  @IsString()
  @MaxLength(NETWORK.name)
  name?: string;

  @IsIn(NETWORK_ROLES, says('links.which_side'))
  side: NetworkRole;
}

export class ApartFromNetworkDto {
  @IsUUID('all', says('links.which_network'))
  networkId: string;

  /** Also from others whom it exploited: only where that was asked. */
  @IsOptional()
  @IsBoolean()
  victimsToo?: boolean;
}

export class NetworkDto {
  @IsNotEmpty()
  @IsString()
  @MaxLength(NETWORK.name)
  name: string;

  @IsOptional()
  @IsString()
  @MaxLength(NETWORK.description)
  description?: string;
}

export class CorrectNetworkDto extends NetworkDto {
  @Revision()
  revision: number;
}

/** The same as a page sends them: several forms stand on one page, each with names of its own. */
export class AddLinkForm {
  @IsIn(LINK_CHOICES, says('links.which_link'))
  kind: LinkChoice;

  @IsNotEmpty()
  @IsString()
  @MaxLength(100)
  linkNumber: string;

  @IsOptional()
  @Matches(DAY, says('common.not_date'))
  since?: string;
}

export class JoinFamilyForm {
  @IsNotEmpty()
  @IsString()
  @MaxLength(100)
  memberNumber: string;

  @IsString()
  @MaxLength(40)
  relation: string;
}

export class NetworkLinkForm {
  @IsOptional()
  @IsUUID()
  networkId?: string;

  @IsOptional()
  @IsString()
  @MaxLength(NETWORK.name)
  networkName?: string;

  @IsIn(NETWORK_ROLES, says('links.which_side'))
  side: NetworkRole;
}

export class ApartFromNetworkForm {
  @IsUUID('all', says('links.which_network'))
  apartNetworkId: string;

  @IsOptional()
  @IsIn(['yes'])
  victimsToo?: 'yes';
}

export class NameReaderDto {
  @IsUUID()
  userId: string;
}

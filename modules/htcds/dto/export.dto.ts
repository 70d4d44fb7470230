import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { type ShareReason, SHARE_REASONS } from '../../consents';
import { says } from '../../platform/web/validation';
import { FORMATS, type Format } from '../exports.service';
import { type DisclosablePart, DISCLOSABLE_PARTS } from '../rules/columns.rules';

/** One box ticked comes as text, several as a list. */
const AsList = () =>
  Transform(({ value }: { value: unknown }) =>
    value === undefined || value === null ? value : [value].flat(),
  );

class ExportDto {
  @IsUUID(undefined, says('consents.sharing_with_whom'))
  recipientId: string;

  @IsIn(SHARE_REASONS)
  why: ShareReason;

  /** All who agreed, where left out. */
  @IsOptional()
  @AsList()
  @IsArray()
  @ArrayMaxSize(200)
  @IsUUID(undefined, { each: true })
  caseIds?: string[];

  /** Last day on which the recipient may keep it. */
  @Matches(/^\d{4}-\d{2}-\d{2}$/, says('common.not_date'))
  until: string;
}

/** Codes alone, under ids of that file. */
export class MakeCaseListDto extends ExportDto {
  /** What the people in it agreed to. */
  @IsOptional()
  @IsIn(['sharing', 'statistics'])
  purpose?: 'sharing' | 'statistics';
}

/** Names, under a password. */
export class MakeIdentityFormDto extends ExportDto {
  /** Parts disclosed beside facts and identity. */
  @IsOptional()
  @AsList()
  @IsArray()
  @ArrayMaxSize(DISCLOSABLE_PARTS.length)
  @IsIn(DISCLOSABLE_PARTS, { each: true })
  parts?: DisclosablePart[];
}

export class MakeFileDto {
  @IsIn(FORMATS)
  format: Format;

  /** Required for identities; given to the recipient separately from the file. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  password?: string;
}

export class ChoosePeopleDto {
  @IsOptional()
  @IsIn(['case_list', 'identity'])
  class?: 'case_list' | 'identity';

  @IsOptional()
  @IsUUID()
  recipientId?: string;

  @IsOptional()
  @IsIn(['sharing', 'statistics'])
  purpose?: 'sharing' | 'statistics';
}

import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';

/** Shapes alone: what can be true of a person is said by person.rules.ts, with its sentences. */
export class NamesDto {
  @IsOptional()
  @IsString()
  given?: string | null;

  @IsOptional()
  @IsString()
  family?: string | null;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  aliases?: string[];
}

export class SafeContactDto {
  @IsOptional()
  @IsBoolean()
  mayCall?: boolean | null;

  @IsOptional()
  @IsString()
  safeTimes?: string | null;

  /** Code of the list contact_channels. */
  @IsOptional()
  @IsString()
  channel?: string | null;

  @IsOptional()
  @IsString()
  callerName?: string | null;

  @IsOptional()
  @IsString()
  mustNotKnow?: string | null;
}

export class ExploitationDto {
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  acts?: string[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  means?: string[];

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  purposes?: string[];
}

export class DocumentDto {
  /** Code of the list document_kinds. */
  @IsOptional()
  @IsString()
  kind?: string | null;

  @IsString()
  number: string;
}

/** Every question may be skipped: an empty object opens a case as well. */
export class PersonDto {
  @IsOptional()
  @ValidateNested()
  @Type(() => NamesDto)
  names?: NamesDto | null;

  @IsOptional()
  @IsString()
  sex?: string | null;

  /** YYYY-MM-DD; kept sealed. */
  @IsOptional()
  @IsString()
  birthDate?: string | null;

  @IsOptional()
  @IsInt()
  birthYear?: number | null;

  @IsOptional()
  @IsInt()
  ageAtRegistration?: number | null;

  @IsOptional()
  @IsString()
  ageCertainty?: string | null;

  /** ISO 3166-1 alpha-2. */
  @IsOptional()
  @IsString()
  nationality?: string | null;

  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  languages?: string[];

  /** YYYY-MM-DD; today where left out. */
  @IsOptional()
  @IsString()
  registeredOn?: string | null;

  @IsOptional()
  @IsString()
  regionRecruitment?: string | null;

  @IsOptional()
  @IsString()
  regionExploitation?: string | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => ExploitationDto)
  exploitation?: ExploitationDto | null;

  @IsOptional()
  @IsString()
  accessNeed?: string | null;

  @IsOptional()
  @IsBoolean()
  pregnant?: boolean | null;

  @IsOptional()
  @IsBoolean()
  medical?: boolean | null;

  @IsOptional()
  @IsString()
  phone?: string | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => SafeContactDto)
  safeContact?: SafeContactDto | null;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => DocumentDto)
  documents?: DocumentDto[];

  @IsOptional()
  @IsString()
  story?: string | null;

  /** To the first of the family. */
  @IsOptional()
  @IsString()
  relation?: string | null;
}

/** One person, or a family of several: all of them are registered, or none. */
export class RegisterPeopleDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => PersonDto)
  people: PersonDto[];
}

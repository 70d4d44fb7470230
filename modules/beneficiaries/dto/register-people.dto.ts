import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import { ClearFactsDto } from './clear-facts.dto';

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
export class PersonDto extends ClearFactsDto {
  @IsOptional()
  @ValidateNested()
  @Type(() => NamesDto)
  names?: NamesDto | null;

  /** YYYY-MM-DD; kept sealed. */
  @IsOptional()
  @IsString()
  birthDate?: string | null;

  /** YYYY-MM-DD; today where left out. */
  @IsOptional()
  @IsString()
  registeredOn?: string | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => ExploitationDto)
  exploitation?: ExploitationDto | null;

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

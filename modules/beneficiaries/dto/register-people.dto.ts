import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsOptional,
  IsString,
  ValidateNested,
} from 'class-validator';
import type { Exploitation, PersonNames, SafeContact } from '../new-person.types';
import { ClearFactsDto, EXPLOITATION_KINDS, SAFE_CONTACT_KINDS, sentDto } from './clear-facts.dto';

/** Shapes alone: what can be true of a person is said by person.rules.ts, with its sentences. */
export class NamesDto extends sentDto<Partial<PersonNames>>({
  given: 'text',
  family: 'text',
  aliases: 'codes',
  working: 'text',
}) {}
export class SafeContactDto extends sentDto<Partial<SafeContact>>(SAFE_CONTACT_KINDS) {}
export class ExploitationDto extends sentDto<Partial<Exploitation>>(EXPLOITATION_KINDS) {}

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

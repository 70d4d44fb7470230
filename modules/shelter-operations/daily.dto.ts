import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsISO8601,
  IsMilitaryTime,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Whole } from '../platform/web/posted';
import { says } from '../platform/web/validation';

export const SEVERITIES = ['minor', 'serious', 'critical'] as const;

/** One box ticked comes as a word, several as a list. */
const listed = ({ value }: { value: unknown }): unknown =>
  value === undefined || Array.isArray(value) ? value : [value];
const said = ({ value }: { value: unknown }): boolean => value === true || value === 'true';

export class IncidentDto {
  /** Code of the list incident_kinds. */
  @IsString()
  @MaxLength(60)
  kind: string;

  @IsIn(SEVERITIES)
  severity: (typeof SEVERITIES)[number];

  /** Now when left out; without a zone, as the programme's clocks show it. */
  @IsOptional()
  @IsISO8601({ strict: true })
  happenedAt?: string;

  /** What happened, without names: people are linked. */
  @IsString()
  @Length(3, 4000)
  text: string;

  @IsOptional()
  @Transform(listed)
  @IsArray()
  @ArrayMaxSize(50)
  @IsUUID(undefined, { each: true })
  caseIds?: string[];
}

export class FollowIncidentDto {
  @IsOptional()
  @IsString()
  @Length(3, 4000)
  text?: string;

  /** Raises the severity, with a text; it is never lowered. */
  @IsOptional()
  @IsIn(SEVERITIES)
  severity?: (typeof SEVERITIES)[number];

  @IsOptional()
  @Transform(said)
  @IsBoolean()
  close?: boolean;
}

export class HandoverDto {
  @IsString()
  @Length(3, 4000)
  text: string;
}

export class DutyDto {
  /** For how many hours from now. */
  @Whole()
  @IsInt()
  @Min(1)
  @Max(24)
  hours: number;
}

export class VisitDto {
  /** Code of the list visit_purposes. */
  @IsString()
  @MaxLength(60)
  purpose: string;

  /** Who it is, sealed. */
  @IsString()
  @Length(2, 200)
  who: string;
}

export class OutingDto {
  @IsOptional()
  @IsISO8601({ strict: true })
  backBy?: string;

  /** HH:MM, in place of backBy: when the programme's clocks show it next. */
  @IsOptional()
  @IsMilitaryTime(says('house.bad_time'))
  backAt?: string;
}

export class SwitchDto {
  @Transform(said)
  @IsBoolean()
  on: boolean;
}

export class GiveDto {
  /** Code of the list house_items. */
  @IsString()
  @MaxLength(60)
  item: string;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(50)
  quantity?: number;

  @Transform(listed)
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @IsUUID(undefined, { each: true })
  caseIds: string[];
}

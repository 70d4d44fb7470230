import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { asList } from './as-list.dto';
import { IsNight } from './civil-date.dto';
import { Whole } from '../../platform/web/posted';

export class OneMoveDto {
  @IsUUID()
  bookingId: string;

  @IsUUID()
  bedId: string;

  /** The version that the form showed. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  version?: number;
}

export class MoveDto {
  /** The first night in the new bed; tonight when left out. */
  @IsOptional()
  @IsNight()
  night?: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => OneMoveDto)
  moves: OneMoveDto[];

  /** Needed where something is not known: what was answered. Sealed. */
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}

/** The form of a page: where one person goes, or with whom they swap. */
export class MoveFormDto {
  @IsOptional()
  @IsNight()
  night?: string;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  version?: number;

  /** A free bed, or a stay of the house whose bed is taken in exchange. */
  @IsString()
  @Length(36, 90)
  to: string;

  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}

/** Another bed for somebody who is expected. */
export class OtherBedDto {
  @IsUUID()
  bedId: string;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  version?: number;

  /** Where something is not known: what was asked, and what was answered. */
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}

export class UndoDto {
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  version?: number;
}

/** What the page of a move is opened with: dragged there, or looked at for another night. */
export class MoveChoicesDto {
  @IsOptional()
  @IsNight()
  night?: string;

  @IsOptional()
  @IsString()
  @Length(36, 90)
  to?: string;
}

/** With whom somebody moves, and which of the proposals the form is filled in with. */
export class PartyMoveChoicesDto {
  @IsOptional()
  @IsNight()
  night?: string;

  /** Their bookings; left out, everybody of the family or group in the house. */
  @IsOptional()
  @Transform(asList)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  with?: string[];

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(10)
  proposal?: number;
}

export class NightDto {
  @IsOptional()
  @IsNight()
  night?: string;
}

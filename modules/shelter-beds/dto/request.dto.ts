import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import {
  BASES,
  MEDICAL_NEEDS,
  NEAR_REASONS,
  RISKS,
  SOURCES,
  URGENCIES,
  type Basis,
  type MedicalNeed,
  type NearReason,
  type RequestSource,
  type Risk,
  type Urgency,
} from '../beds.data';
import { asList } from './as-list.dto';
import { IsNight } from './civil-date.dto';
import { Whole } from '../../platform/web/posted';

export class NewRequestDto {
  @Transform(asList)
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  caseIds: string[];

  /** The first night. */
  @IsNight()
  neededFrom: string;

  /** Left out or null: until further notice. */
  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(1000)
  nights?: number | null;

  @IsIn(URGENCIES)
  urgency: Urgency;

  @IsIn(SOURCES)
  source: RequestSource;

  @IsIn(BASES)
  basis: Basis;

  /** The one shelter that is asked; left out: every shelter. */
  @IsOptional()
  @IsUUID()
  shelterId?: string;

  /** How much danger they are in now; left out: not asked. */
  @IsOptional()
  @IsIn(RISKS)
  risk?: Risk;

  /** What a house must be able to do, and no more; left out: not asked. */
  @IsOptional()
  @IsIn(MEDICAL_NEEDS)
  medical?: MedicalNeed;

  /** The language in which somebody must interpret, ISO 639-3. */
  @IsOptional()
  @Matches(/^[a-z]{3}$/)
  interpreter?: string;

  /** The region where they have to go, code of the list of regions; a house there weighs more. */
  @IsOptional()
  @IsString()
  @Length(1, 20)
  nearRegion?: string;

  /** Why they have to go there. */
  @IsOptional()
  @IsIn(NEAR_REASONS)
  nearWhy?: NearReason;

  /** For those who answer for them; sealed. */
  @IsOptional()
  @IsString()
  @Length(3, 500)
  note?: string;
}

export class PlacementDto {
  @IsUUID()
  caseId: string;

  @IsUUID()
  bedId: string;
}

export class HoldDto {
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => PlacementDto)
  placements: PlacementDto[];

  /** Needed where something is not known: what was asked, and what was answered. */
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}

export class ReasonDto {
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}

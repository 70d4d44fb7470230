import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, Max, Min } from 'class-validator';
import {
  OFFER_REFUSALS,
  SOURCES,
  TURN_AWAY_REASONS,
  URGENCIES,
  type OfferRefusal,
  type RequestSource,
  type TurnAwayReason,
  type Urgency,
} from '../beds.data';
import { Whole } from '../../platform/web/posted';

export class WaitingListDto {
  /** Requests of this urgency alone; their places stay those among all. */
  @IsOptional()
  @IsIn(URGENCIES)
  urgency?: Urgency;
}

export class OfferDto {
  /** The house; left out: wherever it suits best. */
  @IsOptional()
  @IsUUID()
  shelterId?: string;

  /** Needed where something is not known: what was asked, and what was answered. */
  @IsOptional()
  @IsString()
  @Length(3, 100)
  reason?: string;
}

export class NextOfferDto {
  @IsUUID()
  shelterId: string;
}

export class DeclineDto {
  @IsIn(OFFER_REFUSALS)
  reason: OfferRefusal;
}

export class TurnAwayDto {
  @IsOptional()
  @IsUUID()
  shelterId?: string;

  @IsIn(SOURCES)
  source: RequestSource;

  @Whole()
  @IsInt()
  @Min(1)
  @Max(200)
  people: number;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(200)
  children?: number;

  @IsIn(TURN_AWAY_REASONS)
  reason: TurnAwayReason;
}

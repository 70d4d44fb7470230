import { Transform } from 'class-transformer';
import { IsIn, IsOptional } from 'class-validator';
import { IsDay } from '../../access';
import { Unasked } from '../../../src/web/validation';

export const RATINGS = ['1', '2', '3', '4', '5', 'declined'] as const;

export class RateServiceDto {
  /** 1 to 5 in the person's own words, or "declined" where they did not want to say. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @IsIn(RATINGS)
  rating: (typeof RATINGS)[number];
}

export class SatisfactionDto {
  @Unasked()
  @IsOptional()
  @IsDay()
  from?: string;

  /** This day counts. */
  @Unasked()
  @IsOptional()
  @IsDay()
  to?: string;
}

/** Null where the person did not want to say. */
export const ratingOf = (rating: RateServiceDto['rating']) =>
  rating === 'declined' ? null : Number(rating);

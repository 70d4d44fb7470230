import { Transform } from 'class-transformer';
import { IsIn } from 'class-validator';

export const RATINGS = ['1', '2', '3', '4', '5', 'declined'] as const;

export class RateServiceDto {
  /** 1 to 5 in the person's own words, or "declined" where they did not want to say. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'number' ? String(value) : value))
  @IsIn(RATINGS)
  rating: (typeof RATINGS)[number];
}

/** Null where the person did not want to say. */
export const ratingOf = (rating: RateServiceDto['rating']) =>
  rating === 'declined' ? null : Number(rating);

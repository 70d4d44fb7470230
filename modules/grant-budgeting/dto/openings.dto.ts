import { Transform } from 'class-transformer';
import { IsString, Length } from 'class-validator';

export class TakeOpeningBackDto {
  /** The letter or note that it stands on, and why. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(2, 300)
  reference: string;
}

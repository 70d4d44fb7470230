import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

export class ShownNamesDto {
  @IsIn(['yes', 'no'])
  shown: 'yes' | 'no';

  /** The page that the switch stood on. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  next?: string;
}

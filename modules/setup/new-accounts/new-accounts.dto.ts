import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, IsUUID, MaxLength } from 'class-validator';
import { Transform } from 'class-transformer';

export class NewAccountsDto {
  /** Headings in the first row; cells between tabs, semicolons or commas. */
  @IsString()
  @MaxLength(60_000)
  rows: string;
}

export class ConfirmLinksDto {
  /** One tick of a form is one text. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(500)
  @IsUUID(undefined, { each: true })
  ids: string[];
}

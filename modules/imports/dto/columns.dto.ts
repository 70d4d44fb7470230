import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { EmptyAsUndefined } from '../../platform/web/validation';
import { type Columns, UNDECIDED } from '../columns.rules';
import { REJECTED_CHOICES, type RejectedChoice } from '../rejected-rows.export';
import { type Encoding, ENCODINGS, MOST } from '../reading/table.rules';

export class ColumnsDto {
  /** For each column of the file the key of a field, "-" to leave it out, "?" where it is not decided. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(MOST.columns)
  @IsString({ each: true })
  @MaxLength(60, { each: true })
  columns: string[];

  /** Keeps the choice under this name, for the next file of the same sender. */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @MaxLength(60)
  saveAs?: string;
}

export const columnsIn = ({ columns }: ColumnsDto): Columns =>
  columns.map((key) => (key === UNDECIDED ? null : key));

export const TEMPLATE_FORMATS = ['csv', 'xlsx'] as const;

export class TemplateDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(TEMPLATE_FORMATS)
  format?: (typeof TEMPLATE_FORMATS)[number];
}

export class RejectedDto {
  /** Every row of the file, or those alone that have an error. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(REJECTED_CHOICES)
  rows?: RejectedChoice;
}

export class ListQueryDto {
  @EmptyAsUndefined()
  @IsOptional()
  @IsString()
  @MaxLength(41)
  list?: string;
}

/** As it stands in an address or on a form. */
const asBoolean = Transform(({ value }: { value: unknown }) =>
  value === 'true' ? true : value === 'false' ? false : value,
);

export class RepeatImportDto {
  /** The same file was brought in before, and is brought in a second time on purpose. */
  @IsOptional()
  @asBoolean
  @IsBoolean()
  again?: boolean;
}

export class ImportRunDto extends RepeatImportDto {
  /** Brings in the rows without errors and leaves out the others. */
  @IsOptional()
  @asBoolean
  @IsBoolean()
  leaveOut?: boolean;
}

export class EncodingDto {
  /** How the letters of a text file are written. */
  @IsIn(ENCODINGS)
  encoding: Encoding;
}

export class ImportOptionsDto extends RepeatImportDto {
  /** How the letters of a text file are written; recognised where left out. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsIn(ENCODINGS)
  encoding?: Encoding;

  @IsOptional()
  @asBoolean
  @IsBoolean()
  dryRun?: boolean;
}

export class ChooseFileDto {
  @IsString()
  @MaxLength(41)
  list: string;
}

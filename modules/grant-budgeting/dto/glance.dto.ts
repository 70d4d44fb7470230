import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { Unasked } from '../../../src/web/validation';
import { VIEWS, type View } from '../budget.views';

export class GlanceDto {
  @Unasked()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  grant?: string;

  /** agency, outcome, partner, class, unsdg or line. */
  @Unasked()
  @IsOptional()
  @IsIn(VIEWS)
  view?: View;

  /** The key of one row of the view: its lines alone. */
  @Unasked()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  group?: string;
}

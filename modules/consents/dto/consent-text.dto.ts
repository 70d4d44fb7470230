import { IsIn, IsString, Length, MaxLength } from 'class-validator';
import { says } from '../../platform/web/validation';
import { PURPOSES, type Purpose } from '../consents.rules';

export class ProposeTextDto {
  @IsIn(PURPOSES)
  purpose: Purpose;

  /** Code of the list languages. */
  @IsString()
  @MaxLength(3)
  language: string;

  /** Short sentences, paragraphs between empty lines. */
  @IsString()
  @Length(20, 8000, says('consents.text_length', { min: 20, max: 8000 }))
  body: string;

  /** Who wrote or translated it, from what. */
  @IsString()
  @Length(1, 200)
  source: string;
}

import { IsIn, IsISO8601, IsOptional } from 'class-validator';
import {
  DOCUMENT_KINDS,
  DOCUMENT_PARTS,
  type DocumentKind,
  type DocumentPart,
  REMOVAL_REASONS,
  type RemovalReason,
} from '../../../documents';
import { says } from '../../../platform/web/validation';

/** What stands beside the file in the form. */
export class AddDocumentDto {
  @IsIn(DOCUMENT_KINDS)
  kind: DocumentKind;

  /** Who may read it; where its kind usually stands when left out. */
  @IsOptional()
  @IsIn(DOCUMENT_PARTS)
  part?: DocumentPart;

  /** The date printed on it. */
  @IsOptional()
  @IsISO8601({ strict: true }, says('common.not_date'))
  validUntil?: string;
}

export class RemoveDocumentDto {
  @IsIn(REMOVAL_REASONS)
  reason: RemovalReason;
}

import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import { EmptyAsUndefined, says } from '../platform/web/validation';
import { EVENT_KIND_NAMES, type EventKind } from './event-kinds.data';

export class ProposeEndpointDto {
  @IsString()
  @MinLength(2)
  @MaxLength(80)
  name: string;

  /** https, of the public internet; or of an origin that the operator allows. */
  @IsString()
  @MaxLength(500)
  address: string;

  /** Whose system hears there; left out: the programme's own. */
  @IsOptional()
  @IsUUID()
  organisationId?: string;

  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMinSize(1, says('webhooks.no_kind'))
  @ArrayMaxSize(EVENT_KIND_NAMES.length)
  @ArrayUnique()
  @IsIn(EVENT_KIND_NAMES, { each: true })
  kinds: EventKind[];
}

export class ReplayDto {
  /** Events that happened from this instant on; those of the last 30 days are kept. */
  @IsString()
  @IsISO8601({ strict: true })
  since: string;
}

export const REPLAY_HOURS = ['1', '24', '168', '720'] as const;

/** The same on a page. */
export class ReplayForm {
  @IsIn(REPLAY_HOURS)
  hours: (typeof REPLAY_HOURS)[number];
}

export class DeliveryListDto {
  /** `next` of the page before. */
  @EmptyAsUndefined()
  @IsOptional()
  @IsUUID()
  before?: string;
}

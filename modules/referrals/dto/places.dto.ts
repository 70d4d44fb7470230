import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { DomainError } from '../../platform/shared/domain.errors';
import { Whole } from '../../platform/web/posted';
import { says, EmptyAsUndefined } from '../../platform/web/validation';
import type { CapacityReportChannel } from '../partners/partners.queries';
import type { CapacityReport } from '../partners/partners.service';

const STATES = ['places', 'full', 'open'] as const;
const REPORTED_BY = ['phone', 'visit', 'message'] as const;

/** Places reported by the partner's own account: `how` is known. */
export class OwnPlacesDto {
  /** Code of the list referral_services. */
  @Matches(/^[a-z_]{3,40}$/, says('referrals.what'))
  service: string;

  /** A number of places, full, or taking people without a number. */
  @IsIn(STATES, says('referrals.places_state'))
  state: (typeof STATES)[number];

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(1)
  @Max(1000)
  places?: number;

  @IsOptional()
  @Whole()
  @IsInt()
  @Min(0)
  @Max(730)
  waitingDays?: number;
}

export class PlacesDto extends OwnPlacesDto {
  @IsIn(REPORTED_BY)
  how: (typeof REPORTED_BY)[number];
}

export function placesIn<H extends CapacityReportChannel>(
  { service, state, places, waitingDays }: OwnPlacesDto,
  how: H,
): CapacityReport & { readonly how: H } {
  if (state === 'places' && places === undefined) {
    throw new DomainError('invalid', 'referrals.how_many', {}, 'places');
  }
  return {
    service,
    how,
    waitingDays: waitingDays ?? null,
    places: state === 'full' ? 0 : state === 'open' ? null : places!,
  };
}

export class ListPartnersDto {
  @EmptyAsUndefined()
  @IsOptional()
  @Matches(/^[a-z_]{3,40}$/, says('common.not_choice'))
  service?: string;
}

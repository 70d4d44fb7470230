import { Module } from '@nestjs/common';
import {
  AudiencesApiController,
  AudiencesPagesController,
} from './audiences/audiences.api.controller';
import { Audiences } from './audiences/audiences.service';
import { AttemptLimiter } from './hidden-places/attempt-limiter.service';
import { HiddenPlaceSources } from './hidden-places/hidden-place-sources.service';
import { HiddenPlaces } from './hidden-places/hidden-places.service';
import { ReleaseLedger } from './ledger/release-ledger.service';

@Module({
  controllers: [AudiencesApiController, AudiencesPagesController],
  providers: [Audiences, AttemptLimiter, HiddenPlaces, HiddenPlaceSources, ReleaseLedger],
  exports: [HiddenPlaces, HiddenPlaceSources, ReleaseLedger],
})
export class DisclosureModule {}

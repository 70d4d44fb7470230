import { Module } from '@nestjs/common';
import { HiddenPlaces } from './hidden-places/hidden-places.service';
import { HiddenPlaceSources } from './hidden-places/hidden-place-sources.service';
import { AttemptLimiter } from './hidden-places/attempt-limiter.service';

@Module({
  providers: [HiddenPlaces, HiddenPlaceSources, AttemptLimiter],
  exports: [HiddenPlaces, HiddenPlaceSources],
})
export class HiddenPlacesModule {}

import { Module } from '@nestjs/common';
import { HiddenPlaces } from './hidden-places.service';
import { HiddenPlaceSources } from './hidden-place-sources.service';
import { AttemptLimiter } from './attempt-limiter.service';

@Module({
  providers: [HiddenPlaces, HiddenPlaceSources, AttemptLimiter],
  exports: [HiddenPlaces, HiddenPlaceSources],
})
export class HiddenPlacesModule {}

import { Module } from '@nestjs/common';
import { HiddenPlaces } from './hidden-places';
import { HiddenPlaceSources } from './house-list';
import { AttemptLimiter } from './tries';

@Module({
  providers: [HiddenPlaces, HiddenPlaceSources, AttemptLimiter],
  exports: [HiddenPlaces, HiddenPlaceSources],
})
export class HiddenPlacesModule {}

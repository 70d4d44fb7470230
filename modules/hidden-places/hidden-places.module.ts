import { Module } from '@nestjs/common';
import { HiddenPlaces } from './hidden-places';
import { HouseList } from './house-list';
import { Tries } from './tries';

@Module({ providers: [HiddenPlaces, HouseList, Tries], exports: [HiddenPlaces, HouseList] })
export class HiddenPlacesModule {}

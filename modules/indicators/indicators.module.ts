import { Module } from '@nestjs/common';
import { IndicatorPages } from './indicator-pages.service';
import { IndicatorsApiController, IndicatorsPagesController } from './indicators.api.controller';
import { Indicators } from './indicators.service';

@Module({
  controllers: [IndicatorsApiController, IndicatorsPagesController],
  providers: [IndicatorPages, Indicators],
  exports: [Indicators],
})
export class IndicatorsModule {}

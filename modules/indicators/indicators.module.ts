import { Module } from '@nestjs/common';
import { IndicatorPages } from './indicator-pages.service';
import { IndicatorsApiController, IndicatorsPagesController } from './indicators.api.controller';
import { Indicators } from './indicators.service';
import { IndicatorDecisions } from './indicator-decisions.source';

@Module({
  controllers: [IndicatorsApiController, IndicatorsPagesController],
  providers: [IndicatorDecisions, IndicatorPages, Indicators],
  exports: [Indicators],
})
export class IndicatorsModule {}

import { Module } from '@nestjs/common';
import {
  HouseFiguresApiController,
  HouseFiguresPagesController,
} from './house-figures.pages.controller';
import { HouseFiguresService } from './house-figures.service';

@Module({
  controllers: [HouseFiguresApiController, HouseFiguresPagesController],
  providers: [HouseFiguresService],
})
export class ShelterFiguresModule {}
